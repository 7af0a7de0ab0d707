"""One person of a roster: the cells of a row, read and checked."""

import re
from dataclasses import dataclass, field

from content.reading.dates import NoDateError, partial_date
from content.reading.names import OddCellError, clean_name, clean_phone, shown
from content.reading.table import Formula, Table, Value

_FIFTY_SIX = (
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 "
    "高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 "
    "普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 "
    "珞巴 基诺"
)
_NATIONS = frozenset(_FIFTY_SIX.split())
_NO_MEMBER = re.compile(r"群众|团员|积极分子|发展对象|申请人|民主党派")
FULL, PROBATIONARY = "full", "probationary"


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A person on a roster; dates are `YYYY-MM-DD` or `YYYY-MM`, as exact as the table is.

    `status` is full, probationary, or None where neither a column nor a date tells; `sign` is what
    a sign-in sheet has beside the name.
    """

    row: int
    name: str
    gender: str | None = None
    nation: str | None = None
    birth: str | None = None
    joined: str | None = None
    formal: str | None = None
    status: str | None = None
    group: str | None = None
    duty: str | None = None
    phone: str | None = None
    note: str | None = None
    sign: str | None = None
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong in a row: a code for `problems.sentence`, and the facts it names.

    The person is imported all the same unless `kept` is False.
    """

    row: int
    code: str
    facts: dict[str, object] = field(default_factory=dict)
    sheet: str = ""
    kept: bool = False


@dataclass
class _Cells:
    """The cells of one person, and the problems met on the way."""

    table: Table
    index: int
    block: dict[str, int]
    sheet: str
    problems: list[RowProblem] = field(default_factory=list)

    def value(self, name: str) -> Value | Formula:
        column = self.block.get(name)
        return None if column is None else self.table.at(self.index, column)

    def complain(self, code: str, facts: dict[str, object], *, kept: bool = True) -> None:
        self.problems.append(RowProblem(self.index + 1, code, facts, self.sheet, kept))

    def text(self, name: str) -> str | None:
        value = self.value(name)
        if isinstance(value, Formula):
            self.complain("cell_formula", {"column": name})
            return None
        words = shown(value, 200) if value is not None else ""
        return words or None

    def day(self, name: str) -> str | None:
        value = self.value(name)
        if isinstance(value, Formula):
            self.complain("cell_formula", {"column": name})
            return None
        try:
            return partial_date(value)
        except NoDateError as error:
            self.complain(error.code, {"column": name, "shown": shown(value)})
            return None


def read_person(
    table: Table, index: int, block: dict[str, int], sheet: str
) -> tuple[RosterRow | None, list[RowProblem]]:
    """The person in row `index` (from 0) and the row's problems; no person without a good name."""
    cells = _Cells(table, index, block, sheet)
    try:
        # A merged name belongs to the first row only; the rows under it name nobody.
        name, remark = clean_name(table.own(index, block["name"]))
    except OddCellError as error:
        cells.complain(error.code, error.facts, kept=False)
        return None, cells.problems
    if not name:
        cells.complain("name_missing", {}, kept=False)
        return None, cells.problems
    kind = cells.text("status") or ""
    if _NO_MEMBER.search(kind):
        cells.complain("not_member", {"name": name, "shown": shown(kind)}, kept=False)
        return None, cells.problems
    person = _person(cells, name, remark)
    _check_order(cells, person)
    return person, cells.problems


def _person(cells: _Cells, name: str, remark: str) -> RosterRow:
    note = "；".join(part for part in (remark, cells.text("note")) if part) or None
    formal = cells.day("formal")
    return RosterRow(
        row=cells.index + 1,
        name=name,
        gender=_gender(cells, remark),
        nation=_nation(cells.text("nation")),
        birth=cells.day("birth"),
        joined=cells.day("joined"),
        formal=formal,
        status=_status(cells.text("status"), note, formal),
        group=cells.text("group"),
        duty=cells.text("duty"),
        phone=_phone(cells),
        note=note,
        sign=cells.text("sign"),
        sheet=cells.sheet,
    )


def _gender(cells: _Cells, remark: str) -> str | None:
    text = cells.text("gender") or (remark if remark in {"男", "女"} else None)
    if text is None or text in {"男", "女"}:
        return text
    found = re.fullmatch(r"([男女])性?", text)
    if not found:
        cells.complain("gender_odd", {"shown": shown(text)})
        return None
    return str(found[1])


def _nation(text: str | None) -> str | None:
    return f"{text}族" if text in _NATIONS else text


def _phone(cells: _Cells) -> str | None:
    value = cells.value("phone")
    if isinstance(value, Formula):
        cells.complain("cell_formula", {"column": "phone"})
        return None
    try:
        return clean_phone(value)
    except OddCellError as error:
        cells.complain(error.code, error.facts)
        kept = error.facts.get("kept")
        return str(kept) if kept else None


def _status(column: str | None, note: str | None, formal: str | None) -> str | None:
    """From the column 人员类别 or 政治面貌, else the day of full membership, else the note."""
    if column and ("预备" in column or "正式" in column):
        return PROBATIONARY if "预备" in column else FULL
    if formal or column in {"党员", "中共党员"}:
        return FULL
    return PROBATIONARY if note and re.search(r"预备(?:党员|期)|^预备$", note) else None


def _check_order(cells: _Cells, person: RosterRow) -> None:
    """Days that contradict each other are named; which of them is wrong is for people to say."""
    if person.joined and person.formal and person.formal[:7] < person.joined[:7]:
        cells.complain("formal_before_joined", {"joined": person.joined, "formal": person.formal})
    # 党章 Art. 1: members are at least eighteen.
    if person.birth and person.joined and _years(person.birth, person.joined) < 18:
        cells.complain("joined_too_young", {"birth": person.birth, "joined": person.joined})


def _years(earlier: str, later: str) -> int:
    known = min(len(earlier), len(later))
    whole = int(later[:4]) - int(earlier[:4])
    return whole - (later[5:known] < earlier[5:known])
