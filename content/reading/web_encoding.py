"""Web pages: told from other text by their first bytes, and decoded."""

import codecs
import re
from pathlib import PurePath

from domain.refusals import Refused

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SNIFFED = 4096
_BLANK = b"\xef\xbb\xbf \t\r\n"
_OPENS = re.compile(
    rb"(?:<!--(?:(?!-->).)*+-->\s*+|<\?xml[^>]*+>\s*+)*+<(?:!doctype\s+html|html|head|body|meta|title"
    rb"|div|p|table|span|br|font|center|style|script|section|article|h[1-6])\b",
    re.IGNORECASE | re.DOTALL,
)
_LATER = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([a-z0-9_:-]{2,20})", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")


def is_page(name: str, data: bytes) -> bool:
    """Whether `data` is a web page, whatever the ending of `name` says."""
    head = _head(data)
    if _OPENS.match(head.lstrip(_BLANK)):
        return True
    named = PurePath(name).suffix.lower() in {".htm", ".html", ".xhtml", ".shtml"}
    return bool(_LATER.search(head if named else head[:1024]))


def _head(data: bytes) -> bytes:
    """The first bytes, one for a character where the file has two."""
    start = data[: 2 * _SNIFFED]
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _wide(start):
        return start[2 * start.startswith((b"\xff\xfe", b"\xfe\xff")) :].replace(b"\0", b"")
    return start[:_SNIFFED]


def _wide(data: bytes) -> str:
    """UTF-16 without its mark: every second byte of the first tag is zero."""
    if data.startswith(b"<\0") and data[3:4] == b"\0":
        return "utf-16-le"
    return "utf-16-be" if data.startswith(b"\0<\0") else ""


def page_text(name: str, data: bytes, declared: str = "") -> str:
    """The text of a page, U+FFFD for bytes that could not be read.

    The bytes have the last word: what decodes as UTF-8 is UTF-8. `declared` is the encoding that
    stands outside the page. gb2312 means GB18030, and so do wrong declarations of Western ones.
    Refuses `file_not_text` for bytes that are no text.
    """
    text = _decoded(data, declared)
    if text.count("\ufffd") * 20 > len(text):
        raise Refused("file_not_text", name=name)
    return _CONTROL.sub("", text)


def _decoded(data: bytes, declared: str) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if wide := _wide(data):
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", "replace")
    # Other Chinese encodings break UTF-8 in every second character.
    if text.count("\ufffd") * 50 < len(text) - sum(map(text.count, "<>= ")):
        return text
    return data.decode(_codec(data, declared), "replace")


def _codec(data: bytes, declared: str) -> str:
    found = _CHARSET.search(data[:_SNIFFED])
    label = declared or (found[1].decode("ascii") if found else "")
    return "big5hkscs" if label.lower().startswith("big5") else "gb18030"
