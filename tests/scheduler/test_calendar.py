from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from domain.calendar import (
    after_quiet,
    calendar_known,
    day_bounds,
    holidays,
    in_quiet,
    is_workday,
    next_push,
)
from store.tables import Holiday
from tests.scheduler.stage import at

SHANGHAI = "Asia/Shanghai"


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2025-10-01", False),  # National Day
        ("2025-10-11", True),  # a Saturday that people work, for the holiday before it
        ("2025-09-28", True),  # a Sunday likewise
        ("2026-02-17", False),  # Spring Festival
        ("2026-11-21", False),  # a plain Saturday
        ("2026-11-23", True),
    ],
)
def test_moved_workdays_of_a_known_year(day: str, works: bool) -> None:
    assert is_workday({}, date.fromisoformat(day)) is works


def test_an_unknown_year_counts_monday_to_friday() -> None:
    assert not calendar_known(2027)
    assert calendar_known(2026)
    days = [date(2027, 10, 1) + timedelta(days=n) for n in range(7)]
    assert [is_workday({}, day) for day in days] == [day.weekday() < 5 for day in days]


def test_days_that_admins_loaded_win(session: Session) -> None:
    session.add(Holiday(day=date(2027, 10, 1), works=False))
    session.add(Holiday(day=date(2026, 11, 21), works=True))
    session.add(Holiday(day=date(2020, 1, 1), works=True))
    session.flush()
    loaded = holidays(session, date(2026, 1, 1))
    assert not is_workday(loaded, date(2027, 10, 1))
    assert is_workday(loaded, date(2026, 11, 21))
    assert len(loaded) == 2


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [("21:29", False), ("21:30", True), ("00:00", True), ("06:59", True), ("07:00", False)],
)
def test_quiet_hours(clock: str, quiet: bool) -> None:
    assert in_quiet(time.fromisoformat(clock)) is quiet


def test_quiet_hours_end_at_seven() -> None:
    assert after_quiet(at("2026-11-24 22:00"), SHANGHAI) == at("2026-11-25 07:00")
    assert after_quiet(at("2026-11-25 03:00"), SHANGHAI) == at("2026-11-25 07:00")
    assert after_quiet(at("2026-11-25 07:00"), SHANGHAI) == at("2026-11-25 07:00")


def test_the_next_push_skips_the_weekend_and_the_holidays() -> None:
    friday = at("2026-11-20 08:00")
    assert next_push(friday, "08:00", SHANGHAI, {}) == at("2026-11-23 08:00")
    assert next_push(at("2026-11-23 07:59"), "08:00", SHANGHAI, {}) == at("2026-11-23 08:00")
    assert next_push(at("2025-09-30 08:00"), "08:00", SHANGHAI, {}) == at("2025-10-09 08:00")
    assert next_push(at("2025-10-10 09:00"), "08:00", SHANGHAI, {}) == at("2025-10-11 08:00")


def test_a_change_to_summer_time_neither_drops_nor_doubles_a_push() -> None:
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    pushes = []
    while len(pushes) < 30:
        moment = next_push(moment, "08:00", "Europe/Berlin", {})
        pushes.append(moment)
    days = [day_bounds(push, "Europe/Berlin")[0] for push in pushes]
    assert len(set(days)) == 30
    assert {(push.hour, push.minute) for push in pushes} == {(7, 0), (6, 0)}


def test_holidays_without_end_are_an_error() -> None:
    never = {date(2026, 1, 1) + timedelta(days=n): False for n in range(900)}
    with pytest.raises(ValueError, match="holidays are wrong"):
        next_push(at("2026-11-20 08:00"), "08:00", SHANGHAI, never)


@given(
    st.integers(0, 6 * 365 * 24 * 60),
    st.times().filter(lambda clock: not in_quiet(clock)),
    st.sampled_from([SHANGHAI, "Asia/Urumqi", "Europe/Berlin", "America/St_Johns"]),
)
def test_the_next_push_lies_ahead_on_a_workday(minutes: int, clock: time, zone: str) -> None:
    instant = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    push = next_push(instant, f"{clock:%H:%M}", zone, {})
    assert instant < push < instant + timedelta(days=15)
    begins, ends = day_bounds(push, zone)
    assert begins <= push < ends
    assert after_quiet(push, zone) == push
    assert next_push(push, f"{clock:%H:%M}", zone, {}) > push + timedelta(hours=20)
