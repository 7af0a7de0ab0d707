"""新旧条文对照表: two editions of a rule as an Excel sheet, changed words marked."""

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Color, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from content.comparing import Change, Pair, differences
from content.sentences import plain
from store.tables import Work

HEADER_ROW = 3
WIDTHS = (62, 62, 12)
# 字形 as in printed 对照表: what goes is struck through, what comes is bold.
_DROPPED = InlineFont(rFont="宋体", sz=11, strike=True, color=Color(rgb="00808080"))
_ADDED = InlineFont(rFont="宋体", sz=11, b=True)


def comparison_sheet(older: Work, newer: Work, pairs: Sequence[Pair]) -> tuple[str, bytes]:
    """File name and bytes of the table; no cell can start a formula."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "条文对照"
    sheet.append([plain("comparison_head", {"title": newer.title})])
    sheet.append([plain("comparison_note")])
    sheet.append([_edition(older), _edition(newer), plain("comparison_change")])
    for pair in pairs:
        sheet.append(_row(pair))
    _dress(sheet)
    out = io.BytesIO()
    workbook.save(out)
    return f"{newer.title}-新旧条文对照表.xlsx", out.getvalue()


def _edition(work: Work) -> str:
    return work.edition or work.issued or work.title


def _row(pair: Pair) -> list[object]:
    word = plain("comparison_word", {"change": pair.change.value})
    if pair.change is not Change.CHANGED:
        older = pair.older.text if pair.older else None
        return [older, pair.newer.text if pair.newer else None, word]
    runs = list(differences(pair))
    return [
        _rich([run for run in runs if run[0] != "added"], _DROPPED),
        _rich([run for run in runs if run[0] != "dropped"], _ADDED),
        word,
    ]


def _rich(runs: Sequence[tuple[str, str]], font: InlineFont) -> CellRichText:
    return CellRichText(
        [words if kind == "same" else TextBlock(font, words) for kind, words in runs]
    )


def _dress(sheet: Worksheet) -> None:
    thin = Side(style="thin")
    for index, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABC"[index]].width = width
    for line in (1, 2):
        sheet.merge_cells(start_row=line, end_row=line, start_column=1, end_column=len(WIDTHS))
    sheet["A1"].font = Font(name="宋体", size=16, bold=True)
    sheet["A1"].alignment = Alignment(horizontal="center")
    for number, row in enumerate(sheet.iter_rows(min_row=HEADER_ROW), start=HEADER_ROW):
        for cell in row:
            if isinstance(cell.value, str):
                cell.data_type = "s"
                cell.quotePrefix = True
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
            centred = number == HEADER_ROW or cell.column == len(WIDTHS)
            cell.alignment = Alignment(
                wrap_text=True, vertical="top", horizontal="center" if centred else "left"
            )
            cell.font = Font(name="宋体", size=11, bold=number == HEADER_ROW)
    sheet.freeze_panes = "A4"
    sheet.print_title_rows = "3:3"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
