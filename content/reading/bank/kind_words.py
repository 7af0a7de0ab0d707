"""How banks name the kinds of question."""

import re

from content.reading.bank.question import QuestionKind as K
from content.reading.bank.wording import comparable

_CHINESE = (
    (K.MULTIPLE, r"多项?选(?:择)?题?|不定项选?(?:择)?题?"),
    (K.SINGLE, r"单项?选(?:择)?题?"),
    (K.JUDGE, r"判断(?:题|正误|对错|是非)?题?|是非(?:判断)?题|对错题|正误(?:判断)?题"),
    (K.BLANK, r"填空题?"),
    (K.SHORT, r"简答题?|简述题?|问答题|论述题?|名词解释题?|材料(?:分析)?题|案例(?:分析)?题|辨析题"),
)
_FOREIGN = {
    K.MULTIPLE: "multiple multi multiplechoice multichoice checkbox duoxuan dx mc",
    K.SINGLE: "single singlechoice radio danxuan",
    K.JUDGE: "judge judgement judgment truefalse tf boolean bool panduan pd",
    K.BLANK: "blank fill fillblank fillin completion tiankong tk",
    K.SHORT: "short shortanswer essay qa jianda",
}
_WORDS = "|".join(pattern for _, pattern in _CHINESE) + "|选择题"
_ORDINAL = (
    r"(?:第?[一二三四五六七八九十]{1,3}(?:部分|大题)?\s*[、.．:：,，]?\s*"
    r"|[（(][一二三四五六七八九十]{1,3}[)）]\s*|\d{1,2}\s*[、.．]\s*|[IVX]{1,4}\s*[、.．]\s*)?"
)
_HEADING = re.compile(
    rf"{_ORDINAL}[【\[（(]?({_WORDS})[】\]）)]?(?:部分)?\s*(?:[（(【\[:：,，。共].{{0,60}})?"
)
_TAG = re.compile(rf"[（(【\[]\s*({_WORDS})\s*[)）】\]]\s*[:：、]?\s*")
_TAG_AT_END = re.compile(rf"\s*[（(【\[]\s*({_WORDS})\s*[)）】\]]\s*[。.]?$")
_ITEM = re.compile(r"[A-Z]\s*[、.．]")


def kind_from(words: object) -> K | None:
    """The kind that `words` name; None if they name none (选择题 leaves it open)."""
    text = re.sub(r"[_\-.]", "", comparable(str(words))).lower()
    for kind, pattern in _CHINESE:
        if re.fullmatch(rf"[（(【\[]?(?:{pattern})[)）】\]]?", text):
            return kind
    return next((kind for kind, names in _FOREIGN.items() if text in names.split()), None)


def kind_within(words: str) -> K | None:
    """The kind named somewhere in a title: 单选题库 is one, a title of two kinds is none."""
    found = {kind for kind, pattern in _CHINESE if re.search(pattern, words)}
    if not found and kind_from(words):
        return kind_from(words)
    return found.pop() if len(found) == 1 else None


def section_heading(line: str) -> tuple[bool, K | None]:
    """Whether `line` heads a section of one kind, and that kind (None for 选择题)."""
    if len(line) > 80 or not (found := _HEADING.fullmatch(line)) or _ITEM.search(line):
        return False, None
    return True, kind_from(found[1])


def without_tag(stem: str) -> tuple[str, K | None]:
    """A stem without the kind in brackets before or after it, and that kind."""
    for pattern, find in ((_TAG, _TAG.match), (_TAG_AT_END, _TAG_AT_END.search)):
        if found := find(stem):
            return pattern.sub("", stem, count=1), kind_from(found[1])
    return stem, None
