"""Workbooks of Excel 97, written record by record: nothing that is installed writes them."""

from collections.abc import Mapping, Sequence
from struct import pack

from content.reading.compound import with_one_stream

Rows = Sequence[Sequence[object]]


def record(kind: int, body: bytes = b"") -> bytes:
    return pack("<HH", kind, len(body)) + body


def beginning(kind: int) -> bytes:
    return record(0x0809, pack("<HHHHII", 0x0600, kind, 0, 1997, 0, 0x0600))


def cell(row: int, column: int, value: object) -> bytes:
    place = pack("<HHH", row, column, 0)
    if isinstance(value, int | float):
        return record(0x0203, place + pack("<d", value))
    words = str(value).encode("utf-16-le")
    return record(0x0204, place + pack("<HB", len(words) // 2, 1) + words)


def dimensions(rows: int, columns: int) -> bytes:
    return record(0x0200, pack("<IIHHH", 0, rows, 0, columns, 0))


def sheet_of(rows: Rows) -> bytes:
    width = max((len(row) for row in rows), default=0)
    cells = (
        cell(at, column, value)
        for at, row in enumerate(rows)
        for column, value in enumerate(row)
        if value is not None
    )
    return beginning(0x0010) + dimensions(len(rows), width) + b"".join(cells) + record(0x000A)


def old_workbook(
    sheets: Mapping[str, bytes], hidden: Sequence[str] = (), extra: bytes = b""
) -> bytes:
    """An .xls with these sheets, made by `sheet_of`; `extra` are records before them."""
    head = beginning(0x0005) + extra
    names = [
        pack("<BB", int(title in hidden), 0)
        + pack("<BB", len(title), 1)
        + title.encode("utf-16-le")
        for title in sheets
    ]
    at = len(head) + sum(len(name) + 8 for name in names) + 4
    listed = b""
    for name, body in zip(names, sheets.values(), strict=True):
        listed += record(0x0085, pack("<I", at) + name)
        at += len(body)
    return with_one_stream("Workbook", head + listed + record(0x000A) + b"".join(sheets.values()))
