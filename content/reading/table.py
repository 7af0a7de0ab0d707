"""Tables that somebody sent, .xlsx or .csv: values only, nothing is run, sizes are limited."""

import csv
import io
import warnings
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from math import isfinite
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from content.reading.kind import Kind, kind_of
from content.reading.text import decode
from domain.refusals import Refused

Value = str | int | float | datetime | date | None

MAX_ROWS = 5000
"""The most rows of a table that hold something; a branch has about 50 people."""
MAX_COLUMNS = 100
MAX_SHEETS = 30
MAX_XML = 12 * 1024 * 1024
_DECLARATIONS = tuple(
    word.encode(code)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for code in ("ascii", "utf-16-le", "utf-16-be")
)
_DELIMITERS = (",", "\t", ";", "，")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula in a cell: shown as it is written, never run."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: rows of values from the upper left corner, and its merged cells.

    `merged` maps a covered cell (row, column, both from 0) to the cell that holds the value.
    """

    name: str
    rows: tuple[tuple[Value | Formula, ...], ...]
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def at(self, row: int, column: int) -> Value | Formula:
        """The value of a cell; that of the whole area where it is merged; None outside."""
        return self.own(*self.merged.get((row, column), (row, column)))

    def own(self, row: int, column: int) -> Value | Formula:
        """What stands in the cell itself; None outside and under a merged cell."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return None


def read_tables(name: str, data: bytes) -> tuple[Table, ...]:
    """The visible sheets of an .xlsx, or the one table of a .csv (UTF-8, UTF-16 or GB18030).

    Refuses with a code `file_*`, and `table_too_long` beyond `MAX_ROWS` rows.
    """
    kind = kind_of(name, data)
    if kind is Kind.EXCEL:
        return _read_workbook(name, data)
    if kind is Kind.TEXT:
        return (_read_csv(name, data),)
    raise Refused("file_is_text", name=name)


def _read_csv(name: str, data: bytes) -> Table:
    text = decode(name, data, prose=False)
    head = text[:4000]
    delimiter = max(_DELIMITERS, key=head.count)
    try:
        rows = [tuple(row) for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    except csv.Error as error:
        raise Refused("file_broken", name=name) from error
    _refuse_long(name, sum(1 for row in rows if any(cell.strip() for cell in row)))
    return Table("", tuple(tuple(cell or None for cell in row[:MAX_COLUMNS]) for row in rows))


def _read_workbook(name: str, data: bytes) -> tuple[Table, ...]:
    _refuse_unsafe(name, data)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of drawings and validations that it drops; only values matter here.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=False, keep_links=False)
            sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            return tuple(_read_sheet(name, sheet) for sheet in sheets[:MAX_SHEETS])
    except Refused:
        raise
    except Exception as error:
        # openpyxl answers a damaged part with whatever error it meets.
        raise Refused("file_broken", name=name) from error


def _refuse_unsafe(name: str, data: bytes) -> None:
    """Parts are sized and searched for document type declarations before openpyxl sees them."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for entry in packed.infolist():
                if not entry.filename.endswith((".xml", ".rels")):
                    continue
                if entry.file_size > MAX_XML:
                    raise Refused("file_bomb", name=name)
                raw = packed.read(entry)
                if any(word in raw for word in _DECLARATIONS):
                    raise Refused("file_unsafe", name=name)
    except Refused:
        raise
    except Exception as error:
        # zipfile raises a different error for each kind of damage.
        raise Refused("file_broken", name=name) from error


def _read_sheet(name: str, sheet: Worksheet) -> Table:
    filled = sorted({cell.row for cell in _cells(sheet) if cell.value is not None})
    _refuse_long(name, len(filled))
    last = filled[-1] if filled else 0
    if last > MAX_ROWS * 4:
        raise Refused("table_too_long", name=name, limit_rows=MAX_ROWS)
    width = min(sheet.max_column, MAX_COLUMNS)
    rows = tuple(
        tuple(_value(cell.value, cell.data_type) for cell in row)
        for row in sheet.iter_rows(max_row=last, max_col=width)
        if last
    )
    merged = {
        (row - 1, column - 1): (area.min_row - 1, area.min_col - 1)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, min(area.max_row, last) + 1)
        for column in range(area.min_col, min(area.max_col, width) + 1)
    }
    return Table(sheet.title, rows, merged)


def _cells(sheet: Worksheet) -> Iterable[Any]:
    # The sheet's own store: iter_rows would make a cell for every empty place up to the last row.
    return list(sheet._cells.values())


def _value(value: object, data_type: str) -> Value | Formula:
    if data_type == "f":
        return Formula(str(getattr(value, "text", value)))
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    if isinstance(value, datetime | date | int | float | str):
        return value
    return str(value) if not isinstance(value, time) else value.isoformat()


def _refuse_long(name: str, rows: int) -> None:
    if rows > MAX_ROWS:
        raise Refused("table_too_long", name=name, limit_rows=MAX_ROWS)
