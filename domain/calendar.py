"""Workdays, quiet hours and the push's next instant. All local times are the branch's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import chinese_calendar
from sqlmodel import Session, col, select

from store.tables import Holiday

FRIDAY = 4
FURTHEST = 400  # days looked ahead for a workday; admins could load a year of holidays


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers that hold by default, from the public contract; local wall-clock times.

    They keep burden rule 5 (quiet hours, weekends and holidays respected, caps visible to
    everyone): 《关于防治“指尖上的形式主义”的若干意见》, 2023.
    """

    quiet_from: time = time(21, 30)
    quiet_until: time = time(7, 0)
    push_late: timedelta = timedelta(hours=6)
    remind_day: timedelta = timedelta(days=1)  # before the start
    remind_hour: timedelta = timedelta(hours=1)  # before the start
    checkin_opens: timedelta = timedelta(minutes=30)  # before the start
    open_end: timedelta = timedelta(hours=3)  # a meeting without an end closes so long after
    most_a_day: int = 3  # messages that the bot starts in one group
    most_in_30_days: int = 45


NUMBERS = Numbers()

Holidays = Mapping[date, bool]
"""Days that admins loaded: whether people work on them."""


def holidays(session: Session, since: date) -> dict[date, bool]:
    """The days that admins loaded, from `since` on."""
    rows = session.exec(select(Holiday).where(col(Holiday.day) >= since)).all()
    return {row.day: row.works for row in rows}


@lru_cache(maxsize=4096)
def _built_in(day: date) -> bool | None:
    """What the built-in calendar says; None for a year that it does not know."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


def calendar_known(year: int) -> bool:
    """Whether the built-in calendar knows this year's holidays and moved workdays."""
    return _built_in(date(year, 6, 15)) is not None


def is_workday(loaded: Holidays, day: date) -> bool:
    """Whether people work on this day, moved workdays (调休) included.

    A day that admins loaded wins; then the State Council's arrangement as chinesecalendar has
    it; a year that it does not know counts Monday to Friday.
    """
    if day in loaded:
        return loaded[day]
    known = _built_in(day)
    return day.weekday() <= FRIDAY if known is None else known


def in_quiet(local: datetime | time) -> bool:
    """Whether this local time lies in the quiet hours, 21:30 to 07:00 (07:00 does not)."""
    clock = local.time() if isinstance(local, datetime) else local
    return clock >= NUMBERS.quiet_from or clock < NUMBERS.quiet_until


def after_quiet(instant: datetime, timezone: str) -> datetime:
    """The same instant, or the end of the quiet hours in which it lies."""
    zone = ZoneInfo(timezone)
    local = instant.astimezone(zone)
    if not in_quiet(local):
        return instant
    day = local.date()
    if local.time() >= NUMBERS.quiet_from:
        day += timedelta(days=1)
    return datetime.combine(day, NUMBERS.quiet_until, zone).astimezone(instant.tzinfo)


def local_day(instant: datetime, timezone: str) -> date:
    """The calendar day there."""
    return instant.astimezone(ZoneInfo(timezone)).date()


def day_bounds(instant: datetime, timezone: str) -> tuple[datetime, datetime]:
    """The first instant of the local day and of the day after it."""
    zone = ZoneInfo(timezone)
    day = local_day(instant, timezone)
    return (
        datetime.combine(day, time(0), zone).astimezone(instant.tzinfo),
        datetime.combine(day + timedelta(days=1), time(0), zone).astimezone(instant.tzinfo),
    )


def next_push(after: datetime, push_time: str, timezone: str, loaded: Holidays) -> datetime:
    """The next workday's push instant strictly after `after`; `push_time` is HH:MM local.

    A time that a change to summer time leaves out is pushed as much later; one that comes
    twice is pushed the first time only.
    """
    zone = ZoneInfo(timezone)
    clock = time.fromisoformat(push_time)
    first = local_day(after, timezone)
    for ahead in range(FURTHEST):
        day = first + timedelta(days=ahead)
        instant = datetime.combine(day, clock, zone).astimezone(after.tzinfo)
        if instant > after and is_workday(loaded, day):
            return instant
    raise ValueError("no workday within a year: the loaded holidays are wrong")
