"""What goes with a message: a picture, a sound, a film or a document.

Nothing here knows a service. A file is named by its own bytes, by where the store keeps it, or
by how it is made; whoever carries the message brings the bytes only where a service needs them.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePath
from typing import Final


class MediaKind(StrEnum):
    """What a file is to the person who receives it."""

    PICTURE = "picture"
    AUDIO = "audio"
    VIDEO = "video"
    DOCUMENT = "document"


EVERY_KIND: Final = frozenset(MediaKind)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message's text as its caption.

    One of `content` (the bytes), `stored` (the media store's key) and `recipe` (the maker's name,
    then what it is made of) says what it holds. `reuse` is the digest under which a service's own
    name of the file is remembered, and `ref` that name: a channel that is given a `ref` uploads
    nothing, and raises `Lasting("copy_gone")` where the service no longer knows it. After an
    upload it tells `kept` the service's name. `instead` is the line that stands for the file where
    it cannot be sent.
    """

    kind: MediaKind
    name: str
    mime: str
    content: bytes | None = None
    stored: str = ""
    recipe: tuple[str, ...] = ()
    reuse: str = ""
    ref: str = ""
    instead: str = ""
    kept: Callable[[str], None] | None = field(default=None, compare=False, repr=False)


class Unmade(Exception):
    """The file cannot be had and will not be: it is gone from the store, or could not be made."""


Supply = Callable[[Attachment], Awaitable[Attachment]]
"""Gives the attachment with its `content`. Raises Unmade, or OSError where it may work later."""

_BY_ENDING: Final = {".png": (MediaKind.PICTURE, "image/png")}
_SHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MIMES: Final = {".xlsx": _SHEET, ".csv": "text/csv"}


def made(name: str, content: bytes) -> Attachment:
    """A file that the program made itself: its name's ending is true."""
    ending = PurePath(name).suffix.lower()
    mime = _MIMES.get(ending, "application/octet-stream")
    kind, mime = _BY_ENDING.get(ending, (MediaKind.DOCUMENT, mime))
    return Attachment(kind, name, mime, content)


async def as_it_is(attachment: Attachment) -> Attachment:
    """A `Supply` that has no store and makes nothing."""
    if attachment.content is None:
        raise Unmade(attachment.name)
    return attachment
