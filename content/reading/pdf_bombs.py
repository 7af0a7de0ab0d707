"""PDF files that are small on disk and huge when they are read.

PDFium unpacks a page at a stroke and cannot be stopped while it does; what is plainly built to
exhaust it is told from the bytes before. What hides deeper ends with the process that reads it.
"""

import re
import zlib

from domain.refusals import Refused

# Deflate packs a thousandfold at most: a smaller stream cannot unpack to anything that hurts.
_SMALL = 50_000
_SAMPLE = 16_384
# A page of text packs tenfold, a form with many lines thirtyfold.
_RATIO = 150
_MOST_PARTS = 4_000
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_PACKED_TWICE = re.compile(rb"/Filter\s*\[(?:[^\]]{0,40}/(?:Fl|Flate|LZW)[A-Za-z]*){2,}")
_PARTS = re.compile(rb"/Contents\s*\[[^\]]{%d}" % _MOST_PARTS)


def refuse_bombs(name: str, data: bytes) -> None:
    """Refuses a file with `file_bomb` that unpacks to far more than a text has."""
    if _PACKED_TWICE.search(data) or _PARTS.search(data):
        raise Refused("file_bomb", name=name)
    for start in _STREAM.finditer(data):
        end = data.find(b"endstream", start.end())
        size = (end if end >= 0 else len(data)) - start.end()
        # An image is never unpacked for its text, and a white page packs best of all.
        if size >= _SMALL and b"/Image" not in data[max(start.start() - 400, 0) : start.start()]:
            _refuse_ratio(name, data[start.end() : start.end() + _SAMPLE])


def _refuse_ratio(name: str, sample: bytes) -> None:
    try:
        size = len(zlib.decompressobj().decompress(sample, _SAMPLE * _RATIO + 1))
    except zlib.error:
        return  # packed in another way, or encrypted
    if size > len(sample) * _RATIO:
        raise Refused("file_bomb", name=name)
