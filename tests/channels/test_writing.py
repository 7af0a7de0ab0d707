"""Long texts are cut without loss; entities stand where the marks stood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.telegram.splitting import split, units
from channels.telegram.writing import MAX_CAPTION, MAX_TEXT, entities_of, write
from domain.attachments import made
from domain.messages import Button, Lasting, Mark, Message

texts = st.text(
    alphabet=st.sampled_from("党员大会，。！ab \n\n\n𠮷😀é\u0301："), min_size=1, max_size=300
)


@st.composite
def marked(draw) -> tuple[str, tuple[Mark, ...]]:
    text = draw(texts)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return text, tuple(Mark(a, b, draw(st.sampled_from(["bold", "quote"]))) for a, b in pairs)


def visible(text: str) -> str:
    return "".join(text.split())


@given(marked(), st.integers(8, 60))
def test_no_character_is_lost_and_every_part_fits(case, limit):
    text, marks = case
    parts = split(text, marks, limit)
    assert all(units(part.text) <= limit for part in parts)
    assert visible("".join(part.text for part in parts)) == visible(text)
    if visible(text):
        assert all(visible(part.text) for part in parts)


@given(marked(), st.integers(8, 60))
def test_marked_characters_stay_marked_and_no_others(case, limit):
    text, marks = case
    before = [
        (text[i], any(m.start <= i < m.end and m.kind == kind for m in marks), kind)
        for kind in ("bold", "quote")
        for i in range(len(text))
        if text[i].strip()
    ]
    after = [
        (part.text[i], any(m.start <= i < m.end and m.kind == kind for m in part.marks), kind)
        for kind in ("bold", "quote")
        for part in split(text, marks, limit)
        for i in range(len(part.text))
        if part.text[i].strip()
    ]
    assert after == before


@given(marked(), st.integers(20, 60))
def test_a_marked_run_that_fits_is_never_cut(case, limit):
    text, marks = case
    whole = [
        text[m.start : m.end].strip("\n") for m in marks if units(text[m.start : m.end]) <= limit
    ]
    pieces = [
        part.text[m.start : m.end].strip("\n")
        for part in split(text, marks, limit)
        for m in part.marks
    ]
    for run in whole:
        if run.strip():
            assert run in pieces


@given(marked())
def test_entities_are_right_in_utf_16(case):
    text, marks = case
    encoded = text.encode("utf-16-le")
    runs = [
        encoded[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le")
        for entity in entities_of(text, marks)
    ]
    assert runs == [text[mark.start : mark.end] for mark in marks]


def test_entity_offsets_by_hand():
    letter = write(Message("😀通知\n引文𠮷", (Mark(1, 3, "bold"), Mark(4, 7, "quote"))), "bot")[0]
    assert [(e.type, e.offset, e.length) for e in letter.entities] == [
        ("bold", 2, 2),
        ("blockquote", 5, 4),
    ]


def test_paragraph_ends_come_first_then_lines_then_sentences():
    paragraph = "甲" * 30
    assert [p.text for p in split(f"{paragraph}\n\n{paragraph}\n{paragraph}", (), 70)] == [
        paragraph,
        f"{paragraph}\n{paragraph}",
    ]
    assert [p.text for p in split(f"{paragraph}\n{paragraph}\n{paragraph}", (), 70)] == [
        f"{paragraph}\n{paragraph}",
        paragraph,
    ]
    sentence = "乙" * 19 + "。"
    assert [p.text for p in split(sentence * 5, (), 50)] == [sentence * 2, sentence * 2, sentence]


def test_a_heading_alone_is_no_part():
    parts = split("第一条\n\n" + ("丙" * 9 + "。") * 30, (), 100)
    assert len(parts[0].text) > 60


def test_closing_quotes_stay_with_their_sentence():
    parts = split("他说：“" + "丁" * 20 + "。”" + "戊" * 20 + "。", (), 30)
    assert parts[0].text.endswith("。”")


def test_a_combined_character_is_not_torn():
    parts = split("e\u0301" * 20, (), 9)
    assert all(not part.text.startswith("\u0301") for part in parts)


def test_a_marked_run_longer_than_a_message_goes_on_in_the_next():
    text = ("己" * 9 + "。") * 1000
    letters = write(Message(text, (Mark(0, len(text), "quote"),)), "bot")
    assert len(letters) == 3
    assert all(len(letter.entities) == 1 for letter in letters)
    assert "".join(letter.text for letter in letters) == text


def test_buttons_stand_under_the_last_part():
    rows = ((Button("参加", "a:1:yes"), Button("请假", "a:1:no")), (Button("认领", start="b_7"),))
    letters = write(Message("庚" * (MAX_TEXT + 1), buttons=rows), "zhibu_bot")
    assert letters[0].keyboard is None
    keyboard = letters[-1].keyboard
    assert keyboard is not None
    assert [[b.text for b in row] for row in keyboard.inline_keyboard] == [
        ["参加", "请假"],
        ["认领"],
    ]
    assert keyboard.inline_keyboard[0][0].callback_data == "a:1:yes"
    assert keyboard.inline_keyboard[1][0].url == "https://t.me/zhibu_bot?start=b_7"


@pytest.mark.parametrize(
    "button",
    [
        Button("长", "长" * 22),
        Button("空", ""),
        Button("", "a"),
        Button("链接", start="有中文"),
        Button("链接", start="x" * 65),
    ],
)
def test_a_button_the_service_would_refuse(button):
    with pytest.raises(Lasting) as caught:
        write(Message("正文", buttons=((button,),)), "bot")
    assert caught.value.reason == "bad_message"


def test_a_file_carries_a_short_text_as_its_caption():
    file = made("表.xlsx", b"x")
    letters = write(Message("签到表", attachment=file), "bot")
    assert [(part.text, part.attachment) for part in letters] == [("签到表", file)]


def test_a_text_too_long_for_a_caption_goes_after_the_file():
    rows = ((Button("好", "ok"),),)
    long = "辛" * (MAX_CAPTION + 1)
    file = made("a", b"x")
    letters = write(Message(long, buttons=rows, attachment=file), "bot")
    assert [letter.text for letter in letters] == ["", long]
    assert [letter.attachment for letter in letters] == [file, None]
    assert letters[0].keyboard is None
    assert letters[1].keyboard is not None
