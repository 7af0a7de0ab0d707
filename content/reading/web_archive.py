"""Web archives (.mht, .mhtml): the page inside its envelope of mail.

The standard library's reader of mail takes minutes for some broken envelopes; only the first page
of an archive is wanted, and it stands between two plain marks.
"""

import base64
import binascii
import re

from domain.refusals import Refused

_HEADER = re.compile(
    rb"(?:from|subject|date|mime-version|content-type|snapshot-content-location|x-[a-z-]{1,40}) *:",
    re.IGNORECASE,
)
_KIND = re.compile(rb"^content-type *: *(?:multipart/related|text/html)", re.I | re.M)
_PAGE = re.compile(rb"^content-type *: *text/html", re.IGNORECASE | re.MULTILINE)
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n|\r\r")
_START_OF_HEADERS = re.compile(rb"^(?:--[^\r\n]*|[ \t]*)\r?\n", re.MULTILINE)
_BOUNDARY = re.compile(rb"boundary *= *(?:\"([^\"\r\n]{1,200})\"|([^\s;\"]{1,200}))", re.IGNORECASE)
_CODING = re.compile(rb"^content-transfer-encoding *: *([a-z0-9-]{1,40})", re.I | re.M)
_CHARSET = re.compile(rb"charset *= *\"?([a-z0-9_-]{1,40})", re.IGNORECASE)
_HEAD = 8192
_MOST_BOUNDARIES = 20


def is_archive(data: bytes) -> bool:
    """Whether `data` is a page saved with its pictures into one file."""
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not _HEADER.match(head) or b"mime-version" not in head.lower():
        return False
    return bool(_KIND.search(head))


def page_of_archive(name: str, data: bytes) -> tuple[bytes, str]:
    """The bytes of the first page in an archive and the encoding that its envelope declares.

    Refuses `file_page_empty` for an archive without a page, `file_broken` for one whose page
    cannot be unpacked.
    """
    found = _PAGE.search(data)
    end = _END_OF_HEADERS.search(data, found.end(), found.end() + _HEAD) if found else None
    if found is None or end is None:
        raise Refused("file_page_empty", name=name)
    above = data[max(0, found.start() - 1024) : found.start()]
    start = max((one.end() for one in _START_OF_HEADERS.finditer(above)), default=0)
    headers = above[start:] + data[found.start() : end.start()]
    body = data[end.end() : _end_of_part(data, end.end())]
    charset = _CHARSET.search(headers)
    return _unpacked(name, headers, body), charset[1].decode("ascii") if charset else ""


def _end_of_part(data: bytes, start: int) -> int:
    """Where the next part begins: at the nearest of the marks that the envelope declares."""
    marks = {one[1] or one[2] for one in _BOUNDARY.finditer(data[: min(start, 16 * _HEAD)])}
    ends = [data.find(b"\n--" + mark, start) for mark in sorted(marks)[:_MOST_BOUNDARIES]]
    return min((end for end in ends if end >= 0), default=len(data))


def _unpacked(name: str, headers: bytes, body: bytes) -> bytes:
    coding = _CODING.search(headers)
    try:
        match coding[1].lower() if coding else b"":
            case b"base64":
                return base64.b64decode(body)
            case b"quoted-printable":
                return binascii.a2b_qp(body)
    except binascii.Error as error:
        raise Refused("file_broken", name=name) from error
    return body
