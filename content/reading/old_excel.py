"""Workbooks of Excel 97 (.xls), read by calamine: values only, nothing is run."""

import io
from dataclasses import dataclass, field

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from content.reading.old_excel_limits import measured_workbook
from domain.refusals import Refused


@dataclass(frozen=True, slots=True)
class OldSheet:
    """A visible sheet: rows of values from the upper left corner, and its merged cells.

    `merged` maps a covered cell (row, column, both from 0) to the cell that holds the value.
    """

    name: str
    rows: tuple[tuple[object, ...], ...]
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)


def read_old_workbook(name: str, data: bytes, most_rows: int) -> tuple[OldSheet, ...]:
    """The visible sheets of an .xls, at most `most_rows` rows each.

    Refuses `file_password` for an encrypted workbook, `file_broken` for a damaged one and
    `file_bomb` for one too large.
    """
    book_alone = measured_workbook(name, data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(book_alone))
        names = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible
        ]
        return tuple(_sheet(book, title, most_rows) for title in names)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        # A panic of the Rust reader is no Exception; whatever it meets, the file is damaged.
        code = "file_password" if "assword" in str(error) else "file_broken"
        raise Refused(code, name=name) from None


def _sheet(book: CalamineWorkbook, title: str, most_rows: int) -> OldSheet:
    sheet = book.get_sheet_by_name(title)
    rows = tuple(tuple(row) for row in sheet.to_python(skip_empty_area=False, nrows=most_rows + 1))
    merged = {
        (row, column): (top, left)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        for row in range(top, min(bottom, len(rows)) + 1)
        for column in range(left, min(right, 255) + 1)
    }
    return OldSheet(title, rows, merged)
