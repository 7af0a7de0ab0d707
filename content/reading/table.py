"""Tables that somebody sent, Excel or .csv: values only, nothing is run, sizes are limited."""

import csv
import io
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from math import isfinite
from typing import TYPE_CHECKING, Any

from content.reading.kind import OLE, Kind, kind_of
from content.reading.old_excel import OldSheet, read_old_workbook
from content.reading.text import decode
from content.reading.workbook_limits import refuse_hostile_workbook
from domain.refusals import Refused

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | datetime | date | None

MAX_ROWS = 5000
"""The most rows of a table that hold something; a branch has about 50 people."""
MAX_COLUMNS = 100
MAX_SHEETS = 30
DELIMITERS = (",", "\t", ";", "，")


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


def read_tables(name: str, data: bytes, most_rows: int = MAX_ROWS) -> tuple[Table, ...]:
    """The visible sheets of a workbook, or the one table of a .csv (UTF-8, UTF-16 or GB18030).

    Refuses with a code `file_*`, and `table_too_long` beyond `most_rows` rows.
    """
    kind = kind_of(name, data)
    if kind is Kind.EXCEL and data.startswith(OLE):
        sheets = read_old_workbook(name, data, most_rows * 4)[:MAX_SHEETS]
        return tuple(_of_old_sheet(name, sheet, most_rows) for sheet in sheets)
    if kind is Kind.EXCEL:
        return _read_workbook(name, data, most_rows)
    if kind is Kind.TEXT:
        text = decode(name, data, prose=False)
        delimiter = max(DELIMITERS, key=text[:4000].count)
        return (table_of_csv(name, text, delimiter, most_rows),)
    raise Refused("file_is_text", name=name)


def table_of_csv(name: str, text: str, delimiter: str, most_rows: int = MAX_ROWS) -> Table:
    """The one table of a text whose cells are set apart by `delimiter`; refuses `file_broken`."""
    try:
        rows = [tuple(row) for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    except csv.Error as error:
        raise Refused("file_broken", name=name) from error
    _refuse_long(name, sum(1 for row in rows if any(cell.strip() for cell in row)), most_rows)
    return Table("", tuple(tuple(cell or None for cell in row[:MAX_COLUMNS]) for row in rows))


def _of_old_sheet(name: str, sheet: OldSheet, most_rows: int) -> Table:
    rows = tuple(tuple(_value(value, "") for value in row[:MAX_COLUMNS]) for row in sheet.rows)
    filled = sum(1 for row in rows if any(value is not None for value in row))
    _refuse_long(name, filled, most_rows)
    return Table(sheet.name, rows, sheet.merged)


def _read_workbook(name: str, data: bytes, most_rows: int) -> tuple[Table, ...]:
    refuse_hostile_workbook(name, data)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of drawings and validations that it drops; only values matter here.
            warnings.simplefilter("ignore")
            book = _book(data)
            sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            return tuple(_read_sheet(name, sheet, most_rows) for sheet in sheets[:MAX_SHEETS])
    except Refused:
        raise
    except Exception as error:
        # openpyxl answers a damaged part with whatever error it meets.
        raise Refused("file_broken", name=name) from error


@lru_cache(maxsize=1)
def _book(data: bytes) -> "Workbook":
    """One file is asked in turn whether it is a roster, a plan or days: it is built once."""
    from openpyxl import load_workbook  # every file is asked whether it is a table

    return load_workbook(io.BytesIO(data), read_only=False, keep_links=False)


def _read_sheet(name: str, sheet: "Worksheet", most_rows: int) -> Table:
    filled = sorted({cell.row for cell in _cells(sheet) if cell.value is not None})
    _refuse_long(name, len(filled), most_rows)
    last = filled[-1] if filled else 0
    if last > most_rows * 4:
        raise Refused("table_too_long", name=name, limit_rows=most_rows)
    width = min(sheet.max_column, MAX_COLUMNS)
    rows = _rows(sheet, last, width)
    merged = {
        (row - 1, column - 1): (area.min_row - 1, area.min_col - 1)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, min(area.max_row, last) + 1)
        for column in range(area.min_col, min(area.max_col, width) + 1)
    }
    return Table(sheet.title, rows, merged)


def _rows(sheet: "Worksheet", last: int, width: int) -> tuple[tuple[Value | Formula, ...], ...]:
    """The rows down to `last`, `width` cells each; empty ones are one and the same."""
    empty: tuple[Value | Formula, ...] = (None,) * width
    rows = [empty] * last
    filled: dict[int, list[Value | Formula]] = {}
    for cell in _cells(sheet):
        if cell.row <= last and cell.column <= width:
            if cell.row not in filled:
                filled[cell.row] = list(empty)
            filled[cell.row][cell.column - 1] = _value(cell.value, cell.data_type)
    for number, row in filled.items():
        rows[number - 1] = tuple(row)
    return tuple(rows)


def _cells(sheet: "Worksheet") -> Iterable[Any]:
    # The sheet's own store: iter_rows would make a cell for every empty place up to the last row.
    return list(sheet._cells.values())


def _value(value: object, data_type: str) -> Value | Formula:
    if data_type == "f":
        return Formula(str(getattr(value, "text", value)))
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if value is None or value == "":
        return None
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    if isinstance(value, datetime | date | int | float | str):
        return value
    return str(value) if not isinstance(value, time) else value.isoformat()


def _refuse_long(name: str, rows: int, most_rows: int) -> None:
    if rows > most_rows:
        raise Refused("table_too_long", name=name, limit_rows=most_rows)
