"""Text with a hard line end after every so many characters, put together again."""

import re
from collections.abc import Sequence
from itertools import pairwise

from content.cutting.labels import outline_mark, structure_mark
from content.cutting.lines import Line

_FEWEST_LINES = 12
_WIDEST = 64
_INDENT = re.compile("[ \t\u3000\u00a0]{2,}|\u3000")
_ENDS = ("。", "：", "；", "！", "？", ":", "”")


def unwrapped(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The paragraphs of `lines` if they were broken at a fixed width; else the lines as they are.

    White space at the start of a line must still be there: it is how such text begins a paragraph.
    """
    width = _width([line.text for line in lines if line.text.strip()])
    if width is None:
        return tuple(lines)
    indented = sum(1 for line in lines if _INDENT.match(line.text)) >= 3
    paragraphs: list[list[Line]] = [[lines[0]]]
    for before, line in pairwise(lines):
        if _goes_on(before.text, line, width, indented=indented):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return tuple(_joined(*paragraph) for paragraph in paragraphs)


def _joined(first: Line, *following: Line) -> Line:
    if not following:
        return first
    return Line("".join([first.text, *(line.text.strip() for line in following)]), first.level)


def _width(texts: Sequence[str]) -> int | None:
    """The width at which lines are broken, in characters; None for text in whole paragraphs."""
    if len(texts) < _FEWEST_LINES:
        return None
    lengths = sorted(len(text.rstrip()) for text in texts)
    width = lengths[int(len(lengths) * 0.9)]
    full = [text for text in texts if width - 2 <= len(text.rstrip()) <= width + 1]
    torn = sum(1 for text in full if not text.rstrip().endswith(_ENDS))
    # Whole paragraphs end in a full stop; lines torn at a width end anywhere.
    if 16 <= width <= _WIDEST and lengths[-1] <= width + 4 and len(full) * 10 > len(texts) * 3:
        return width if torn * 10 > len(full) * 7 else None
    return None


def _goes_on(before: str, line: Line, width: int, *, indented: bool) -> bool:
    """Whether `line` continues the paragraph of the line before it."""
    full = len(before.rstrip()) >= width - 2
    if not full or not line.text.strip() or line.level or _INDENT.match(line.text):
        return False
    if indented:
        return True
    if structure_mark(line.text) or outline_mark(line.text):
        return not before.rstrip().endswith(_ENDS)
    return True
