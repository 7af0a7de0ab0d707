"""The header of a table of questions, wherever it stands, and which column holds what."""

import re
from dataclasses import dataclass, field

from content.reading.columns import plain
from content.reading.table import Table

_SEARCHED_ROWS = 40
_LETTER = r"(?P<letter>[a-l])"
_DIGIT = r"(?P<digit>\d{1,2}|[一二三四五六七八九十])"
_OPTION = (
    r"(?:备选|可选|候选|供选)?(?:选项|答案|选择项?|备选项|项目?|选择答案|option|choice|opt|answer)"
)
_SLOTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[(\[【]?{_LETTER}[)\]】]?(?:[.、])?",
        rf"{_OPTION}[(_\-]?{_LETTER}\)?(?:内容)?",
        rf"{_LETTER}[._]?(?:选项|项|答案)(?:内容)?",
        rf"{_OPTION}[(_\-]?{_DIGIT}\)?(?:内容)?",
        rf"第?{_DIGIT}(?:个)?(?:选项|项)",
    )
)
_FIELDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (field_name, re.compile(pattern))
    for field_name, pattern in (
        ("number", r"(?:试题|题目|问题)?(?:序号|编号|题号|题序|id)|序|号|no\.?|#"),
        (
            "kind",
            r"(?:试题|题目|问题|考题)?(?:题型|类型|题类|种类|型)(?:名称|代码)?|(?:question)?"
            r"(?:type|kind)|类别|题目类别|试题类别|题别",
        ),
        (
            "answer",
            r"(?:正确|标准|参考|试题|题目|本题|正确的)?(?:答案|选项答案|答案选项)(?:内容)?"
            r"|正确(?:选项|项|的选项)|标准选项|答|(?:correct|right)?(?:answer|option|key|choice)s?"
            r"|correct|solution|对错|正误|判断(?:结果)?|标答|(?:答案|答题)?要点",
        ),
        (
            "options",
            r"(?:全部|备选|可选|候选|供选|题目|试题|答案)?(?:选项|备选项|备选答案)(?:内容|列表)?"
            r"|候选答案|可选答案|(?:options?|choices?|candidates?)(?:list)?",
        ),
        (
            "analysis",
            r"(?:答案|试题|题目|知识点?|习题|答题)?(?:解析|详解|解释|分析|说明)|解题思路|解析内容"
            r"|explanation|explain|analysis",
        ),
        (
            "source",
            r"(?:试题|题目|答案|出题|命题|原文|法规)?(?:出处|来源|依据|根据|条款)|所属(?:文件|法规)"
            r"|参考(?:资料|文件|教材)|source|reference|from",
        ),
        (
            "stem",
            r"(?:试题|题目|问题|考题|习题|测试题|判断题?|选择题|单选题|多选题|填空题|题)?"
            r"(?:题目|题干|试题|问题|考题|题面|题文|习题|测试题)(?:内容|描述|正文|名称|题干|文字)*"
            r"(?:(?:和|与|及|、|/|\+)(?:备选)?(?:选项|答案)(?:内容)?)?"
            r"|题名|内容|正文|(?:question|stem|title|problem)(?:text|content|title|stem)?"
            r"|(?:单选|多选|判断|填空|简答)题|考试内容|知识内容",
        ),
    )
)
_NOTE = re.compile(r"[(\[【（].*[)\]】）]$")


@dataclass
class Header:
    """Where the questions begin, and the columns: field -> column, slot of an option -> column."""

    first_row: int
    columns: dict[str, int] = field(default_factory=dict)
    slots: dict[int, int] = field(default_factory=dict)
    words: tuple[str, ...] = ()

    def is_bank(self) -> bool:
        """Whether these columns can only be those of a question bank."""
        known = self.columns
        if "stem" not in known:
            return False
        return "answer" in known or len(self.slots) >= 2 or "options" in known


def field_of(heading: str) -> str | int | None:
    """What a column holds: a field, the slot of an option, or nothing that a bank uses."""
    for word in (heading, _NOTE.sub("", heading)):
        if not word:
            continue
        for name, pattern in _FIELDS:
            if pattern.fullmatch(word):
                return name
        for pattern in _SLOTS:
            if found := pattern.fullmatch(word):
                return _slot(found)
    return None


def _slot(found: re.Match[str]) -> int:
    named = found.groupdict()
    if named.get("letter"):
        return ord(named["letter"]) - ord("a")
    digit = named["digit"]
    return ("一二三四五六七八九十".index(digit) if not digit.isdigit() else int(digit) - 1) % 12


def find_header(table: Table) -> Header | None:
    """The header of a table of questions; None where no row can be one."""
    best: Header | None = None
    for row in range(min(len(table.rows), _SEARCHED_ROWS)):
        header = _header_at(table, row)
        if header and (best is None or _score(header) > _score(best)):
            best = header
    return best


def _score(header: Header) -> int:
    return len(header.columns) + len(header.slots)


def _header_at(table: Table, row: int) -> Header | None:
    width = len(table.rows[row])
    depth = _depth(table, row)
    words = tuple(_heading(table, row, depth, column) for column in range(width))
    if sum(1 for column in range(width) if plain(table.own(row, column))) < 2:
        return None
    header = Header(row + depth, words=words)
    for column, word in enumerate(words):
        _place(header, field_of(word), column)
    return header if header.is_bank() else None


def _place(header: Header, found: str | int | None, column: int) -> None:
    """The first column of a field counts; columns under one heading 选项 are slots in order."""
    if isinstance(found, int):
        header.slots.setdefault(found, column)
    elif found == "options" and "options" in header.columns:
        first = header.columns["options"]
        header.slots.setdefault(0, first)
        header.slots.setdefault(column - first, column)
    elif found is not None:
        header.columns.setdefault(found, column)


def _depth(table: Table, row: int) -> int:
    """How many rows the header takes: a heading may be merged downwards."""
    deepest = 1
    for column in range(len(table.rows[row])):
        depth = 1
        while table.merged.get((row + depth, column)) == (row, column):
            depth += 1
        if field_of(plain(table.own(row, column))) in {"stem", "answer", "number"}:
            deepest = max(deepest, min(depth, 4))
    return deepest


def _heading(table: Table, row: int, depth: int, column: int) -> str:
    """The heading of a column: the lowest that means something, else the lowest there is."""
    found = [plain(table.at(row + step, column)) for step in reversed(range(depth))]
    return next(
        (word for word in found if field_of(word) is not None), next(filter(None, found), "")
    )
