"""The header of a roster, wherever it stands, and which column means what."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from content.reading.table import Formula, Table, Value

_SEARCHED_ROWS = 40

# Checked from top to bottom; the first that fits a heading wins.
_FIELDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (field, re.compile(pattern))
    for field, pattern in (
        (
            "other",
            r"申请|宣誓|积极分子|培养|介绍人|联系人|配偶|家庭|紧急|父|母|曾用|谈话|预审|身份证",
        ),
        ("name", r"(?:党员|成员|人员|同志|本人)?(?:姓名|名字)(?:\(.*\))?|党员名单"),
        ("gender", r"性别"),
        ("nation", r"民族|族别"),
        ("birth", r"出生.*|生日|生年"),
        (
            "joined",
            r"入党(?:时间|日期|年月日?|年份)?|何时入党|加入.*(?:党|组织).*(?:时间|日期|年月)?"
            r"|(?:发展|接收)(?:为)?(?:预备党员)?(?:的)?(?:时间|日期)|成为预备党员.*",
        ),
        (
            "formal",
            r"转正(?:时间|日期|年月日?)?|(?:转为|成为)正式(?:党员)?.*|正式党员(?:时间|日期)",
        ),
        ("group", r"(?:所在|所属)?(?:党)?小组(?:名称)?"),
        ("duty", r"党内(?:现任)?职务|支部职务|党支部职务|支委职务|支部任职|党内任职"),
        ("post", r"(?:现任|行政)?职务(?:\(.*\))?|职务职称"),
        ("phone", r".*(?:手机|电话|联系方式|移动号码).*"),
        ("status", r"(?:人员|党员)(?:类别|类型|状态|性质)|政治面貌|类别|是否预备.*|身份"),
        ("sign", r"(?:本人)?签(?:到|名|字)(?:栏|处|情况)?|到会情况|出席情况"),
        ("note", r"备\s*注|说明"),
        ("number", r"序号|编号|号|no\.?"),
    )
)


@dataclass(frozen=True, slots=True)
class Header:
    """Where a roster's rows begin, and its blocks of columns: field -> column, from 0.

    Forms printed in two halves side by side have two blocks.
    """

    first_row: int
    blocks: tuple[dict[str, int], ...]
    words: tuple[str, ...]


def plain(value: Value | Formula) -> str:
    """A heading without white space, in ordinary width and brackets."""
    if value is None or isinstance(value, Formula):
        return ""
    text = unicodedata.normalize("NFKC", str(value))
    return re.sub(r"[\s*＊:：]", "", text).lower()


def field_of(heading: str) -> str | None:
    """What a column with this heading holds; None for what a roster does not use."""
    for name, pattern in _FIELDS:
        found = pattern.search(heading) if name == "other" else pattern.fullmatch(heading)
        if found:
            return None if name == "other" else name
    return None


def find_header(table: Table) -> Header | None:
    """The header of a table; None if no row names a column of names."""
    best: Header | None = None
    for row in range(min(len(table.rows), _SEARCHED_ROWS)):
        header = _header_at(table, row)
        if header and (best is None or _score(header) > _score(best)):
            best = header
    return best


def _score(header: Header) -> int:
    return sum(len(block) for block in header.blocks)


def _header_at(table: Table, row: int) -> Header | None:
    width = len(table.rows[row])
    own = [field_of(plain(table.rows[row][column])) for column in range(width)]
    if "name" not in own:
        return None
    depth = _depth(table, row, own.index("name"))
    words = tuple(_heading(table, row, depth, column) for column in range(width))
    fields = [field_of(word) for word in words]
    blocks = _blocks(fields, words)
    if not blocks or sum(1 for word in words if word) < 2:
        return None
    return Header(row + depth, blocks, words)


def _depth(table: Table, row: int, column: int) -> int:
    """How many rows the header takes: the cell 姓名 may be merged over two or three."""
    depth = 1
    while table.merged.get((row + depth, column)) == (row, column):
        depth += 1
    return depth


def _heading(table: Table, row: int, depth: int, column: int) -> str:
    """The heading of a column: the lowest that means something, else the lowest there is."""
    found = [plain(table.at(row + step, column)) for step in reversed(range(depth))]
    return next((word for word in found if field_of(word)), next(filter(None, found), ""))


def _blocks(fields: list[str | None], words: tuple[str, ...]) -> tuple[dict[str, int], ...]:
    names = [column for column, field in enumerate(fields) if field == "name"]
    starts = [0]
    for earlier, later in pairwise(names):
        between = range(earlier + 1, later + 1)
        starts.append(next((c for c in between if words[c] == words[0] != ""), later))
    ends = [*starts[1:], len(fields)]
    return tuple(_block(fields, start, end) for start, end in zip(starts, ends, strict=True))


def _block(fields: list[str | None], start: int, end: int) -> dict[str, int]:
    block: dict[str, int] = {}
    for column in range(start, end):
        name = fields[column]
        if name:
            block.setdefault(name, column)
    if "post" in block:
        block.setdefault("duty", block["post"])
    return block
