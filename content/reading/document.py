"""A file that somebody sent, read as study text."""

import re
from dataclasses import replace
from pathlib import PurePath

from content.cutting.cut import cut
from content.cutting.document import Document
from content.cutting.lines import Line, lines_of
from content.reading.kind import Kind, kind_of
from content.reading.limits import MAX_CHARS, MAX_LINES
from content.reading.secrecy import refuse_secret
from domain.refusals import Refused

_CHINESE = re.compile("[\u4e00-\u9fff]")


def read_document(name: str, data: bytes) -> Document:
    """The study text in `data`, the bytes of the file called `name`.

    Reads .txt and .md in UTF-8, UTF-16 or GB18030, .docx, .odt, .pdf with text and saved web
    pages. Everything else is refused with one of the codes `file_*`; a text that carries a mark of
    secrecy with `secret_document`.
    """
    kind = kind_of(name, data)
    if kind is Kind.TEXT and PurePath(name).suffix.lower() == ".json":
        raise Refused("file_json", name=name)  # a bank comes so, a text never does
    if kind is Kind.WEB:
        from content.reading.web import read_page

        page = read_page(name, data)
        document = _cut(name, page.lines)
        issued = document.issued or page.published
        return replace(document, source=page.source, issued=issued)
    return _cut(name, _lines(name, data, kind))


def _cut(name: str, read: tuple[Line, ...]) -> Document:
    lines = lines_of(read)
    if not lines:
        raise Refused("file_blank", name=name)
    if not any(_CHINESE.search(line.text) for line in lines):
        raise Refused("file_not_text", name=name)
    if len(lines) > MAX_LINES or sum(len(line.text) for line in lines) > MAX_CHARS:
        raise Refused("text_too_long", name=name, limit_chars=MAX_CHARS)
    refuse_secret(name, lines)
    return cut(lines, PurePath(name).stem)


def _lines(name: str, data: bytes, kind: Kind) -> tuple[Line, ...]:
    """Each reader is loaded when a file needs it: most stand on a large library."""
    if kind is Kind.EXCEL:
        raise Refused("file_is_table", name=name)
    if kind is Kind.WORD:
        from content.reading.word import lines_of_word as read
    elif kind is Kind.PDF:
        from content.reading.pdf import lines_of_pdf as read
    elif kind is Kind.ODT:
        from content.reading.odt import lines_of_odt as read
    else:
        from content.reading.text import lines_of_text as read
    return read(name, data)
