"""Web archives (.mht, .mhtml): the page inside its envelope of mail."""

import re
from typing import TYPE_CHECKING

from domain.refusals import Refused

if TYPE_CHECKING:
    from email.message import Message

_HEADER = re.compile(
    rb"(?:from|subject|date|mime-version|content-type|snapshot-content-location|x-[a-z-]+)\s*:",
    re.IGNORECASE,
)
_PAGE = re.compile(
    rb"^content-type\s*:\s*(?:multipart/related|text/html)", re.IGNORECASE | re.MULTILINE
)
_MOST_PARTS = 400
_MOST_LEVELS = 20


def is_archive(data: bytes) -> bool:
    """Whether `data` is a page saved with its pictures into one file."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return (
        bool(_HEADER.match(head)) and bool(_PAGE.search(head)) and b"mime-version" in head.lower()
    )


def page_of_archive(name: str, data: bytes) -> tuple[bytes, str]:
    """The bytes of the first page in an archive and the encoding that its envelope declares.

    Refuses `file_broken` for an envelope that cannot be read, `file_page_empty` for one without a
    page.
    """
    # Loaded where there is an archive: every file is asked whether it is one.
    from email.errors import MessageError
    from email.parser import BytesParser
    from email.policy import compat32

    if data.lower().count(b"boundary=") > _MOST_LEVELS:
        raise Refused("file_page_heavy", name=name)
    try:
        page = _page(BytesParser(policy=compat32).parsebytes(data))
        if page is None:
            raise Refused("file_page_empty", name=name)
        raw = page.get_payload(decode=True)
        charset = page.get_content_charset() or ""
    except (MessageError, ValueError, LookupError, TypeError, RecursionError) as error:
        raise Refused("file_broken", name=name) from error
    if not isinstance(raw, bytes) or not raw.strip():
        raise Refused("file_page_empty", name=name)
    return raw, charset


def _page(message: "Message") -> "Message | None":
    for count, part in enumerate(message.walk()):
        if count > _MOST_PARTS:
            return None
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            return part
    return None
