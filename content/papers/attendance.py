"""The attendance of a meeting as an Excel sheet."""

import io
from datetime import datetime
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from sqlmodel import Session

from content.sentences import plain
from domain.meetings import counts, meeting_facts
from domain.roll import ANSWERS, PRESENCES, roll
from store.tables import Branch, Meeting, Member

HEADER = ("序号", "姓名", "党小组", "答复", "原因", "晚到（分钟）", "到会", "时间", "记录人")
HEADER_ROW = 4
WIDTHS = (6, 12, 14, 9, 26, 13, 9, 18, 12)


def attendance_sheet(session: Session, meeting: Meeting) -> tuple[str, bytes]:
    """File name and bytes of the meeting's attendance; no cell can start a formula."""
    branch = session.get_one(Branch, meeting.branch_id)
    facts = meeting_facts(session, meeting)
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "考勤表"
    _head(sheet, branch, facts, counts(session, meeting.id or 0))
    zone = ZoneInfo(branch.timezone)
    for number, row in enumerate(_rows(session, meeting, zone), start=1):
        sheet.append([number, *row])
    _dress(sheet)
    out = io.BytesIO()
    workbook.save(out)
    kind = plain("kind_names", facts)
    return f"考勤表-{branch.name}-{kind}-{str(facts['start'])[:10]}.xlsx", out.getvalue()


def _head(
    sheet: Worksheet, branch: Branch, facts: dict[str, object], total: dict[str, int]
) -> None:
    sheet.append([f"{branch.name}会议考勤表"])
    sheet.append([plain("meeting_lines", facts).replace("\n", "　")])
    sheet.append([plain("sheet_counts", {"counts": total})])
    sheet.append(list(HEADER))
    for row in (1, 2, 3):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(HEADER))


def _rows(session: Session, meeting: Meeting, zone: ZoneInfo) -> list[tuple[object, ...]]:
    people = roll(session, meeting.id or 0)
    found: list[tuple[object, ...]] = []
    for member, row in people:
        by = row.presence_by or row.answer_by
        author = session.get(Member, by) if by else None
        found.append(
            (
                member.name,
                member.party_group,
                ANSWERS[row.answer],
                row.reason,
                row.late_minutes,
                PRESENCES[row.presence],
                _wall(row.presence_at or row.answer_at, zone),
                author.name if author else None,
            )
        )
    return found


def _wall(moment: datetime | None, zone: ZoneInfo) -> str | None:
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M") if moment else None


def _dress(sheet: Worksheet) -> None:
    thin = Side(style="thin")
    for index, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABCDEFGHI"[index]].width = width
    sheet["A1"].font = Font(name="宋体", size=16, bold=True)
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet["A2"].alignment = Alignment(wrap_text=True, vertical="top")
    sheet.row_dimensions[2].height = 48
    for number, row in enumerate(sheet.iter_rows(), start=1):
        for cell in row:
            if isinstance(cell.value, str):
                # A name or reason that begins with = stays text and never starts a formula.
                cell.data_type = "s"
                cell.quotePrefix = True
            if number < HEADER_ROW:
                continue
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
            cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
            cell.font = Font(name="宋体", size=11, bold=number == HEADER_ROW)
    sheet.sheet_format.defaultRowHeight = 22
    sheet.sheet_format.customHeight = True
    sheet.freeze_panes = "A5"
    sheet.print_title_rows = "4:4"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
