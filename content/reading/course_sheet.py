"""A study plan in a workbook: what the plan is called, its rhythm, and its lines."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from content.reading.course_file import RawLine
from content.reading.course_rows import heading, tidy, weekday_of, weekdays_of
from content.reading.table import Formula, Table, read_tables

_SEARCHED_ROWS = 40
_COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (column, re.compile(pattern))
    for column, pattern in (
        ("track", r"(?:学习)?(?:栏目|板块|版块|专栏|系列)(?:名称)?"),
        (
            "title",
            r"(?:学习)?(?:篇目|篇名|文件(?:名称|标题)?|学习(?:资料|材料|文件)|标题)(?:名称)?",
        ),
        ("articles", r"(?:学习)?(?:条款|条目|章条|条文|章节|范围|条款范围)"),
        ("kind", r"(?:资料|文件|篇目)?(?:类别|类型|种类)"),
        ("words", r"(?:标题)?(?:关键词|关键字|含有)"),
        ("day", r"(?:星期|周几|学习日|推送日)"),
    )
)
_NAME = re.compile(r"(?:学习)?(?:计划)?(?:名称|计划名)|计划")
_BRANCH_KIND = re.compile(r"(?:适用|支部)?(?:支部)?(?:类型|类别|适用支部|适用|适用于)")
_RHYTHM = re.compile(r"(?:每周)?(?:节奏|安排|周节奏)")
_SHEET = re.compile(r"(?:学习)?计划")


@dataclass
class PlanWords:
    """The words of a plan before they are checked; `rhythm` by weekday 1 to 7."""

    name: str = ""
    branch_kind: str = ""
    rhythm: dict[str, str] = field(default_factory=dict)
    lines: list[RawLine] = field(default_factory=list)


def read_sheets(name: str, data: bytes) -> PlanWords | None:
    """The plan in a workbook; None where no sheet is one."""
    return read_plan_tables(read_tables(name, data))


def read_plan_tables(tables: Sequence[Table]) -> PlanWords | None:
    """The plan in the sheets of a workbook or the tables of a document; None where none is one."""
    headers = [_header(table) for table in tables]
    named = any(_SHEET.fullmatch(heading(table.name)) for table in tables)
    if not any(header and ("track" in header[1] or named) for header in headers):
        return None
    words = PlanWords()
    for table, header in zip(tables, headers, strict=True):
        above = len(table.rows) if header is None else header[0]
        for row in range(above):
            _read_about(table, row, words)
        if header is not None:
            _read_lines(table, *header, words)
    return words


def _cell(table: Table, row: int, column: int) -> str:
    value = table.at(row, column)
    return "" if isinstance(value, Formula) else tidy(value)


def _header(table: Table) -> tuple[int, Mapping[str, int]] | None:
    """Row and columns of the header: a column of titles or of sorts, and one more."""
    for row in range(min(len(table.rows), _SEARCHED_ROWS)):
        found: dict[str, int] = {}
        for column in range(len(table.rows[row])):
            words = heading(table.own(row, column))
            for name, pattern in _COLUMNS:
                if pattern.fullmatch(words):
                    found.setdefault(name, column)
                    break
        if "title" in found and len(found) > 1:
            return row, found
    return None


def _read_about(table: Table, row: int, words: PlanWords) -> None:
    """A row above the lines: 名称, 支部类型, 节奏, or a weekday and its track."""
    cells = [_cell(table, row, column) for column in range(len(table.rows[row]))]
    filled = [cell for cell in cells if cell]
    if len(filled) < 2:
        return
    key, value = heading(filled[0]), filled[1]
    day = weekday_of(filled[0])
    if day is not None:
        words.rhythm[day] = value
    elif _NAME.fullmatch(key):
        words.name = words.name or value
    elif _BRANCH_KIND.fullmatch(key):
        words.branch_kind = words.branch_kind or value.removesuffix("支部")
    elif _RHYTHM.fullmatch(key):
        words.rhythm.update(rhythm_of(" ".join(filled[1:])))


def rhythm_of(words: str) -> dict[str, str]:
    """The rhythm in 周一 党章；周二、周三 党规."""
    found: dict[str, str] = {}
    for part in re.split(r"[；;\n]", words):
        days, _, track = part.strip().replace("：", " ").replace(":", " ").partition(" ")
        for day in weekdays_of(days):
            if track.strip():
                found[day] = track.strip()
    return found


def _read_lines(table: Table, header: int, columns: Mapping[str, int], words: PlanWords) -> None:
    for row in range(header + 1, len(table.rows)):
        cells = {name: _cell(table, row, column) for name, column in columns.items()}
        if not any(value for name, value in cells.items() if name not in ("track", "day")):
            continue
        track = cells.get("track", "")
        for day in weekdays_of(cells.pop("day", "")):
            words.rhythm.setdefault(day, track)
        words.lines.append(RawLine(row + 1, **cells))
