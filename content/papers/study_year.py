"""A year of study as an Excel sheet: each workday with its track, text and portion."""

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from content.cards.study_colours import colours
from content.sentences import WEEKDAYS, plain
from domain.course_year import StudyDay
from domain.tracks import QUESTION, TEXT

HEADER = ("日期", "星期", "栏目", "篇目", "学习内容")
HEADER_ROW = 3
FIRST_WORDS = 3  # columns to the right of it hold words and are set flush left
WIDTHS = (13, 8, 16, 46, 34)


def year_sheet(
    branch: str, plan: str, days: Sequence[StudyDay], guessed: Sequence[int] = ()
) -> tuple[str, bytes]:
    """File name and bytes of the table; no cell can start a formula.

    `guessed` are the years whose holidays are not known yet.
    """
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = plain("year_sheet_name")
    facts = {"branch": branch, "plan": plan, "guessed": list(guessed), **span(days)}
    sheet.append([plain("year_title", facts)])
    sheet.append([plain("year_note", facts)])
    sheet.append(list(HEADER))
    for day in days:
        sheet.append(_row(day))
    _as_words(sheet)
    _dress(sheet, days)
    out = io.BytesIO()
    workbook.save(out)
    return f"{plain('year_title', facts)}.xlsx", out.getvalue()


def span(days: Sequence[StudyDay]) -> dict[str, object]:
    """First and last day and how many there are, as JSON values."""
    return {
        "first": days[0].day.isoformat() if days else "",
        "last": days[-1].day.isoformat() if days else "",
        "number": len(days),
    }


def _row(day: StudyDay) -> list[object]:
    shown = day.label if day.kind == TEXT else plain("year_step", {"kind": day.kind})
    title = f"《{day.title}》" if day.kind == TEXT else day.title
    if day.kind == QUESTION:
        title = plain("year_step", {"kind": day.kind})
        shown = ""
    return [day.day, f"周{WEEKDAYS[day.day.weekday()]}", day.track, title, shown]


def _as_words(sheet: Worksheet) -> None:
    """A name that begins with = stays text and never starts a formula."""
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                cell.data_type = "s"
                cell.quotePrefix = True


def _head(sheet: Worksheet) -> None:
    for index, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABCDE"[index]].width = width
    for row in (1, 2):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(HEADER))
    title, note = sheet.cell(1, 1), sheet.cell(2, 1)
    title.font, note.font = Font(name="宋体", size=16, bold=True), Font(name="宋体", size=10)
    title.alignment = Alignment(horizontal="center")
    note.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.row_dimensions[2].height = 32


def _dress(sheet: Worksheet, days: Sequence[StudyDay]) -> None:
    thin = Side(style="thin", color="00BFBFBF")
    fills = {
        track: PatternFill("solid", fgColor=f"00{colour.lstrip('#')}")
        for track, colour in colours(days).items()
    }
    _head(sheet)
    for number, row in enumerate(sheet.iter_rows(min_row=HEADER_ROW), start=HEADER_ROW):
        for cell in row:
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
            cell.font = Font(name="宋体", size=11, bold=number == HEADER_ROW)
            left = (cell.column or 0) > FIRST_WORDS and number > HEADER_ROW
            cell.alignment = Alignment(
                wrap_text=True, vertical="center", horizontal="left" if left else "center"
            )
        row[0].number_format = "yyyy-mm-dd"
        track = str(row[2].value)
        if number > HEADER_ROW and track in fills:
            row[2].fill = fills[track]
    sheet.freeze_panes = "A4"
    sheet.print_title_rows = "3:3"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
