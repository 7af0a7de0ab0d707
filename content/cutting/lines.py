"""The lines a text is made of, before anything is recognised in them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# Zero-width characters carry nothing a reader sees; they hide labels from a search.
ZERO_WIDTH = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a-\u202e]")
LINE_END = re.compile("\r\n|[\r\n\u2028\u2029\u0085\x0b\x0c]")
# White space that only places words on the page; endless runs of it would slow every search down.
GAP = re.compile(r"\s{16,}")


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of a source.

    `level` is its heading level in the source, 0 for none; `row` tells that it is a row of a table
    and never a heading, whatever it begins with.
    """

    text: str
    level: int = 0
    row: bool = False


def lines_of(source: str | Iterable[Line | str]) -> tuple[Line, ...]:
    """The lines of `source` that hold something visible, outer white space taken off."""
    parts: Iterable[Line | str] = LINE_END.split(source) if isinstance(source, str) else source
    found: list[Line] = []
    for part in parts:
        line = part if isinstance(part, Line) else Line(part)
        text = GAP.sub("　", ZERO_WIDTH.sub("", line.text).strip())
        if text:
            found.append(Line(text, line.level, line.row))
    return tuple(found)


def bare(text: str) -> str:
    """`text` without any white space: the measure for "not a character lost"."""
    return re.sub(r"\s+", "", ZERO_WIDTH.sub("", text))
