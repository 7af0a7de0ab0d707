"""The rows of a PDF page: what stands on one line, and where on the page it stands."""

import re
from ctypes import PYFUNCTYPE, addressof, c_float, c_int, c_ushort, c_void_p, cast
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium
from pypdfium2 import PdfiumError

from content.reading.pdf_characters import as_meant

APART = 1.2
"""A gap that may part two columns or two cells, in ems."""
# PDFium reads the space that type-setting puts between Chinese and Latin as a blank.
_TIGHT = 0.6
_BLANK = re.compile(r"(?<=\S) (?=[\S\u3000])")
_BESIDE_WIDE_BLANK = re.compile("(?<=\u3000) +| +(?=\u3000)")

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in points."""

# These are asked for every row; bound to plain numbers they take half the time.
_loose_box = PYFUNCTYPE(c_int, c_void_p, c_int, c_void_p)(
    cast(pdfium.FPDFText_GetLooseCharBox, c_void_p).value or 0
)
_is_generated = PYFUNCTYPE(c_int, c_void_p, c_int)(
    cast(pdfium.FPDFText_IsGenerated, c_void_p).value or 0
)


# What a named tuple does when it is made, without looking names up.
_new = tuple.__new__


class Row(NamedTuple):
    """One line of print; places are in points from the lower left corner of the page.

    `em` is the width of a Chinese character; `chars` is the number of characters as the file has
    them, indent included; `gaps` is the number of wide gaps inside, as between cells of a table.
    """

    text: str
    left: float
    right: float
    bottom: float
    em: float
    chars: int
    gaps: int = 0


class PageText:
    """The text of one page with the place of every character; to be closed after use.

    `width` and `height`, in points, and all places are those of the page as it is shown. `count` is
    the number of characters; `unknown` is how many of them are glyphs that the file does not name.
    Raises PdfiumError for a page that cannot be read.
    """

    def __init__(self, document: Any, number: int) -> None:
        self._page = pdfium.FPDF_LoadPage(document.raw, number)
        self._textpage = pdfium.FPDFText_LoadPage(self._page) if self._page else None
        if not self._textpage:
            self.close()
            raise PdfiumError("a page cannot be read")
        self._raw = cast(self._textpage, c_void_p).value
        box = (c_float * 4)()
        self._box, self._at = memoryview(box).cast("B").cast("f"), addressof(box)
        self._turn: int = pdfium.FPDFPage_GetRotation(self._page) % 4 * 90
        self.width: float = pdfium.FPDF_GetPageWidthF(self._page)
        self.height: float = pdfium.FPDF_GetPageHeightF(self._page)
        self.count: int = max(pdfium.FPDFText_CountChars(self._textpage), 0)
        self.unknown = 0

    def close(self) -> None:
        """Give the page back."""
        if self._textpage:
            pdfium.FPDFText_ClosePage(self._textpage)
        if self._page:
            pdfium.FPDF_ClosePage(self._page)

    def rows(self) -> list[Row]:
        """The rows in the order of the file; pieces with a gap between them are rows apart."""
        text, self.unknown = as_meant(self._text())
        exact = len(text) == self.count
        found: list[Row] = []
        at = 0
        for line in text.split("\r\n"):
            words = line.strip()
            if words:
                if " " in words or not exact:
                    found += self._pieces(line, at, exact)
                else:
                    first = at + line.index(words[0])
                    found.append(self._row(words, first, first + len(words) - 1, len(line)))
            at += len(line) + 2
        return found

    def _text(self) -> str:
        # Twice the room: a character beyond the first plane takes two units.
        room = (c_ushort * (2 * self.count + 2))()
        size = pdfium.FPDFText_GetText(self._textpage, 0, self.count, room) if self.count else 0
        return bytes(memoryview(room)[: max(size - 1, 0)]).decode("utf-16-le", "ignore")

    def _row(self, text: str, first: int, last: int, chars: int) -> Row:
        # One call after the other, without `box`: this is asked for every row there is.
        _loose_box(self._raw, first, self._at)
        left, top, one, bottom = self._box
        _loose_box(self._raw, last, self._at)
        start, _, right, _ = self._box
        if self._turn:
            left, top, one, bottom = self.box(first)
            start, _, right, _ = self.box(last)
        if "\u3400" <= text[0] <= "\u9fff":
            em = one - left
        elif "\u3400" <= text[-1] <= "\u9fff" or first == last:
            em = right - start
        else:
            em = top - bottom
        return _new(Row, (text, left, right, bottom, em or 1.0, chars, 0))

    def box(self, index: int) -> Box:
        """The place of a character on the page as it is shown."""
        _loose_box(self._raw, index, self._at)
        left, top, right, bottom = self._box
        if self._turn:
            return _turned((left, top, right, bottom), self._turn, self.width, self.height)
        return left, top, right, bottom

    def _index(self, place: int) -> int:
        """The index of a character by its place in the text; some have no place there."""
        found = pdfium.FPDFText_GetCharIndexFromTextIndex(self._textpage, place)
        return max(int(found), 0)

    def _pieces(self, line: str, at: int, exact: bool) -> list[Row]:
        """The rows of a line cut at its gaps, invented blanks left out."""
        found: list[Row] = []
        start = done = 0
        text = ""
        for blank in _BLANK.finditer(line):
            here = blank.start()
            gap = self._gap(at + here if exact else self._index(at + here))
            if gap is None:
                continue
            if gap >= APART:
                self._add(found, text + line[done:here], line[start:here], at + start, exact)
                text, start, done = "", here + 1, here + 1
            elif gap < _TIGHT and max(line[here - 1], line[here + 1]) >= "\u2e80":
                text, done = text + line[done:here], here + 1
        self._add(found, text + line[done:], line[start:], at + start, exact)
        return found

    def _gap(self, index: int) -> float | None:
        """The width of a blank that stands in no file, in ems; None for one that does."""
        if _is_generated(self._raw, index) != 1:
            return None
        _loose_box(self._raw, index - 1, self._at)
        _, top, right, bottom = self._box
        _loose_box(self._raw, index + 1, self._at)
        left, other_top, _, other_bottom = self._box
        if self._turn:
            _, top, right, bottom = self.box(index - 1)
            left, other_top, _, other_bottom = self.box(index + 1)
        em = top - bottom if top - bottom > other_top - other_bottom else other_top - other_bottom
        return (left - right) / (em or 1.0)

    def _add(self, found: list[Row], text: str, raw: str, at: int, exact: bool) -> None:
        """Add the row of `text`, which the file has as `raw` from the place `at` on."""
        end = raw.rstrip()
        if not end:
            return
        words = end.lstrip()
        last = at + len(end) - 1
        first = last - len(words) + 1
        if not exact:
            first, last = self._index(first), self._index(last)
        if len(text) != len(raw):
            words = text.strip()
        if "\u3000" in words:
            words = _BESIDE_WIDE_BLANK.sub("", words)
        found.append(self._row(words, first, last, len(raw)))


def _turned(box: Box, turn: int, width: float, height: float) -> Box:
    left, top, right, bottom = box
    if turn == 90:
        return bottom, height - left, top, height - right
    if turn == 180:
        return width - right, height - bottom, width - left, height - top
    return width - top, right, width - bottom, left
