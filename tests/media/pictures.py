"""Pictures, sounds and films of our own, small and true."""

import io
import struct
import wave
import zlib

from PIL import Image
from PIL.PngImagePlugin import PngInfo

PLACE = 12.345
MAKER = "Some Camera Works"


def jpeg(width: int = 64, height: int = 48, *, turned: int = 6, place: bool = True) -> bytes:
    """A picture with the place where it was taken, its camera, a comment and a colour profile."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    exif = image.getexif()
    exif[0x0112] = turned
    exif[0x010F] = MAKER
    if place:
        exif.get_ifd(0x8825).update({1: "N", 2: (31.0, 14.0, PLACE), 3: "E", 4: (121.0, 28.0, 1.0)})
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"taken at home", quality=90)
    return out.getvalue()


def png(width: int = 40, height: int = 30) -> bytes:
    notes = PngInfo()
    notes.add_text("Comment", MAKER)
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#8C1C13").save(out, "PNG", pnginfo=notes)
    return out.getvalue()


def webp(width: int = 40, height: int = 30) -> bytes:
    image = Image.new("RGB", (width, height), "#8C1C13")
    exif = image.getexif()
    exif[0x010F] = MAKER
    out = io.BytesIO()
    image.save(out, "WEBP", exif=exif)
    return out.getvalue()


def gif() -> bytes:
    out = io.BytesIO()
    Image.new("P", (8, 8), 3).save(out, "GIF")
    return out.getvalue()


def bomb(side: int = 60_000) -> bytes:
    """A PNG of a few hundred bytes that says it is 60,000 pixels wide and high."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in ((b"IHDR", header), (b"IDAT", body), (b"IEND", b""))
    )


def sound(seconds: float = 0.2) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(int(16000 * seconds)))
    return out.getvalue()


def _box(name: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + name + body


def film(brand: bytes = b"isom", place: bytes = b"+31.2304+121.4737+012.5/") -> bytes:
    """What a phone's film begins and ends with; nobody plays it."""
    where = _box(b"udta", _box(b"\xa9xyz", struct.pack(">HH", len(place), 0x15C7), place))
    return (
        _box(b"ftyp", brand, bytes(4), b"isom")
        + _box(b"mdat", b"+31.2304+121.4737/ as a picture may have it")
        + _box(b"moov", _box(b"mvhd", bytes(100)), where)
    )


MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" + bytes(413)
OGG = b"OggS\x00\x02" + bytes(20) + b"\x01\x13OpusHead" + bytes(40)
