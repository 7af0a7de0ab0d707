"""The rows of a PDF page: what stands on one line, and where on the page it stands."""

import re
from ctypes import byref
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from content.reading.pdf_characters import meant

# A gap that may part two columns or two cells, and one that certainly does, in ems.
APART, WIDE = 1.2, 2.5
# PDFium reads the space that type-setting puts between Chinese and Latin as a blank.
_TIGHT = 0.6
_BLANK = re.compile(r"(?<=\S) (?=\S)")
_AROUND_WIDE_BLANK = re.compile("(?<=\u3000) +| +(?=\u3000)")


class Row(NamedTuple):
    """One line of print; places are in points from the lower left corner of the page.

    `em` is the width of a Chinese character; `count` is the number of characters as the file has
    them, indent included; `parted` tells that wide gaps stand inside, as in a table.
    """

    text: str
    left: float
    right: float
    bottom: float
    em: float
    count: int
    parted: bool = False


class PageText:
    """The text of one page with the place of every character.

    The page is measured as it is shown: `turn` is its rotation in degrees.
    """

    def __init__(self, page: Any) -> None:
        self._textpage = page.get_textpage()
        self._raw = self._textpage.raw
        self._box = pdfium.FS_RECTF()
        self.turn: int = page.get_rotation()
        self.width, self.height = page.get_size()
        self.count: int = self._textpage.count_chars()

    def rows(self) -> list[Row]:
        """The rows in the order of the file."""
        text: str = meant(self._textpage.get_text_range())
        exact = len(text) == self.count
        found: list[Row] = []
        at = 0
        for line in text.split("\r\n"):
            if line and not line.isspace():
                self._read(line, at, found, exact)
            at += len(line) + 2
        return found

    def _read(self, line: str, at: int, found: list[Row], exact: bool) -> None:
        pieces = self._pieces(line, at, exact) if " " in line else ((line, 0, len(line)),)
        for text, start, end in pieces:
            raw = line[start:end]
            length = len(raw.rstrip())
            if not length:
                continue
            first, last = at + end - len(raw.lstrip()), at + start + length - 1
            if not exact:
                first, last = self._index(first), self._index(last)
            found.append(self._row(text.strip(), first, last, end - start))

    def _row(self, text: str, first: int, last: int, count: int) -> Row:
        left, bottom, one, top = self.box(first)
        start, _, right, _ = self.box(last)
        if "\u3400" <= text[0] <= "\u9fff":
            em = one - left
        elif "\u3400" <= text[-1] <= "\u9fff":
            em = right - start
        else:
            em = top - bottom
        return Row(text, left, right, bottom, em or 1.0, count)

    def box(self, index: int) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of a character on the page as it is shown."""
        box = self._box
        pdfium.FPDFText_GetLooseCharBox(self._raw, index, byref(box))
        if not self.turn:
            return box.left, box.bottom, box.right, box.top
        return _turned(box, self.turn, self.width, self.height)

    def _index(self, place: int) -> int:
        """The index of a character by its place in the text; some have no place there."""
        return max(int(pdfium.FPDFText_GetCharIndexFromTextIndex(self._raw, place)), 0)

    def _pieces(self, line: str, at: int, exact: bool) -> list[tuple[str, int, int]]:
        """A line cut at its gaps, invented blanks left out; each piece with its span."""
        found: list[tuple[str, int, int]] = []
        start = done = 0
        text = ""
        for blank in _BLANK.finditer(line):
            here = blank.start()
            place = at + here if exact else self._index(at + here)
            if pdfium.FPDFText_IsGenerated(self._raw, place) != 1:
                continue
            before, after = self.box(place - 1), self.box(place + 1)
            gap = (after[0] - before[2]) / (max(after[3] - after[1], before[3] - before[1]) or 1)
            if gap >= APART:
                found.append((text + line[done:here], start, here))
                text, start, done = "", here + 1, here + 1
            elif gap < _TIGHT and max(line[here - 1], line[here + 1]) >= "\u2e80":
                text, done = text + line[done:here], here + 1
        found.append((text + line[done:], start, len(line)))
        return [(_AROUND_WIDE_BLANK.sub("", text), start, end) for text, start, end in found]


def _turned(box: Any, turn: int, width: float, height: float) -> tuple[float, float, float, float]:
    if turn == 90:
        return box.bottom, height - box.right, box.top, height - box.left
    if turn == 180:
        return width - box.right, height - box.top, width - box.left, height - box.bottom
    return width - box.top, box.left, width - box.bottom, box.right
