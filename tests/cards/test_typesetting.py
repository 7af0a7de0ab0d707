"""What no line may begin or end with, and that every character stands once, in order."""

from hypothesis import given
from hypothesis import strategies as st

from content.cards.typesetting import (
    NEVER_FIRST,
    NEVER_LAST,
    Paragraph,
    set_balanced,
    set_paragraph,
)

EM = 40.0
LETTERS = "党员学习认真落实制度"
MARKS = "，。、；：！？）》”’（《“‘"
words = st.text(st.sampled_from(LETTERS + MARKS + "—…12ab .%　"), min_size=1, max_size=200)
sensible = st.lists(
    st.sampled_from(
        ["党员", "学习", "，", "。", "《规定》", "（试行）", "“要”", "——", "……", "2026年", "12.5%"]
    ),
    min_size=1,
    max_size=80,
).map("".join)


def measure(text: str, strong: bool) -> float:
    return sum(EM / 2 if character.isascii() else EM for character in text)


def bare(text: str) -> str:
    return "".join(text.split())


@given(words, st.integers(4, 25), st.integers(0, 2))
def test_every_character_stands_once_in_order(text: str, columns: int, indent: int) -> None:
    lines = set_paragraph(Paragraph(text, indent * EM), measure, columns * EM)
    assert bare("".join(line.text for line in lines)) == bare(text)


@given(sensible, st.integers(8, 25), st.integers(0, 2))
def test_no_line_begins_or_ends_with_a_forbidden_mark(text: str, columns: int, indent: int) -> None:
    text = text.lstrip("，。")
    lines = set_paragraph(Paragraph(text, indent * EM), measure, columns * EM)
    crowded = any(
        all(letter in MARKS + "—…" for letter in bare(text)[at : at + columns - 3])
        for at in range(max(len(bare(text)) - columns + 4, 1))
    )
    if crowded:  # a run of marks as long as a line leaves no place to break it
        return
    for line in lines[1:]:
        assert line.text[0] not in NEVER_FIRST, [each.text for each in lines]
    for line in lines[:-1]:
        assert line.text[-1] not in NEVER_LAST, [each.text for each in lines]


@given(sensible, st.integers(8, 25))
def test_lines_stay_within_the_page(text: str, columns: int) -> None:
    for line in set_paragraph(Paragraph(text, 2 * EM), measure, columns * EM):
        last = line.pieces[-1]
        assert last.x + measure(last.text, False) / 2 <= columns * EM + 2 * EM
        assert [piece.x for piece in line.pieces] == sorted(piece.x for piece in line.pieces)


@given(st.text(st.sampled_from(LETTERS), min_size=30, max_size=200), st.integers(8, 25))
def test_full_lines_are_flush_at_the_right(text: str, columns: int) -> None:
    for line in set_paragraph(Paragraph(text, 2 * EM), measure, columns * EM)[:-2]:
        assert abs(line.pieces[-1].x + EM - columns * EM) < 0.01


def test_a_mark_at_the_end_may_reach_half_its_width_beyond() -> None:
    lines = set_paragraph(Paragraph("一二三四五六七八九，十"), measure, 9.5 * EM)
    assert lines[0].text.endswith("，")


def test_the_first_line_is_indented_and_the_label_is_strong() -> None:
    text = "第三条　党员应当学习。" * 6
    first, second, *_ = set_paragraph(Paragraph(text, 2 * EM, strong=3), measure, 20 * EM)
    assert (first.pieces[0].x, second.pieces[0].x) == (2 * EM, 0)
    strong = [piece.text for piece in first.pieces if piece.strong]
    assert strong == ["第", "三", "条"]


def test_dashes_dots_and_numbers_are_not_torn() -> None:
    for before, whole in ((9, "——"), (9, "……"), (8, "2026"), (9, "12.5%")):
        lines = set_paragraph(Paragraph("字" * before + whole + "字字"), measure, 10 * EM)
        assert any(whole in line.text for line in lines), [line.text for line in lines]


def test_no_paragraph_ends_with_a_single_character() -> None:
    lines = set_paragraph(Paragraph("一二三四五六七八九十百。"), measure, 10 * EM)
    assert [line.text for line in lines] == ["一二三四五六七八九", "十百。"]


def test_a_title_of_two_lines_is_balanced() -> None:
    title = Paragraph("关于开展学习教育并建立长效机制的若干意见（试行）", centred=True)
    lines = set_balanced(title, measure, 22 * EM, EM)
    assert len(lines) == 2
    assert abs(len(lines[0].text) - len(lines[1].text)) <= 2
    middle = [(line.pieces[0].x + line.pieces[-1].x + EM) / 2 for line in lines]
    assert all(abs(each - 11 * EM) <= EM / 2 for each in middle)
