"""A study card: a passage with title and source as a page to look at, 1080 pixels wide."""

import io
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from itertools import pairwise
from typing import Final

from PIL import Image, ImageDraw

from content.cards.fonts import font
from content.cards.typesetting import Line, Paragraph, set_balanced, set_paragraph

WIDTH, MARGIN = 1080, 96
MEASURE = WIDTH - 2 * MARGIN
BODY, LEADING, BETWEEN = 40, 70, 16
TITLE, TITLE_LEADING = 54, 80
SMALL, SMALL_LEADING = 29, 48
TOP, RULE = 104, 4
MOST_LINES = 26
"""Lines of a page: with them it is about twice as high as wide, as a phone is."""
PAPER, INK, RED, GREY = "#FDFCF8", "#262220", "#8C1C13", "#6F665C"
_HEADING: Final = re.compile(r"第[一二三四五六七八九十百零〇0-9]+[编章节](?:[\s　].{0,30})?")
_ARTICLE: Final = re.compile(
    r"第[一二三四五六七八九十百千零〇0-9]+条(?:之[一二三四五六七八九十]+)?"
)


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on a card. `heading` is what of the work it is, `source` the last lines."""

    title: str
    heading: str
    text: str
    source: str

    def written(self) -> str:
        """As one word of a recipe."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def read(cls, written: str) -> "Card":
        """From `written`."""
        return cls(**json.loads(written))


@dataclass(frozen=True, slots=True)
class _Set:
    """A line with the gap above it; a heading `keeps` the line below it on its page."""

    line: Line
    gap: int
    keeps: bool


def pages(card: Card) -> int:
    """How many pictures the card takes."""
    return len(_divided(card))


def draw(card: Card, page: int) -> bytes:
    """A page of the card, counted from 0, as a PNG. Raises IndexError for one it has not."""
    divided = _divided(card)
    lines = divided[page]
    first, last, several = page == 0, page == len(divided) - 1, len(divided) > 1
    head = _centred(card.title, TITLE, strong=False) if first else []
    foot = _small(card.source) if last else []
    height = _height(card, head, lines, foot, first=first)
    image = Image.new("RGB", (WIDTH, height), PAPER)
    pen = ImageDraw.Draw(image)
    y = _draw_head(pen, card, head, first=first)
    for place, entry in enumerate(lines):
        y += entry.gap if place else 0
        _draw_line(pen, entry.line, y, BODY, INK)
        y += LEADING
    _draw_foot(pen, foot, y, f"{page + 1} / {len(divided)}" if several else "")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _divided(card: Card) -> list[list[_Set]]:
    """The lines of each page: as few pages as may be, and all about as long."""
    lines = _body(card.text)
    number = max(1, -(-len(lines) // MOST_LINES))
    cuts = [_good_cut(lines, len(lines) * page // number) for page in range(1, number)]
    places = [0, *cuts, len(lines)]
    return [lines[start:end] for start, end in pairwise(places)]


def _good_cut(lines: Sequence[_Set], wanted: int) -> int:
    """Near `wanted`, where neither the first nor the last line of a paragraph is left alone."""
    near = [wanted + step for step in (0, -1, 1, -2, 2)]
    inside = [place for place in near if 0 < place < len(lines)]
    return next((place for place in inside if _parts_well(lines, place)), wanted)


def _parts_well(lines: Sequence[_Set], place: int) -> bool:
    above, below = lines[place - 1], lines[place].line
    alone_above = above.line.first and not above.line.last
    alone_below = below.last and not below.first
    return not (above.keeps or alone_above or alone_below)


def _body(text: str) -> list[_Set]:
    lines: list[_Set] = []
    for words in filter(None, map(str.strip, text.splitlines())):
        set_lines = set_paragraph(_paragraph(words), partial(_width, BODY), MEASURE)
        heads = _HEADING.fullmatch(words) is not None
        lines += [_Set(line, BETWEEN if line.first else 0, heads) for line in set_lines]
    return lines


def _paragraph(words: str) -> Paragraph:
    if _HEADING.fullmatch(words):
        return Paragraph(words, strong=len(words), centred=True)
    article = _ARTICLE.match(words)
    return Paragraph(words, indent=2 * BODY, strong=article.end() if article else 0)


def _width(size: int, text: str, strong: bool) -> float:
    return font(size, serif=not strong).getlength(text)


def _centred(words: str, size: int, *, strong: bool) -> list[Line]:
    paragraph = Paragraph(words, strong=len(words) if strong else 0, centred=True)
    return set_balanced(paragraph, partial(_width, size), MEASURE, size) if words.strip() else []


def _small(words: str) -> list[Line]:
    lines: list[Line] = []
    for paragraph in filter(None, map(str.strip, words.splitlines())):
        lines += set_paragraph(Paragraph(paragraph), partial(_width, SMALL), MEASURE)
    return lines


def _below_title(card: Card, *, first: bool) -> list[Line]:
    """Which part of the work it is; on the pages that follow, which work."""
    return _centred(card.heading if first else card.title, SMALL, strong=True)


def _height(
    card: Card, head: Sequence[Line], lines: Sequence[_Set], foot: Sequence[Line], *, first: bool
) -> int:
    above = TITLE_LEADING * len(head) + SMALL_LEADING * len(_below_title(card, first=first))
    body = LEADING * len(lines) + sum(entry.gap for entry in lines[1:])
    return TOP + above + 26 + 46 + body + 44 + SMALL_LEADING * max(len(foot), 1) + 72


def _draw_head(pen: ImageDraw.ImageDraw, card: Card, head: Sequence[Line], *, first: bool) -> float:
    y = float(TOP)
    for line in head:
        _draw_line(pen, line, y, TITLE, INK)
        y += TITLE_LEADING
    for line in _below_title(card, first=first):
        _draw_line(pen, line, y + 6, SMALL, GREY)
        y += SMALL_LEADING
    y += 26
    pen.rectangle((MARGIN, y, WIDTH - MARGIN - 1, y + RULE - 1), RED)
    return y + 46


def _draw_foot(pen: ImageDraw.ImageDraw, foot: Sequence[Line], y: float, number: str) -> None:
    y += 44
    for line in foot:
        _draw_line(pen, line, y, SMALL, GREY)
        y += SMALL_LEADING
    if number:
        below = y if foot else y + SMALL_LEADING / 2
        pen.text((WIDTH / 2, below + 22), number, GREY, font(SMALL - 4), anchor="mm")


def _draw_line(pen: ImageDraw.ImageDraw, line: Line, y: float, size: int, ink: str) -> None:
    for piece in line.pieces:
        chosen = font(size, serif=not piece.strong)
        pen.text((MARGIN + piece.x, y + size), piece.text, ink, chosen, anchor="ls")
