"""The title of a text, the lines of its head, and the kind it seems to be."""

import re
from collections.abc import Sequence
from itertools import pairwise

from content.cutting.headings import unnumbered
from content.cutting.labels import outline_mark, structure_mark
from content.cutting.lines import Line, bare

_HEAD_LINES = 40
_LONGEST_TITLE = 70
_NUMBER = re.compile(
    r"\S{0,20}[〔\[（(【［]\s*\d{4}\s*[〕\]）)】］]\s*第?\s*\d+\s*号|第\s*\d+\s*号"
)
# A letterhead (… 委员会文件) and the heading of a bundle of study papers stand above the title.
_ABOVE = re.compile(r".{2,30}文件|.*(?:学习材料|学习资料|推荐资料|学习参考).*")
_YEAR = re.compile(r"\s*(?:19|20)\d\d年?(?:版|修订|修正)?$")
_SUBTITLE = re.compile(r"\s*(?:——|--).*$")
_DATED = re.compile(
    r"^[（(]?\s*\d{4}\s*[年.．]|\d{1,2}\s*日\s*[）)]?$|\d{4}[.．]\d{1,2}[.．]\d{1,2}$"
    r"|^[一二][零〇○0-9一二三四五六七八九]{3}年.{2,7}日$"
)
_LONGEST_FRONT = 2000
_FRONT = re.compile(
    r"^来源|次修[正订]|通过[）)]?$|^作者|^【.{2,8}】|^[^\u4e00-\u9fff]+$|^.{4,50}令$|^——"
    r"|^[\u4e00-\u9fff]{2,3}$"
)
_WRAPPED = re.compile(r"^(?:.{0,30}?关于)印发《?(.+?)》?的通知$")
_FULL_TEXT = re.compile(r"《([^《》]{4,60})》(?:全文)?(?:如下|$)|印发(?:了)?《([^《》]{4,60})》")
_SPOKEN = re.compile(r"^(?:同志们|各位|尊敬的|习近平\b|习近平$)|上的讲话[》）)]*$")
_LAST_WORDS = (
    "章程 准则 条例 规定 规则 办法 细则 意见 决定 决议 通知 方案 公报 报告 讲话 致辞 贺信 法 "
    "要点 通报 纲要 规划 清单 说明 计划 解释 批复 标准 制度 指南 倡议书 公告 工作要求"
)
_ENDINGS = tuple(_LAST_WORDS.split())
_KINDS = (
    ("charter", ("章程",)),
    ("speech", ("讲话", "报告", "致辞", "贺信", "演讲", "访谈", "重要文章")),
    ("case", ("案例", "典型问题", "警示录")),
    (
        "regulation",
        (
            "条例",
            "准则",
            "规则",
            "规定",
            "办法",
            "细则",
            "法",
            "典",
            "修正案",
            "解释",
            "制度",
            "标准",
        ),
    ),
    ("notice", ("通知", "意见", "方案", "决定", "决议", "公报", "清单", "要点", "通报", "纲要")),
)


def title_span(lines: Sequence[Line], hint: str) -> tuple[str, range, frozenset[int]]:
    """The title, the indexes of its lines, and those of the other lines of the head."""
    start = 0
    while start < min(5, len(lines) - 1) and _is_above(lines[start]):
        start += 1
    end = _title_end(lines, start)
    title = " ".join(line.text for line in lines[start:end])
    front = {*range(start), *range(end, _front_end(lines, end, bare(title)))}
    return _named(title, lines, hint), range(start, end), frozenset(front)


def _is_above(line: Line) -> bool:
    text = bare(line.text)
    return bool(_NUMBER.fullmatch(text)) or (len(text) < 45 and bool(_ABOVE.fullmatch(text)))


def _title_end(lines: Sequence[Line], start: int) -> int:
    if start >= len(lines) or not _may_be_title(lines[start]):
        return start
    end = start + 1
    while end < min(start + 3, len(lines)) and _goes_on(lines, end, lines[start].level):
        end += 1
    return end


