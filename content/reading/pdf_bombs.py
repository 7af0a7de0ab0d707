"""PDF files that are small on disk and huge when they are read.

PDFium unpacks a page at a stroke and cannot be stopped while it does; what is plainly built to
exhaust it is told from the bytes before. What hides deeper ends with the process that reads it.
"""

import re
import zlib
from collections.abc import Iterator

from domain.refusals import Refused

# Deflate packs a thousandfold at most: a smaller stream cannot unpack to anything that hurts.
_SMALL = 50_000
_SAMPLE = 16_384
# A page of text packs tenfold, a form with many lines thirtyfold.
_RATIO = 150
_MOST_PARTS = 4_000
_DICTIONARY = 400
_PACKED_TWICE = re.compile(rb"/Filter\s*\[(?:[^\]]{0,40}/(?:Fl|Flate|LZW)[A-Za-z]*){2,}")
_PARTS = re.compile(rb"/Contents\s*\[[^\]]{%d}" % _MOST_PARTS)


def refuse_bombs(name: str, data: bytes) -> None:
    """Refuses a file with `file_bomb` that unpacks to far more than a text has."""
    # Plain searching is many times faster than a pattern over the whole file.
    if any(_PARTS.match(data, at) for at in _places(data, b"/Contents", 0)):
        raise Refused("file_bomb", name=name)
    start = data.find(b"stream")
    while start >= 0:
        end = data.find(b"endstream", start)
        end = end if end >= 0 else len(data)
        _refuse_stream(name, data, start, end)
        start = data.find(b"stream", end + len(b"endstream"))


def _places(data: bytes, word: bytes, start: int) -> Iterator[int]:
    while (start := data.find(word, start)) >= 0:
        yield start
        start += len(word)


def _refuse_stream(name: str, data: bytes, start: int, end: int) -> None:
    before = data[max(start - _DICTIONARY, 0) : start]
    if _PACKED_TWICE.search(before):
        raise Refused("file_bomb", name=name)
    # An image is never unpacked for its text, and a white page packs best of all.
    if end - start >= _SMALL and b"/Image" not in before:
        begin = start + len(b"stream") + (2 if data[start + 6 : start + 7] == b"\r" else 1)
        _refuse_ratio(name, data[begin : min(begin + _SAMPLE, end)])


def _refuse_ratio(name: str, sample: bytes) -> None:
    try:
        size = len(zlib.decompressobj().decompress(sample, _SAMPLE * _RATIO + 1))
    except zlib.error:
        return  # packed in another way, or encrypted
    if size > len(sample) * _RATIO:
        raise Refused("file_bomb", name=name)
