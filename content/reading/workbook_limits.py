"""What an .xlsx may hold, looked at before openpyxl builds anything of it.

openpyxl follows relationships to parts of any name, makes an object of every cell, and walks over
every place of a merged area; so all parts are looked at, and counted as bytes.
"""

import io
import re
import zipfile

from domain.refusals import Refused

MAX_PART = 12 * 1024 * 1024
"""The largest part, in bytes; a picture may be larger."""
MAX_TAGS = 1_000_000
"""The most tags in all parts together: a bank of 5,000 questions has 300,000."""
MAX_MERGED = 200_000
"""The most places in all merged areas together."""
FARTHEST_ROW, MOST_ROWS = 80_000, 20_000
"""No cell that holds something stands lower; the longest table, a bank, has so many rows."""
_PICTURES = "xl/media/"
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_DECLARATIONS = tuple(
    word.encode(code)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for code in ("ascii", "utf-16-le", "utf-16-be")
)
_MERGED = re.compile(
    rb"mergeCell\s[^>]{0,200}?ref\s*=\s*[\"']\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})"
)


_LOW_CELL = re.compile(rb"<c r=\"[A-Z]{1,3}(\d{5,7})\"[^<>]{0,200}><(?:v|is|f)\b")


def refuse_hostile_workbook(name: str, data: bytes) -> None:
    """Refuses `file_bomb`, `file_unsafe` (document type declarations), `file_broken`, and
    `table_too_long` for a cell far below any table.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            tags = merged = 0
            for entry in packed.infolist():
                raw = b"" if entry.filename.startswith(_PICTURES) else _part(name, packed, entry)
                if any(int(row) > FARTHEST_ROW for row in _LOW_CELL.findall(raw)):
                    raise Refused("table_too_long", name=name, limit_rows=MOST_ROWS)
                tags += raw.count(b"<")
                merged += _merged(raw)
                if tags > MAX_TAGS or merged > MAX_MERGED:
                    raise Refused("file_bomb", name=name)
    except (Refused, MemoryError):
        raise
    except Exception as error:
        # zipfile raises a different error for each kind of damage.
        raise Refused("file_broken", name=name) from error


def _part(name: str, packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.file_size > MAX_PART:
        raise Refused("file_bomb", name=name)
    if entry.compress_type not in _METHODS:
        raise Refused("file_broken", name=name)
    raw = packed.read(entry)
    if any(word in raw for word in _DECLARATIONS):
        raise Refused("file_unsafe", name=name)
    return raw


def _merged(raw: bytes) -> int:
    """How many places the merged areas of a sheet cover."""
    return sum(
        (abs(_column(right) - _column(left)) + 1) * (abs(int(bottom) - int(top)) + 1)
        for left, top, right, bottom in _MERGED.findall(raw)
    )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