def _goes_on(lines: Sequence[Line], end: int, level: int) -> bool:
    """Whether the title runs on over the line `end`."""
    line = lines[end]
    if not _may_be_title(line) or (line.level == 0 and (_is_front(line.text) or unnumbered(line))):
        return False
    if level:
        return line.level == level
    if _ends_as_title(lines[end - 1].text):
        return False
    signed = end + 1 < len(lines) and _is_front(lines[end + 1].text)
    return _ends_as_title(line.text) or (signed and len(bare(line.text)) < 30)


def _plain(text: str) -> str:
    """A title without its last brackets: （试行）, （2018年）."""
    return re.sub(r"[（(][^（）()]*[）)]$", "", bare(text)).rstrip("》】”※*")


def _ends_as_title(text: str) -> bool:
    return _plain(text).endswith(_ENDINGS)


def _may_be_title(line: Line) -> bool:
    text = line.text
    if line.row or structure_mark(text) or outline_mark(text):
        return False
    if len(bare(text)) > _LONGEST_TITLE or text.endswith(("。", "；", "：", ":", "！", "，")):
        return False
    return not (unnumbered(line) and not line.level) and bool(re.search("[\u4e00-\u9fff]", text))


def _front_end(lines: Sequence[Line], start: int, title: str) -> int:
    end = start
    while end < min(start + _HEAD_LINES, len(lines)):
        text = lines[end].text
        repeated = len(bare(text)) > 3 and bare(text) in title
        if not repeated and not _is_front(text):
            break
        end += 1
    return end


def _is_front(text: str) -> bool:
    """A line of the head: a day, a number, a bracket, the name of whoever issued the text."""
    if len(text) > _LONGEST_FRONT:  # the searches below would take a second on a whole book
        return False
    if structure_mark(text) or outline_mark(text) or unnumbered(Line(text)):
        return False
    if re.fullmatch(r"[一二三四五六七八九十]{1,3}|目\s*[录次]", text):
        return False
    if _DATED.search(text) or (_NUMBER.search(text) and len(text) < 60):
        return not text.endswith("。") or len(text) < 40
    if text.startswith(("（", "(")):
        return len(text) < 200
    return bool(_FRONT.search(text)) and len(text) < 200


def _named(title: str, lines: Sequence[Line], hint: str) -> str:
    """The title without year and wrapping; without a title line the text's words, or `hint`."""
    plain = _SUBTITLE.sub("", title) if len(title) > 12 else title
    plain = _YEAR.sub("", plain).strip("※* ") if len(plain) > 8 else plain
    plain = re.sub(r"^[\u4e00-\u9fff]{2,4}[：:](?=在)", "", plain)
    plain = re.sub(r"（([^（）()]*)\)$", r"（\1）", plain)
    quoted = re.fullmatch(r"《([^《》]+)》(?:[（(]全文[）)])?", plain)
    plain = str(quoted[1]) if quoted else plain
    if plain:
        wrapped = _WRAPPED.match(bare(plain))
        return _inner(str(wrapped[1]), lines) if wrapped and len(wrapped[1]) > 3 else plain
    for line in lines[:5]:
        told = _FULL_TEXT.search(line.text)
        if told:
            return str(told[1] or told[2])
    return hint.strip() or (lines[0].text[:30] if lines else "")


def _inner(name: str, lines: Sequence[Line]) -> str:
    """The title of what a notice passes on, as it stands over the text itself."""
    for first, second in pairwise(lines[1 : _HEAD_LINES + 1]):
        for words in (bare(first.text), bare(first.text + second.text)):
            if words.endswith(name) and len(words) <= len(name) + 4:
                return words
    return name


def kind_of_text(title: str, lines: Sequence[Line]) -> str:
    """charter, regulation, speech, case or notice: by the title's last word, else by its lines."""
    plain = _plain(title)
    for kind, words in _KINDS:
        if plain.endswith(words):
            return kind
    if any(_SPOKEN.search(line.text) for line in lines[:6]):
        return "speech"
    found = next((kind for kind, words in _KINDS if any(w in plain for w in words[:6])), None)
    return found or "notice"
