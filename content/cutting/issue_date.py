"""The day a text was decided or made public, as its head or foot says."""

import re
from collections.abc import Sequence
from datetime import date

_DATE = re.compile(
    r"(\d{4})\s*(?:年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日?|[.．/-]\s*(\d{1,2})\s*[.．/-]\s*(\d{1,2}))"
)
_ACT = re.compile(r"通过|修订|修正|修改|公布|发布|印发|批准|颁布|制定")
_FORCE = re.compile(r"^\s*起?(?:正式)?(?:施行|实施|执行|生效)|^\s*起")
_FOOT_LINES = 6
_LONGEST_SIGNATURE = 40


def issue_of(front: Sequence[str], lines: Sequence[str]) -> tuple[str, date | None]:
    """The words that tell the edition, and its day; ("", None) where the text names neither."""
    found = [(line, day) for line in front for day in _days(line)]
    if not found:
        found = [(line, day) for line in lines[-_FOOT_LINES:] for day in _signed(line)]
    if not found:
        return (front[0] if front else ""), None
    line, newest = max(found, key=lambda pair: pair[1])
    return line, newest


def _days(line: str) -> list[date]:
    """The days in a line of the head that are days of a decision, not of coming into force."""
    days = []
    for match in _DATE.finditer(line):
        day = _day(match)
        if day and not _FORCE.match(line[match.end() :]):
            days.append(day)
    return days


def _signed(line: str) -> list[date]:
    """The day that closes a text, alone or behind the name of its issuer."""
    match = None
    for found in _DATE.finditer(line):
        match = found
    if match is None or len(line) > _LONGEST_SIGNATURE or line[match.end() :].strip(" )）　"):
        return []
    day = _day(match)
    return [day] if day else []


def _day(match: re.Match[str]) -> date | None:
    year, *rest = (int(part) for part in match.groups() if part)
    try:
        return date(year, *rest) if 1900 < year < 2100 else None
    except ValueError:
        return None
