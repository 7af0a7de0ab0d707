"""Cards as pictures: their size, their colours, and that they say everything."""

import io

import pytest
from PIL import Image

from content.cards.fonts import font
from content.cards.study_card import MOST_LINES, Card, _divided, draw, pages

PASSAGE = (
    "第三条　党支部应当按时组织学习，联系实际（含困难和问题），讲求实效。\n"
    "（一）学习《章程》和“制度”；\n（二）交流体会。\n"
)
SOURCE = "——《柳河支部学习条例》第三条，2024年3月1日通过"


def card(times: int = 1) -> Card:
    return Card(
        "柳河支部学习条例",
        "第一章　总则",
        PASSAGE * times,
        "——《柳河支部学习条例》第三条，2024年3月1日通过",
    )


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def test_a_card_is_a_page_with_one_red_rule() -> None:
    image = opened(draw(card(), 0))
    assert image.width == 1080
    assert image.getpixel((5, 5)) == (253, 252, 248)
    red = [y for y in range(image.height) if image.getpixel((540, y)) == (140, 28, 19)]
    assert len(red) == 4
    assert red == list(range(red[0], red[0] + 4))


@pytest.mark.parametrize("times", [1, 3, 8, 20])
def test_a_long_passage_flows_over_pages_and_nothing_is_lost(times: int) -> None:
    long = card(times)
    divided = _divided(long)
    assert len(divided) == pages(long) == max(1, pages(long))
    assert all(0 < len(page) <= MOST_LINES + 2 for page in divided)
    said = "".join(entry.line.text for page in divided for entry in page)
    assert "".join(said.split()) == "".join(long.text.split())
    for page in range(pages(long)):
        image = opened(draw(long, page))
        assert image.height <= 2600
        assert image.width / image.height > 0.35


def test_no_page_begins_with_the_end_of_a_paragraph() -> None:
    for page in _divided(card(20))[1:]:
        first = page[0].line
        assert first.first or not first.last


def test_the_same_card_is_the_same_picture() -> None:
    assert draw(card(), 0) == draw(Card.read(card().written()), 0)


def test_there_is_no_page_behind_the_last() -> None:
    with pytest.raises(IndexError):
        draw(card(), 1)


def test_all_of_the_starter_pack_has_letters_in_both_fonts() -> None:
    from content.starter.pack import starter_pack

    letters = set("".join(portion.text + portion.title for portion in starter_pack().portions))
    letters -= {"\n", " ", "　"}
    for serif in (True, False):
        nothing = bytes(font(40, serif=serif).getmask("\U000f0000"))
        missing = [one for one in letters if bytes(font(40, serif=serif).getmask(one)) == nothing]
        assert missing == []
