"""The words of a study plan's lines: weekdays, kinds of texts, articles."""

import re
import unicodedata
from collections.abc import Iterator

from content.cutting.citations import article_number

KINDS = {
    "党章": "charter",
    "章程": "charter",
    "党规": "regulation",
    "党内法规": "regulation",
    "法规": "regulation",
    "讲话": "speech",
    "案例": "case",
    "通知": "notice",
    "导学": "guide",
}
"""What a plan calls a sort of texts."""
QUESTIONS = ("问题", "题目", "问答", "一问", "一题", "自测")
_WEEKDAYS = {word: str(number) for number, word in enumerate("一二三四五六日", start=1)}
_WEEKDAY = re.compile(r"(?:星期|礼拜|周|每周)([一二三四五六日天])|([1-7])")
_APART = re.compile(r"[、，,;；\s]+")
_TO = re.compile(r"\s*(?:至|到|—+|–|-|~|～)\s*")
_CHAPTER = re.compile(r"(?:第.{1,6}[编章节]|总纲|附则|序言|引言)")


def tidy(value: object) -> str:
    """A cell's words in ordinary width, without space around them."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(
        unicodedata.normalize("NFKC", str(value)).replace("(", "（").replace(")", "）").split()
    )


def heading(value: object) -> str:
    """A heading's words without any space or colon."""
    return re.sub(r"[\s:：*]", "", tidy(value)).lower()


def weekday_of(words: str) -> str | None:
    """The weekday named by 周一, 星期一 or 1, as text from 1 (Monday) to 7."""
    found = _WEEKDAY.fullmatch(heading(words))
    if found is None:
        return None
    return found[2] or _WEEKDAYS["日" if found[1] == "天" else found[1]]


def weekdays_of(words: str) -> list[str]:
    """All weekdays of 周一、周三 or 周一至周五; empty for words that are none."""
    found: list[str] = []
    for part in _APART.split(tidy(words)):
        ends = [weekday_of(end) for end in _TO.split(part)] if part else []
        if len(ends) == 1 and ends[0]:
            found.append(ends[0])
        elif len(ends) == 2 and ends[0] and ends[1] and ends[0] <= ends[1]:
            found += [str(number) for number in range(int(ends[0]), int(ends[1]) + 1)]
        elif part:
            return []
    return found


def kinds_of(words: str) -> list[str] | None:
    """The kinds of works that 党规、讲话 names; None where a word is none of them."""
    found = [KINDS.get(part) for part in _APART.split(tidy(words)) if part]
    return None if None in found else [kind for kind in dict.fromkeys(found) if kind]


def is_question(words: str) -> bool:
    """Whether a line asks for a question and names no text."""
    return heading(words) in QUESTIONS


def spans_of(words: str) -> list[tuple[str, str]] | None:
    """First and last label of each run of articles in 第一条至第三条、第八条; None if unreadable.

    A chapter (第二章, 总纲) is a run of its own: its name twice.
    """
    found = []
    for part in _parts(words):
        span = _span(part)
        if span is None:
            return None
        found.append(span)
    return found


def _parts(words: str) -> Iterator[str]:
    return (part for part in _APART.split(tidy(words)) if part)


def _span(part: str) -> tuple[str, str] | None:
    if _CHAPTER.fullmatch(part):
        return part, part
    ends = [article_number(end) for end in _TO.split(part)]
    if not 1 <= len(ends) <= 2 or ends[0] is None or ends[-1] is None:
        return None
    return ends[0], ends[-1]
