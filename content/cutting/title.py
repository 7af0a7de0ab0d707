"""The title of a text, the lines of its head, and the kind it seems to be."""

import re
from collections.abc import Sequence

from content.cutting.headings import outline_heading, unnumbered
from content.cutting.labels import outline_mark, structure_mark
from content.cutting.lines import Line, bare

_HEAD_LINES = 40
_LONGEST_TITLE = 70
_NUMBER = re.compile(r"\S{0,20}[〔\[（(【［]\s*\d{4}\s*[〕\]）)】］]\s*第?\s*\d+\s*号")
_YEAR = re.compile(r"\s*[（(]?(?:19|20)\d\d年?(?:版|修订|修正)?[）)]?$")
_DATED = re.compile(
    r"^[（(]?\s*\d{4}\s*[年.．]|\d{1,2}\s*日\s*[）)]?$|\d{4}[.．]\d{1,2}[.．]\d{1,2}$"
)
_WRAPPED = re.compile(r"^(?:.{0,30}?关于)?印发《?(.+?)》?的通知$")
_FULL_TEXT = re.compile(r"《([^《》]{4,60})》(?:全文)?(?:如下|$)|印发(?:了)?《([^《》]{4,60})》")
_LAST_WORDS = (
    "章程 准则 条例 规定 规则 办法 细则 意见 决定 决议 通知 方案 公报 报告 讲话 致辞 贺信 法 "
    "要点 通报 纲要 规划 清单 说明 计划 解释 批复 标准 制度 指南 倡议书 公告 工作要求"
)
_ENDINGS = tuple(_LAST_WORDS.split())
_KINDS = (
    ("charter", ("章程",)),
    ("speech", ("讲话", "报告", "致辞", "贺信", "演讲", "访谈", "重要文章")),
    ("case", ("案例", "典型问题", "警示录")),
    ("regulation", ("条例", "准则", "规则", "规定", "办法", "细则", "法", "制度", "标准", "宪法")),
    ("notice", ("通知", "意见", "方案", "决定", "决议", "公报", "清单", "要点", "通报", "纲要")),
)


def title_span(lines: Sequence[Line], hint: str) -> tuple[str, range, range]:
    """The title, the indexes of its lines, and those of the head lines behind it."""
    start = 0
    while start < min(3, len(lines)) and _NUMBER.fullmatch(lines[start].text):
        start += 1
    end = _title_end(lines, start)
    title = " ".join(line.text for line in lines[start:end])
    front = range(end, _front_end(lines, end))
    return _named(title, lines, hint), range(start, end), front


def _title_end(lines: Sequence[Line], start: int) -> int:
    if start >= len(lines) or not _may_be_title(lines[start]):
        return start
    level, end = lines[start].level, start + 1
    while end < min(start + 3, len(lines)) and _goes_on(lines, end, level):
        end += 1
    return end


def _goes_on(lines: Sequence[Line], end: int, level: int) -> bool:
    """Whether the title runs on over the line `end`."""
    line = lines[end]
    if not _may_be_title(line) or _is_front(line.text) or (unnumbered(line) and not level):
        return False
    if level:
        return line.level == level
    return not _ends_as_title(lines[end - 1].text) and _ends_as_title(line.text)


def _ends_as_title(text: str) -> bool:
    return re.sub(r"[（(][^（）()]*[）)]$", "", bare(text)).rstrip("》】”").endswith(_ENDINGS)


def _may_be_title(line: Line) -> bool:
    text = line.text
    if structure_mark(text) or outline_mark(text) or outline_heading(line):
        return False
    short = len(bare(text)) <= _LONGEST_TITLE and not text.endswith(("。", "；", "：", ":", "！"))
    return short and not (unnumbered(line) and not line.level)


def _front_end(lines: Sequence[Line], start: int) -> int:
    end = start
    while end < min(start + _HEAD_LINES, len(lines)) and _is_front(lines[end].text):
        end += 1
    return end


def _is_front(text: str) -> bool:
    """A line of the head: a day, a number, a bracket, the name of whoever issued the text."""
    if structure_mark(text) or unnumbered(Line(text)):
        return False
    if _DATED.search(text) or (_NUMBER.search(text) and len(text) < 60):
        return not text.endswith("。") or len(text) < 40
    if text.startswith(("（", "(")) and not outline_mark(text):
        return len(text) < 200
    return bool(re.search(r"^来源|次修[正订]|通过[）)]?$|^习近平$|^作者", text)) and len(text) < 120


def _named(title: str, lines: Sequence[Line], hint: str) -> str:
    """The title without year and wrapping; without a title line the text's own words, or `hint`."""
    plain = _YEAR.sub("", title).strip() if len(title) > 8 else title
    if not plain:
        for line in lines[:5]:
            told = _FULL_TEXT.search(line.text)
            if told:
                return str(told[1] or told[2])
        return hint.strip() or (lines[0].text[:30] if lines else "")
    wrapped = _WRAPPED.match(bare(plain))
    return str(wrapped[1]) if wrapped and len(wrapped[1]) > 3 else plain


def kind_of_title(title: str) -> str:
    """charter, regulation, speech, case or notice, as the last word of `title` tells."""
    plain = re.sub(r"[（(][^（）()]*[）)]$", "", bare(title)).rstrip("》】”")
    for kind, words in _KINDS:
        if plain.endswith(words):
            return kind
    found = next((kind for kind, words in _KINDS if any(w in plain for w in words[:5])), None)
    return found or "notice"
