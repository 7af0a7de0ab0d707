"""PDF files that carry text: paragraphs in reading order, without what pages print around them."""

import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from content.cutting.lines import Line
from content.reading.pdf_bombs import refuse_bombs
from content.reading.pdf_columns import columns_of
from content.reading.pdf_frames import Shape, frames_of
from content.reading.pdf_margins import Page, without_margins
from content.reading.pdf_paragraphs import paragraphs_of
from content.reading.pdf_rows import PageText, Row
from domain.refusals import Refused

MAX_PAGES = 2000
"""The longest file, in pages: the longest law has 300."""
MAX_PAGE_CHARS = 100_000
"""The fullest page, in characters: a page of a newspaper has 15,000."""
MAX_CHARS = 2_500_000
"""The longest text, in characters, heads and page numbers included."""
SECONDS, SECONDS_A_PAGE = 1.5, 0.005
"""The processor time that all pages may take; an honest page takes a millisecond or two."""
# A text may have a few bullets of a private code; more make it unreadable.
_KNOWN_FOR_ONE = 50
# A whole file says so near its end; zeros may follow, from programs that save in blocks.
_END, _TAIL = b"%%EOF", 2048


def lines_of_pdf(name: str, data: bytes) -> tuple[Line, ...]:
    """The paragraphs of a PDF, running heads and page numbers left out, columns one after another.

    Refuses `file_password`, `file_broken`, `file_scan` (pictures without text), `file_scan_pages`,
    `file_pdf_garbled` (fonts that do not tell their characters), `file_too_many_pages`,
    `text_too_long`, `file_bomb` and `file_unreadable`.
    """
    if _END not in data[-_TAIL:] and _END not in data.rstrip(b"\0 \r\n")[-_TAIL:]:
        raise Refused("file_broken", name=name)
    refuse_bombs(name, data)
    try:
        with closing(_opened(name, data)) as document:
            return _lines(name, document)
    except (pypdfium2.PdfiumError, ValueError) as error:
        raise Refused("file_broken", name=name) from error


def _opened(name: str, data: bytes) -> Any:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}
        raise Refused("file_password" if locked else "file_broken", name=name) from error
    if not 0 < len(document) <= MAX_PAGES:
        code = "file_too_many_pages" if len(document) else "file_broken"
        document.close()
        raise Refused(code, name=name, limit_pages=MAX_PAGES)
    return document


def _lines(name: str, document: Any) -> tuple[Line, ...]:
    pages = list(_pages(name, document))
    without_margins(pages)
    _refuse_pictures(name, document, pages)
    columns: list[tuple[Shape, Sequence[Row]]] = []
    for page, beside in zip(pages, columns_of([page.rows for page in pages]), strict=True):
        for number, rows in enumerate(beside):
            columns.append(((len(beside), number, int(page.width), page.number % 2), rows))
    frames = frames_of(columns)
    return paragraphs_of([(frame, rows) for frame, (_, rows) in zip(frames, columns, strict=True)])


def _pages(name: str, document: Any) -> Iterator[Page]:
    """All pages with their rows, within the limits of time and size."""
    until = time.process_time() + SECONDS + SECONDS_A_PAGE * len(document)
    chars = unknown = 0
    for number in range(len(document)):
        with closing(PageText(document, number)) as text:
            chars += text.count
            if text.count > MAX_PAGE_CHARS or chars > MAX_CHARS:
                raise Refused("text_too_long", name=name, limit_chars=MAX_CHARS)
            yield Page(number, text.width, text.height, text.rows())
            unknown += text.unknown
        if time.process_time() > until:
            raise Refused("file_unreadable", name=name)
    if unknown * _KNOWN_FOR_ONE > chars:
        raise Refused("file_pdf_garbled", name=name)


def _refuse_pictures(name: str, document: Any, pages: Sequence[Page]) -> None:
    """A page without text that shows something is a picture of text; a cover may be one."""
    empty = [page.number for page in pages if not page.rows]
    if len(empty) == len(pages):
        drawn = any(_is_picture(document, number) for number in empty[:20])
        raise Refused("file_scan" if drawn else "file_blank", name=name)
    covers = {0, len(pages) - 1} if len(pages) >= _FEWEST_WITH_COVER else set()
    pictures = [
        number + 1 for number in empty if number not in covers and _is_picture(document, number)
    ]
    if pictures:
        shown = "、".join(map(str, pictures[:5]))
        raise Refused("file_scan_pages", name=name, pages=shown, many=len(pictures))


def _is_picture(document: Any, number: int) -> bool:
    """Whether anything is drawn on the page: an image, or letters as mere outlines."""
    with closing(document[number]) as page:
        return any(
            kind in {pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM}
            or (kind == pdfium.FPDF_PAGEOBJ_PATH and many > _OUTLINES)
            for kind, many in _drawn(page).items()
        )


_OUTLINES, _FEWEST_WITH_COVER = 30, 4


def _drawn(page: Any) -> dict[int, int]:
    found: dict[int, int] = {}
    for index in range(min(pdfium.FPDFPage_CountObjects(page.raw), 5000)):
        kind = pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page.raw, index))
        found[kind] = found.get(kind, 0) + 1
    return found
