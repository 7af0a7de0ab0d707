"""What a picture, a sound or a film really is, told from its first bytes and not from its name."""

from dataclasses import dataclass
from typing import Final

from domain.attachments import MediaKind


@dataclass(frozen=True, slots=True)
class MediaType:
    """A kind of file with its name on the web and its true ending."""

    kind: MediaKind
    mime: str
    suffix: str


JPEG: Final = MediaType(MediaKind.PICTURE, "image/jpeg", ".jpg")
PNG: Final = MediaType(MediaKind.PICTURE, "image/png", ".png")
GIF: Final = MediaType(MediaKind.PICTURE, "image/gif", ".gif")
WEBP: Final = MediaType(MediaKind.PICTURE, "image/webp", ".webp")
MP3: Final = MediaType(MediaKind.AUDIO, "audio/mpeg", ".mp3")
M4A: Final = MediaType(MediaKind.AUDIO, "audio/mp4", ".m4a")
OGG: Final = MediaType(MediaKind.AUDIO, "audio/ogg", ".ogg")
WAV: Final = MediaType(MediaKind.AUDIO, "audio/wav", ".wav")
MP4: Final = MediaType(MediaKind.VIDEO, "video/mp4", ".mp4")
MOV: Final = MediaType(MediaKind.VIDEO, "video/quicktime", ".mov")

_STARTS: Final = ((b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"GIF8", GIF))
_BRANDS: Final = {b"M4A ": M4A, b"M4B ": M4A, b"qt  ": MOV}
_APPLE_PICTURES: Final = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis")


def media_type(data: bytes) -> MediaType | None:
    """The type of a picture, sound or film; None for everything else."""
    for start, found in _STARTS:
        if data.startswith(start):
            return found
    if data.startswith(b"RIFF"):
        return {b"WEBP": WEBP, b"WAVE": WAV}.get(data[8:12])
    if data.startswith(b"OggS"):
        return None if b"theora" in data[:512] else OGG
    if data[4:8] == b"ftyp":
        return None if is_apple_picture(data) else _BRANDS.get(data[8:12], MP4)
    return MP3 if _is_mp3(data) else None


def is_apple_picture(data: bytes) -> bool:
    """HEIC and AVIF: pictures that most services and browsers do not show."""
    return data[4:8] == b"ftyp" and data[8:12] in _APPLE_PICTURES


def _is_mp3(data: bytes) -> bool:
    """A tag before the sound, or a frame of layer III whose rates are none of the forbidden."""
    if data.startswith(b"ID3"):
        return True
    if len(data) < 4 or data[0] != 0xFF or data[1] & 0xE6 != 0xE2:
        return False
    return data[2] >> 4 not in (0, 15) and data[2] >> 2 & 3 != 3
