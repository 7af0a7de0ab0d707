"""Taking out of pictures and films what tells where and by whom they were taken.

The picture itself is not touched: segments are left out, nothing is coded anew.
"""

import re
import struct
from collections.abc import Iterator
from typing import Final

from content.reading.media_kind import JPEG, MOV, MP4, PNG, WEBP, MediaType

ORIENTATION: Final = 0x0112
_PLAIN_EXIF = b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01"
_PNG_NOTES: Final = (b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"tIME")
_WEBP_NOTES: Final = (b"EXIF", b"XMP ")
_PLACE: Final = re.compile(rb"[+-]\d{1,3}(?:\.\d+)?[+-]\d{1,3}(?:\.\d+)?(?:[+-]\d+(?:\.\d+)?)?/")


class Torn(ValueError):
    """The file ends in the middle, or its parts do not fit together."""


def bare(data: bytes, kind: MediaType, orientation: int = 1) -> bytes:
    """The file without its notes. `orientation` is how a JPEG is to be turned (Exif 2.3, 4.6.4).

    What is left of a JPEG's notes is its colour profile and its orientation. Raises Torn.
    """
    if kind is JPEG:
        return _bare_jpeg(data, orientation)
    if kind is PNG:
        return data[:8] + b"".join(_png_chunks(data))
    if kind is WEBP:
        return _bare_webp(data)
    return _without_place(data) if kind in (MP4, MOV) else data


def _bare_jpeg(data: bytes, orientation: int) -> bytes:
    parts = [b"\xff\xd8"]
    if orientation != 1:
        exif = _PLAIN_EXIF + struct.pack(">HHI", orientation, 0, 0)
        parts.append(b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif)
    parts += [segment for code, segment in _jpeg_segments(data) if _shows(code, segment)]
    return b"".join(parts)


def _shows(code: int, segment: bytes) -> bool:
    """Whether the picture needs a segment: JFIF, Adobe's colours and colour profiles do it."""
    if code == 0xFE:
        return False
    if not 0xE0 <= code <= 0xEF:
        return True
    return code in (0xE0, 0xEE) or (code == 0xE2 and segment[4:16] == b"ICC_PROFILE\x00")


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and bytes of each segment up to the end of the picture; what follows is none."""
    at = 2
    while True:
        while data[at + 1 : at + 2] == b"\xff":  # padding
            at += 1
        if data[at : at + 1] != b"\xff" or at + 2 > len(data):
            raise Torn
        code = data[at + 1]
        if code == 0xD9:
            yield code, data[at : at + 2]
            return
        end = at + 2 if 0xD0 <= code <= 0xD7 or code == 1 else at + 2 + _length(data, at + 2)
        if code == 0xDA:
            end = _end_of_scan(data, end)
        yield code, data[at:end]
        at = end


def _length(data: bytes, at: int) -> int:
    if at + 2 > len(data):
        raise Torn
    length = int.from_bytes(data[at : at + 2], "big")
    if length < 2 or at + length > len(data):
        raise Torn
    return length


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the coded picture ends: at a marker that is no stuffing and no restart."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise Torn
        if data[at + 1] == 0 or 0xD0 <= data[at + 1] <= 0xD7:
            at += 2
        elif data[at + 1] == 0xFF:
            at += 1
        else:
            return at


def _png_chunks(data: bytes) -> Iterator[bytes]:
    at = 8
    while True:
        if at + 12 > len(data):
            raise Torn
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        name = data[at + 4 : at + 8]
        if end > len(data):
            raise Torn
        if name not in _PNG_NOTES:
            yield data[at:end]
        if name == b"IEND":
            return
        at = end


def _bare_webp(data: bytes) -> bytes:
    chunks, at = [], 12
    while at + 8 <= len(data):
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + length + length % 2
        if at + 8 + length > len(data):
            raise Torn
        name, chunk = data[at : at + 4], data[at:end]
        if name == b"VP8X" and length >= 1:  # the flags that promise Exif and XMP
            chunk = chunk[:8] + bytes([chunk[8] & ~0x0C]) + chunk[9:]
        if name not in _WEBP_NOTES:
            chunks.append(chunk)
        at = end
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _without_place(data: bytes) -> bytes:
    """A film whose coordinates (ISO 6709) are noughts, byte for byte as long as before."""
    found = bytearray(data)
    for start, end in _boxes(data, b"moov"):
        for place in _PLACE.finditer(data, start, end):
            nought = bytes(48 if 48 <= byte <= 57 else byte for byte in place[0])
            found[place.start() : place.end()] = nought
    return bytes(found)


def _boxes(data: bytes, name: bytes) -> Iterator[tuple[int, int]]:
    """Where the boxes of a name lie among the outermost."""
    at = 0
    while at + 8 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if length == 1 and at + 16 <= len(data):
            length = int.from_bytes(data[at + 8 : at + 16], "big")
        end = len(data) if length == 0 else min(at + length, len(data))
        if end < at + 8:
            return
        if data[at + 4 : at + 8] == name:
            yield at, end
        at = end
