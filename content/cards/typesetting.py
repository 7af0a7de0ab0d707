"""Setting Chinese text in lines: what may begin and end one, and how its edges are brought flush.

After GB/T 15834 (punctuation, 5.1): no line begins with a mark that closes, none ends with one
that opens, and the two halves of —— and …… stay together.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

NEVER_FIRST: Final = frozenset("，。、；：！？）》〉」』】〕｝”’…—·～％‰℃,.;:!?)]}%")
NEVER_LAST: Final = frozenset("（《〈「『【〔｛“‘([{")
HALF_BLANK: Final = frozenset("，。、；：）》〉」』】〕｝”’")
"""Marks whose right half is blank: at the end of a line and before another mark it is left out."""
LOOSEST: Final = 0.3
"""How far characters may move apart to fill a line, in widths of one; beyond it stays ragged."""
_TOKEN: Final = re.compile(
    r"——|……|[A-Za-z0-9](?:[A-Za-z0-9.,:%/_+-]*[A-Za-z0-9%])?|\s+|.", re.DOTALL
)

Measure = Callable[[str, bool], float]
"""How wide some characters are, in pixels; true for those set strong."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: `indent` of its first line in pixels, how many characters are `strong`."""

    text: str
    indent: float = 0.0
    strong: int = 0
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that stand together, `x` pixels from the left edge of the text."""

    x: float
    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a paragraph."""

    pieces: tuple[Piece, ...]
    first: bool
    last: bool

    @property
    def text(self) -> str:
        """What stands in the line."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(slots=True)
class _Token:
    text: str
    strong: bool
    width: float
    blank: float  # what may be left out at its right

    @property
    def is_space(self) -> bool:
        return self.text.isspace()


def set_paragraph(paragraph: Paragraph, measure: Measure, width: float) -> list[Line]:
    """The paragraph in lines of at most `width` pixels. Every character stands once, in order.

    White space at the ends of lines is left out. A mark that ends a line may reach half its width
    beyond it, where nothing of it is printed.
    """
    tokens = list(_tokens(paragraph, measure, width))
    _squeeze(tokens)
    breaks = _breaks(tokens, width, paragraph.indent)
    _keep_company(tokens, breaks)
    spans = list(pairwise(breaks))
    lines = []
    for number, (start, end) in enumerate(spans):
        left = paragraph.indent if number == 0 else 0.0
        is_last = number == len(spans) - 1
        pieces = _place(_trimmed(tokens[start:end]), left, width, paragraph, flush=not is_last)
        lines.append(Line(pieces, number == 0, is_last))
    return [line for line in lines if line.pieces]


def set_balanced(paragraph: Paragraph, measure: Measure, width: float, step: float) -> list[Line]:
    """A title in as few lines as may be, and these about as long as each other.

    Tried in widths `step` pixels apart; the lines stand in the middle of `width`.
    """
    best, narrow = set_paragraph(paragraph, measure, width), width
    number = len(best)
    for _ in range(int(width / step / 2)):
        tried = set_paragraph(paragraph, measure, narrow - step)
        if len(tried) > number:
            break
        best, narrow = tried, narrow - step
    aside = (width - narrow) / 2
    return [replace(line, pieces=tuple(_moved(line, aside))) for line in best]


def _moved(line: Line, aside: float) -> Iterator[Piece]:
    return (replace(piece, x=piece.x + aside) for piece in line.pieces)


def _tokens(paragraph: Paragraph, measure: Measure, width: float) -> Iterator[_Token]:
    at = 0
    text = paragraph.text.strip()
    for found in _TOKEN.findall(text):
        strong = at < paragraph.strong
        at += len(found)
        parts = [found] if measure(found, strong) <= width / 2 else list(found)
        for part in parts:
            wide = measure(part, strong)
            yield _Token(part, strong, wide, wide / 2 if part in HALF_BLANK else 0.0)


def _squeeze(tokens: Sequence[_Token]) -> None:
    """Of two marks side by side the first gives up its blank half."""
    marks = NEVER_FIRST | NEVER_LAST
    for token, following in pairwise(tokens):
        if token.blank and following.text[0] in marks:
            token.width, token.blank = token.width - token.blank, 0.0


def _breaks(tokens: Sequence[_Token], width: float, indent: float) -> list[int]:
    """Where lines begin; the last place is the end of the text."""
    breaks = [0]
    while (start := breaks[-1]) < len(tokens):
        end = _reach(tokens, start, width - (indent if start == 0 else 0.0))
        breaks.append(_allowed(tokens, start, end))
    return breaks


def _reach(tokens: Sequence[_Token], start: int, room: float) -> int:
    """The furthest end of a line, at least one token on."""
    used, end = 0.0, start
    while end < len(tokens):
        token = tokens[end]
        if used + token.width - token.blank > room and end > start and not token.is_space:
            break
        used += token.width
        end += 1
    return end


def _allowed(tokens: Sequence[_Token], start: int, end: int) -> int:
    """The last place at or before `end` where a line may end; `end` itself where there is none."""
    if end == len(tokens):
        return end
    for place in range(end, start, -1):
        if _may_break(tokens, place):
            return place
    return end


def _may_break(tokens: Sequence[_Token], place: int) -> bool:
    after = next((token for token in tokens[place:] if not token.is_space), None)
    before = next((token for token in reversed(tokens[:place]) if not token.is_space), None)
    if after is None or before is None:
        return True
    return after.text[0] not in NEVER_FIRST and before.text[-1] not in NEVER_LAST


def _keep_company(tokens: Sequence[_Token], breaks: list[int]) -> None:
    """No paragraph ends with a line of a single character: one comes down to it."""
    if len(breaks) < 3:
        return
    last = [token for token in tokens[breaks[-2] :] if not token.is_space]
    letters = [token for token in last if token.text[0] not in NEVER_FIRST]
    if len(letters) != 1 or len(letters[0].text) > 1:
        return
    place = breaks[-2] - 1
    if place - breaks[-3] > 2 and _may_break(tokens, place):
        breaks[-2] = place


def _trimmed(tokens: Sequence[_Token]) -> list[_Token]:
    kept = list(tokens)
    while kept and kept[0].is_space:
        kept.pop(0)
    while kept and kept[-1].is_space:
        kept.pop()
    return kept


def _place(
    tokens: Sequence[_Token], left: float, width: float, paragraph: Paragraph, *, flush: bool
) -> tuple[Piece, ...]:
    if not tokens:
        return ()
    natural = sum(token.width for token in tokens) - tokens[-1].blank
    spare = width - left - natural
    gap = 0.0
    if paragraph.centred:
        left += max(spare, 0.0) / 2
    elif flush and len(tokens) > 1:
        wide = spare / (len(tokens) - 1)
        gap = wide if wide <= LOOSEST * max(token.width for token in tokens) else 0.0
    pieces = []
    for token in tokens:
        pieces.append(Piece(left, token.text, token.strong))
        left += token.width + gap
    return tuple(pieces)
