"""A picture, a sound, a film or a document that an admin sent, as it will be kept."""

import hashlib
import io
import warnings
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from content.reading.media_bare import ORIENTATION, Torn, bare
from content.reading.media_kind import JPEG, PNG, MediaType, is_apple_picture, media_type
from domain.attachments import MediaKind
from domain.refusals import Refused

MAX_PIXELS: Final = 100_000_000
"""The largest picture: phones make 12 to 50 million, a bomb thousands of millions."""
PHOTO_BYTES: Final = 10 * 1024 * 1024
PHOTO_SIDES: Final = 10_000
PHOTO_RATIO: Final = 20
"""Beyond these Telegram shows no picture (Bot API, sendPhoto); it goes as a document then."""
_PROGRAMS: Final = (b"MZ", b"\x7fELF", b"#!", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A file for the shelves, its notes taken out. `large`: a picture that goes as a document.

    `name` ends as the bytes say; width and height in pixels, 0 where it is no picture.
    """

    kind: MediaKind
    name: str
    mime: str
    suffix: str
    content: bytes
    width: int = 0
    height: int = 0
    large: bool = False

    @property
    def sha256(self) -> str:
        """The digest of what is kept."""
        return hashlib.sha256(self.content).hexdigest()


def read_media(name: str, data: bytes) -> MediaFile | None:
    """The file as it will be kept; None for what is neither picture nor sound nor film.

    Raises Refused: media_apple, media_broken, media_bomb.
    """
    if is_apple_picture(data):
        raise Refused("media_apple", name=name)
    found = media_type(data)
    if found is None:
        return None
    width, height, orientation = _looked_at(name, data, found)
    try:
        content = bare(data, found, orientation)
    except Torn:
        raise Refused("media_broken", name=name) from None
    large = found.kind is MediaKind.PICTURE and not _is_photo(len(content), width, height)
    kind = MediaKind.DOCUMENT if large else found.kind
    named = _named(name, found.suffix)
    return MediaFile(kind, named, found.mime, found.suffix, content, width, height, large)


def as_document(name: str, data: bytes) -> MediaFile:
    """Any other file, kept as it is. Raises Refused("media_program") for programs."""
    if data.startswith(_PROGRAMS):
        raise Refused("media_program", name=name)
    if not data.strip():
        raise Refused("file_empty", name=name)
    suffix = PurePath(name).suffix.lower()
    suffix = suffix if suffix[1:].isascii() and suffix[1:].isalnum() else ".bin"
    if b"%PDF-" in data[:1024]:
        return MediaFile(MediaKind.DOCUMENT, _named(name, ".pdf"), "application/pdf", ".pdf", data)
    return MediaFile(MediaKind.DOCUMENT, name, "application/octet-stream", suffix, data)


def _looked_at(name: str, data: bytes, found: MediaType) -> tuple[int, int, int]:
    """Width, height and orientation of a picture that can be shown; nothing large is unpacked."""
    if found.kind is not MediaKind.PICTURE:
        return 0, 0, 1
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as image:
                width, height = image.size
                turned = int(image.getexif().get(ORIENTATION, 1)) if found is JPEG else 1
                if found is PNG:
                    image.verify()
                elif found is JPEG:
                    image.draft("RGB", (max(width // 8, 1), max(height // 8, 1)))
                    image.load()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Refused("media_bomb", name=name) from None
    except (MemoryError, RecursionError):
        raise
    except Exception as error:  # Pillow has an error of its own for each kind of damage
        raise Refused("media_broken", name=name) from error
    return width, height, turned if turned in range(1, 9) else 1


def _is_photo(size: int, width: int, height: int) -> bool:
    shorter, longer = sorted((max(width, 1), max(height, 1)))
    ratio = longer / shorter
    return size <= PHOTO_BYTES and width + height <= PHOTO_SIDES and ratio <= PHOTO_RATIO


def _named(name: str, suffix: str) -> str:
    """The name with its true ending; several endings are true of one type (.jpeg)."""
    path = PurePath(name)
    same = {".jpeg": ".jpg", ".oga": ".ogg", ".opus": ".ogg", ".m4v": ".mp4"}
    ending = path.suffix.lower()
    return name if same.get(ending, ending) == suffix else f"{path.stem or name}{suffix}"
