"""All that a text says about time: days, times and parts of the day, with their roles."""

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from domain.phrases.calendar_days import dated_days, months_alone
from domain.phrases.clock_times import clock_times, dotted_times
from domain.phrases.day_parts import day_hints, day_parts
from domain.phrases.reading_marks import in_agenda, masked, says_new, says_old
from domain.phrases.relative_days import told_days, vague_days
from domain.phrases.spans import Clock, Day, Part, Span, without_overlaps
from domain.phrases.time_roles import Role, is_deadline, role_of_clock
from domain.phrases.weekdays import week_days, whole_weeks

_JOIN = re.compile(r"\s*(?:-+|到|至|开到|一直到|持续到)\s*")
# How many mentions back and forth belong to one time.
_NEAR = 8
_BETWEEN = re.compile(r"[\s(),:的]*")


@dataclass(frozen=True)
class Told:
    """A mention of time with what the words around it make of it."""

    span: Day | Clock
    role: Role = Role.MEETING
    old: bool = False
    new: bool = False
    agenda: bool = False


@dataclass(frozen=True)
class Mentions:
    """Days and clocks in the order of the text, and the parts of the day that colour them."""

    text: str
    days: tuple[Told, ...]
    clocks: tuple[Told, ...]
    parts: tuple[Part, ...]
    hints: tuple[Part, ...]


def find_mentions(text: str, today: date) -> Mentions:
    """Everything `text` (folded) says about time, seen from `today`."""
    clear = masked(text)
    parts = tuple(day_parts(clear))
    days = _days(clear, today)
    days, dotted = _share_dots(clear, days, parts)
    blanked = _blank(clear, days)
    clocks = without_overlaps([*clock_times(blanked), *dotted])
    spans: list[Span] = sorted([*days, *clocks, *parts], key=lambda span: span.start)
    return Mentions(
        clear,
        tuple(_told_day(clear, day) for day in days),
        tuple(_told_clock(clear, clock, spans) for clock in _mark_ranges(clear, clocks, parts)),
        parts,
        tuple(day_hints(clear)),
    )


def between(text: str, first: Span, second: Span) -> str:
    """The words between two mentions."""
    return text[first.end : second.start]


def _days(text: str, today: date) -> list[Day]:
    found = [*vague_days(text), *dated_days(text, today), *week_days(text, today)]
    found += [*told_days(text, today), *whole_weeks(text, today), *months_alone(text, today)]
    return without_overlaps(found)


def _share_dots(
    text: str, days: list[Day], parts: tuple[Part, ...]
) -> tuple[list[Day], list[Clock]]:
    """Decide for each 9.30 whether it is a date or a time, by what stands beside it."""
    clocks: list[Clock] = []
    for dotted in dotted_times(text):
        rival = next((day for day in days if day.overlaps(dotted)), None)
        others = [day for day in days if day is not rival]
        if _is_clock(text, dotted, rival, others, clocks, parts):
            clocks.append(dotted)
            days = others
    return days, clocks


def _is_clock(
    text: str,
    dotted: Clock,
    rival: Day | None,
    others: list[Day],
    clocks: list[Clock],
    parts: tuple[Part, ...],
) -> bool:
    if rival and (rival.end - rival.start) > (dotted.end - dotted.start) + 1:
        return False  # part of 2026.12.5
    before = [*others, *parts]
    if any(_beside(text, span, dotted) for span in before):
        return True
    if any(
        _JOIN.fullmatch(between(text, clock, dotted))
        for clock in clocks
        if clock.end <= dotted.start
    ):
        return True
    if "." not in text[dotted.start : dotted.end]:
        return False
    real = any(not day.vague for day in others)
    plain = 6 <= dotted.hour <= 22 and dotted.minute % 5 == 0
    has_clock = bool(clock_times(_blank(text, [day for day in [*others, rival] if day])))
    return plain and not has_clock and (rival is None or rival.value is None or real)


def _beside(text: str, span: Span, dotted: Span) -> bool:
    return span.end <= dotted.start and bool(_BETWEEN.fullmatch(between(text, span, dotted)))


def _blank(text: str, days: list[Day]) -> str:
    letters = list(text)
    for day in days:
        letters[day.start : day.end] = "□" * (day.end - day.start)
    return "".join(letters)


def _mark_ranges(text: str, clocks: list[Clock], parts: tuple[Part, ...]) -> list[Clock]:
    """Mark the far end of each range (两点到四点, 上午9点-下午4点)."""
    marked = clocks[:1]
    for before, clock in pairwise(clocks):
        gap = between(text, before, clock)
        for part in parts:
            if before.end <= part.start and part.end <= clock.start:
                gap = gap.replace(text[part.start : part.end], "")
        joined = _JOIN.fullmatch(gap) is not None
        marked.append(replace(clock, second=True) if joined else clock)
    return marked


def _told_day(text: str, day: Day) -> Told:
    before, after = _before(text, day.start), text[day.end : day.end + 12]
    role = Role.NEVER if is_deadline(before, after) else Role.MEETING
    return Told(day, role, says_old(before), says_new(before), in_agenda(before))


def _told_clock(text: str, clock: Clock, spans: list[Span]) -> Told:
    """The role of a clock; what stands before its day and part counts as before the clock."""
    start = clock.start
    here = bisect_left(spans, clock.start, key=lambda span: span.start)
    for span in reversed(spans[max(0, here - _NEAR) : here]):
        if span.end <= clock.start and _BETWEEN.fullmatch(text[span.end : start]):
            start = span.start
    near = spans[here : here + _NEAR]
    follow = next((each for each in near if each.start >= clock.end), None)
    stop = follow.start if follow else len(text)
    after = text[clock.end : min(stop, clock.end + 40)]
    before = _before(text, start)
    return Told(
        clock,
        role_of_clock(before, after.lstrip(" )(")),
        says_old(before) or says_old(_before(text, clock.start)),
        says_new(before) or says_new(_before(text, clock.start)),
        in_agenda(before),
    )


def _before(text: str, start: int) -> str:
    return text[max(0, start - 40) : start]
