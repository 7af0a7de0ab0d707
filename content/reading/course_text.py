"""A study plan written as lines: its name, then 周一 党章：中国共产党章程 第一条至第五条."""

import re
from collections.abc import Sequence

from content.reading.course_file import RawLine
from content.reading.course_rows import tidy, weekdays_of
from content.reading.course_sheet import PlanWords

_NAME = re.compile(r"(?:学习计划|计划名称|计划)[:：]\s*(?P<name>.+)|(?P<whole>.{0,40}学习计划)")
_LINE = re.compile(
    r"(?P<days>(?:(?:星期|周)[一二三四五六日天](?:[、，至到-]\s*)?)*)\s*(?P<track>[^:：。]{1,20})[:：]"
    r"\s*(?P<texts>.+)"
)
_ARTICLES = re.compile(r"(?P<title>.+?[》\s])\s*(?P<articles>第.{1,12}条.*)")
_MOST_PLAIN = 2
"""Lines that are no line of a plan: an address, a date."""


def read_lines(lines: Sequence[str]) -> PlanWords | None:
    """The plan in the lines of a text; None for a text that is none.

    The first line calls itself a 学习计划, and nearly every other names a track and its texts.
    """
    filled = [(number, line.strip()) for number, line in enumerate(lines, 1) if line.strip()]
    named = _NAME.fullmatch(filled[0][1]) if filled else None
    if named is None:
        return None
    words = PlanWords(name=tidy(named["name"] or named["whole"]))
    plain = 0
    for number, line in filled[1:]:
        found = _LINE.fullmatch(line)
        if found is None:
            plain += 1
            continue
        track = tidy(found["track"])
        for day in weekdays_of(found["days"]):
            words.rhythm[day] = track
        words.lines += [_line(number, track, text) for text in re.split("[；;]", found["texts"])]
    return words if words.lines and plain <= _MOST_PLAIN else None


def _line(number: int, track: str, text: str) -> RawLine:
    found = _ARTICLES.fullmatch(text.strip())
    if found:
        return RawLine(number, track, tidy(found["title"]), tidy(found["articles"]))
    return RawLine(number, track, tidy(text))
