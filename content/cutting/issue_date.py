"""The day a text was decided or made public, as its head or foot says."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from content.cutting.numbers import number_of

_DIGIT = "0-9零〇○Ｏ一二三四五六七八九"
_DATE = re.compile(
    rf"([{_DIGIT}]{{4}})\s*年\s*([{_DIGIT}十]{{1,3}})\s*月\s*([{_DIGIT}十]{{1,3}})\s*日?"
    r"|(\d{4})\s*[.．/-]\s*(\d{1,2})\s*[.．/-]\s*(\d{1,2})(?!\d)"
)
_FORCE = re.compile(r"\s*起?(?:正式)?(?:施行|实施|执行|生效)|\s*起")
_FORCE_BEFORE = re.compile(r"(?:实施|施行|生效|执行)(?:日期|时间)?[】：:]*\s*$")
_YEAR_SIGNS = str.maketrans("零〇○Ｏ一二三四五六七八九", "0000123456789")
_FROM_DAY = re.compile(
    r"自\s*\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*起(?:正式)?(?:施行|实施|执行)"
)
_LAST_LINES = 20
_FOOT_LINES = 6
_LONGEST_SIGNATURE = 40


def issue_of(
    front: Sequence[str], preamble: Sequence[str], lines: Sequence[str]
) -> tuple[str, date | None]:
    """The words that tell the edition, and its day; ("", None) where the text names neither.

    Looked for in the lines under the title, then among the signatures before the first heading
    (`preamble`: a covering letter), then at the foot of the text. Without any, the words
    自…起施行 tell the edition.
    """
    for found in (
        [(line, day) for line in front for day in _days(line)],
        _signatures(preamble),
        _signatures(lines[-_FOOT_LINES:]),
    ):
        if found:
            line, day = max(found, key=lambda pair: pair[1])
            return _whole(line), day
    return (front[0] if front else _in_force(lines)), None


def _whole(line: str) -> str:
    """A line of the head without half a pair of brackets: the other half is on another line."""
    return (
        line.strip("（）()")
        if len(re.findall(r"[（(]", line)) != line.count("）") + line.count(")")
        else line
    )


def _in_force(lines: Sequence[str]) -> str:
    """自…年…月…日起施行 in the last lines: names the edition where no day of issue is given."""
    for line in reversed(lines[-_LAST_LINES:]):
        found = _FROM_DAY.search(line)
        if found:
            return found[0]
    return ""


def _days(line: str) -> list[date]:
    """The days in a line of the head that are days of a decision, not of coming into force."""
    days = []
    for match in _DATE.finditer(line):
        day = _day(match)
        in_force = _FORCE.match(line, match.end()) or _FORCE_BEFORE.search(line[: match.start()])
        if day and not in_force:
            days.append(day)
    return days


def names_day(line: str, day: date) -> bool:
    """Whether a line of the head names `day` as that of a decision."""
    return day in _days(line)


def _signatures(lines: Iterable[str]) -> list[tuple[str, date]]:
    """Lines that end in a day, alone or behind the name of the issuer."""
    found = []
    for line in lines:
        matches = list(_DATE.finditer(line)) if len(line) <= _LONGEST_SIGNATURE else []
        if not matches:
            continue
        rest = line[matches[-1].end() :].strip(" )）　】")
        day = _day(matches[-1])
        if day and rest in {"", "印发", "发布", "公布"}:
            found.append((line, day))
    return found


def _day(match: re.Match[str]) -> date | None:
    year, month, day = (part for part in match.groups() if part)
    try:
        found = date(int(year.translate(_YEAR_SIGNS)), _small(month), _small(day))
    except ValueError:
        return None
    return found if 1900 < found.year < 2100 else None


def _small(words: str) -> int:
    return number_of(words) or 0
