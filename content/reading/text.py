"""Plain text and Markdown: decoding, and taking the marks off."""

import codecs
import re
from pathlib import PurePath

from content.cutting.lines import LINE_END, Line
from content.reading.wrapped import unwrapped
from domain.refusals import Refused

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_COMMON = re.compile("[的是一不在人有中和为以]")
_HEADING = re.compile(r"\s*(#{1,6})(?=\s|[^#\s]|$)\s*")
_QUOTE = re.compile(r"\s*(?:>\s*)+")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>|~])")
_BOLD = re.compile(r"\*\*|__|~~")
# A ruler of dashes stays: tables are drawn with them.
_BOLD_PAIR = re.compile(r"\*\*([^*]+)\*\*")
_RULE = re.compile(r"\s*(?:[*_]\s*){3,}$")
_ITALIC = re.compile(r"(?<![*\\])\*(?=\S)([^*]*?\S)\*(?!\*)")


def decode(name: str, data: bytes, *, prose: bool = True) -> str:
    """The text in `data`: UTF-8, UTF-16 with its mark, or GB18030 where it reads as Chinese.

    `prose` asks of GB18030 that the commonest characters of Chinese are among its own; a table of
    names has few of them. Refuses `file_not_text` for bytes that are no text, `file_bad_bytes` for
    a damaged UTF-8 file.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _checked(name, _decoded(name, data, encoding))
    try:
        return _checked(name, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        if _mostly_utf8(data):
            raise Refused("file_bad_bytes", name=name) from error
    return _checked(name, _decoded(name, data, "gb18030"), foreign=prose)


def _decoded(name: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused("file_not_text", name=name) from error


def _mostly_utf8(data: bytes) -> bool:
    """UTF-8 with a few bad bytes: other Chinese encodings break it in every second character."""
    bad = data[:200_000].decode("utf-8", "replace").count("\ufffd")
    return bad * 50 < len(data[:200_000].decode("utf-8", "ignore"))


def _checked(name: str, text: str, *, foreign: bool = False) -> str:
    if _CONTROL.search(text):
        raise Refused("file_not_text", name=name)
    # Random bytes are often valid GB18030; real Chinese has its commonest characters everywhere.
    if foreign and len(_COMMON.findall(text)) * 40 < len(text):
        raise Refused("file_not_text", name=name)
    return text


def lines_of_text(name: str, data: bytes) -> tuple[Line, ...]:
    """The lines of a .txt or .md file, the marks of Markdown taken off."""
    text = decode(name, data)
    marked = PurePath(name).suffix.lower() in {".md", ".markdown"}
    read = _marked_line if marked else _plain_line
    return unwrapped([read(part) for part in LINE_END.split(text)])


def _plain_line(text: str) -> Line:
    """Text with marks in it is common in .txt too, but only the unmistakable ones come off."""
    heading = re.match(r"\s*(#{1,6})\s+", text)
    body = text[heading.end() :] if heading else text
    return Line(_BOLD_PAIR.sub(r"\1", body), len(heading[1]) if heading else 0)


def _marked_line(text: str) -> Line:
    if _RULE.fullmatch(text):
        return Line("")
    body = _QUOTE.sub("", text, count=1) if _QUOTE.match(text) else text
    heading = _HEADING.match(body)
    level = len(heading[1]) if heading else 0
    body = body[heading.end() :].rstrip("# ") if heading else body
    body = _ITALIC.sub(r"\1", _BOLD.sub("", body))
    return Line(_ESCAPE.sub(r"\1", body), level)
