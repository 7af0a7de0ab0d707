"""Workbooks of Excel 97 are measured before they are read: their numbers may promise too much.

The reader makes room for what a workbook says it holds, and a refused allocation ends the process.
"""

from collections.abc import Iterator
from struct import unpack_from

from content.reading.compound import DamagedError, streams_of, with_one_stream
from domain.refusals import Refused

MAX_CELLS = 2_000_000
"""The most cells of a sheet from its upper left corner to the last one that holds something."""
_BOF, _EOF, _SST, _DIMENSIONS = 0x0809, 0x000A, 0x00FC, 0x0200
_CELLS = frozenset(
    {0x0006, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E, 0x00BD, 0x00BE, 0x00D6, 0x00FD, 0x0207}
)


def measured_workbook(name: str, data: bytes) -> bytes:
    """The workbook of `data` in a new container that holds nothing else, its numbers checked.

    Refuses `file_broken` for numbers that fit nothing, `file_bomb` for a sheet too large.
    """
    try:
        streams = streams_of(data)
        title = "Workbook" if "Workbook" in streams else "Book"
        book = streams.get(title, b"")
        if not book:
            raise DamagedError("no workbook")
        _measure(name, book)
    except DamagedError as error:
        raise Refused("file_broken", name=name) from error
    return with_one_stream(title, book)


def _measure(name: str, book: bytes) -> None:
    last_row = last_column = 0
    for kind, body in _records(book):
        if kind in {_BOF, _EOF}:
            last_row = last_column = 0
        elif kind == _SST:
            _refuse_strings(body, book)
        elif kind == _DIMENSIONS:
            row, column = _last_of(body)
            _refuse_large(name, row, column)
        elif kind in _CELLS and len(body) >= 4:
            row, column = unpack_from("<HH", body)
            last_row, last_column = max(last_row, row), max(last_column, column)
            _refuse_large(name, last_row + 1, last_column + 1)


def _records(book: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(book):
        kind, length = unpack_from("<HH", book, at)
        yield kind, book[at + 4 : at + 4 + length]
        at += 4 + length


def _refuse_strings(body: bytes, book: bytes) -> None:
    """Each shared string takes at least three bytes."""
    if len(body) >= 8 and unpack_from("<I", body, 4)[0] * 3 > len(book):
        raise DamagedError("strings")


def _last_of(body: bytes) -> tuple[int, int]:
    """The rows and columns that a sheet says it has."""
    if len(body) not in {10, 14}:
        raise DamagedError("dimensions")
    layout = "<HHHH" if len(body) == 10 else "<IIHH"
    first_row, rows, first_column, columns = unpack_from(layout, body)
    # The reader takes the first from the last and does not expect less than nothing.
    if first_row > max(rows - 1, 0) or first_column > max(columns - 1, 0):
        raise DamagedError("dimensions")
    return rows, columns


def _refuse_large(name: str, rows: int, columns: int) -> None:
    if rows * columns > MAX_CELLS:
        raise Refused("file_bomb", name=name)
