"""How people name an article: 党章第三条, 查 纪律处分条例第二十九条, 党章 3."""

import re
import unicodedata
from dataclasses import dataclass

from content.cutting.numbers import CHINESE, chinese, number_of

LONGEST_TITLE = 60
_BRANCH = re.compile(rf"之([{CHINESE}]+|\d+)$")
_ASKING = re.compile(
    r"^(?:请|帮我|麻烦|我要|我想)*(?:查询|查找|查看|查阅|查一下|查|看一下|看看|调出)?(?:一下)?"
)
_NUMBER = rf"(?:[{CHINESE}]+|\d+)"
_ARTICLE = rf"第\s*{_NUMBER}\s*条(?:\s*之\s*(?:[{CHINESE}]+|\d+))?"
_LAST = rf"(?:第\s*)?{_NUMBER}\s*条(?:\s*之\s*(?:[{CHINESE}]+|\d+))?"
_LABELLED = re.compile(
    rf"(?P<title>.+?)\s*的?\s*(?:(?P<label>{_ARTICLE})"
    rf"(?:\s*(?:至|到|—+|-|~|～|、|和)\s*(?P<last>{_LAST}))?"
    rf"|第\s*(?P<from>{_NUMBER})\s*(?:至|到|—+|-|~|～)\s*(?P<until>{_NUMBER})\s*条)"
    rf"(?:\s*第?\s*(?P<clause>{_NUMBER})\s*款)?"
    rf"(?:\s*第?\s*[（(]?\s*(?P<item>{_NUMBER})\s*[)）]?\s*[项目])?"
    r"(?:的?(?:内容|原文|规定|全文)?(?:是什么|怎么说的?|是怎么规定的|怎么规定的?)?)?"
)
# Without 第…条 only the name of a rule makes a citation: 党章 3, never 晚到 15.
_RULES = "党章|章程|条例|准则|规则|细则|规定|办法|法|决定|决议|意见|制度"
_BARE = re.compile(
    rf"(?P<title>.*(?:{_RULES})[》)]*)\s*(?P<label>\d{{1,4}}|(?<=\s){_NUMBER})"
    r"(?:\s*[-~～—至到]\s*(?P<last>\d{1,4}))?条?"
)
# Words of talk that no title of a rule holds.
_TALK = re.compile(
    r"[，。！？；,.!?;：:]|我们|咱们|大家|他们|你们|这是|就是|今天|明天|昨天|时间|会议室"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """An article asked for: the words that name the text, and the canonical label.

    `last` is the end of a range of articles. `clause` and `item` are the 款 and the 项 asked
    for, counted from 1.
    """

    title: str
    label: str
    last: str | None = None
    clause: int | None = None
    item: int | None = None


def article_number(words: str) -> str | None:
    """The canonical label for 三, 3, ３, 第三条, 102 or 第十七条之一; None for anything else."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", words))
    branch = _BRANCH.search(plain)
    stem = plain[: branch.start()] if branch else plain
    number = number_of(stem.removeprefix("第").removesuffix("条"))
    if number is None:
        return None
    label = f"第{chinese(number)}条"
    following = number_of(branch[1]) if branch else None
    return f"{label}之{chinese(following)}" if following else label


def read_citation(text: str) -> Citation | None:
    """The article that the whole of `text` asks for; None for ordinary talk.

    Whether the title is that of a known text is for the caller to see.
    """
    plain = unicodedata.normalize("NFKC", text).strip().rstrip("。?？!！ ")
    plain = _ASKING.sub("", plain, count=1).strip()
    for pattern in (_LABELLED, _BARE):
        found = pattern.fullmatch(plain)
        if found is None:
            continue
        parts = found.groupdict()
        label = article_number(parts["label"] or parts.get("from") or "")
        if label:
            title = parts["title"].strip().strip("《》").strip()
            title = title.replace("(", "（").replace(")", "）")
            return _citation(title, label, parts) if _may_be_title(title) else None
    return None


def _citation(title: str, label: str, parts: dict[str, str | None]) -> Citation:
    last = article_number(parts.get("last") or parts.get("until") or "")
    clause, item = (number_of(parts.get(part) or "") for part in ("clause", "item"))
    return Citation(title, label, last, clause, item)


def _may_be_title(words: str) -> bool:
    return 1 < len(words) <= LONGEST_TITLE and not _TALK.search(words)
