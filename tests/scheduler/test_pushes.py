from datetime import datetime

import pytest
from sqlmodel import Session, select

from domain.pushes import (
    following,
    portion_facts,
    push_plan,
    put_back,
    set_push_time,
    start_plan,
    todays_portion,
)
from domain.refusals import Refused
from scheduler.planner import tick
from store.tables import Branch, Plan, Work
from tests.scheduler.stage import a_branch, a_work, at


@pytest.mark.parametrize(
    ("bound", "first"),
    [
        ("2026-11-24 07:00", "2026-11-24 08:00"),  # before the push time: today
        ("2026-11-24 09:00", "2026-11-25 08:00"),
        ("2026-11-20 09:00", "2026-11-23 08:00"),  # Friday: the next workday is Monday
        ("2026-11-21 07:00", "2026-11-23 08:00"),
    ],
)
def test_the_first_push_of_a_new_branch(session: Session, bound: str, first: str) -> None:
    branch = a_branch(session, at(bound))
    plan = start_plan(session, branch, at("2026-12-01 10:00"))
    assert plan.next_due_at == at(first)
    assert len(session.exec(select(Plan)).all()) == 1


@pytest.mark.parametrize("value", ["21:30", "06:59", "0:00", "23:00"])
def test_a_push_time_in_quiet_hours_is_refused(session: Session, now: datetime, value: str) -> None:
    branch = a_branch(session, now)
    with pytest.raises(Refused) as refused:
        set_push_time(session, branch, value, now)
    assert refused.value.code == "push_in_quiet_hours"
    assert refused.value.facts == {"time": value.zfill(5)}
    assert branch.push_time == "08:00"


@pytest.mark.parametrize("value", ["24:00", "8", "08:60", "早上八点", "08:00:00", ""])
def test_a_push_time_that_is_none_is_refused(session: Session, now: datetime, value: str) -> None:
    with pytest.raises(Refused) as refused:
        set_push_time(session, a_branch(session, now), value, now)
    assert refused.value.code == "bad_time"


def test_a_new_push_time_holds_from_now_on(session: Session) -> None:
    now = at("2026-11-24 09:00")
    branch = a_branch(session, now)
    set_push_time(session, branch, "9:30", now)
    assert branch.push_time == "09:30"
    assert _plan(session, branch).next_due_at == at("2026-11-24 09:30")
    set_push_time(session, branch, None, now)
    assert _plan(session, branch).next_due_at is None
    set_push_time(session, branch, "07:00", now)
    assert _plan(session, branch).next_due_at == at("2026-11-25 07:00")


def test_a_branch_that_had_its_push_gets_no_second_one_that_day(session: Session) -> None:
    branch = a_branch(session, at("2026-11-24 07:00"))
    a_work(session, at("2026-11-24 07:00"))
    tick(session, at("2026-11-24 08:00"))
    session.expire_all()
    set_push_time(session, branch, "10:00", at("2026-11-24 09:00"))
    assert _plan(session, branch).next_due_at == at("2026-11-25 10:00")


def test_todays_portion_is_the_coming_one_and_never_moves_the_plan(session: Session) -> None:
    now = at("2026-11-24 09:00")
    branch = a_branch(session, now)
    assert todays_portion(session, branch, now) is None
    first, second, _ = a_work(session, now)
    assert [todays_portion(session, branch, now) for _ in range(3)] == [first] * 3
    tick(session, at("2026-11-25 08:00"))
    session.expire_all()
    assert todays_portion(session, branch, at("2026-11-25 20:00")) == first
    assert todays_portion(session, branch, at("2026-11-26 07:00")) == second


def test_portions_follow_by_rank_over_works_in_force_and_begin_again(
    session: Session, now: datetime
) -> None:
    a_work(session, now, rank=1, portions=2)
    a_work(session, now, rank=2, portions=2, state="withdrawn")
    a_work(session, now, rank=3, portions=1)
    assert following(session, [-1, 10_001, 10_002, 20_001, 30_001], now.date()) == {
        -1: 10_001,
        10_001: 10_002,
        10_002: 30_001,
        20_001: 30_001,
        30_001: 10_001,
    }
    session.exec(select(Work).where(Work.rank == 2)).one().state = "active"
    session.flush()
    assert following(session, [10_002], now.date())[10_002] == 20_001


def test_nothing_follows_where_there_is_nothing(session: Session, now: datetime) -> None:
    a_work(session, now, state="waiting")
    assert following(session, [5], now.date()) == {-1: None, 5: None}


def test_the_facts_of_a_portion(session: Session, now: datetime) -> None:
    portions = a_work(session, now, portions=5)
    facts = portion_facts(session, portions[1])
    assert facts["title"] == "章程1"
    assert facts["edition"] == "2020年1月1日通过"
    assert facts["position"] == "第 2 段，共 5 段"
    assert facts["guide"] is False
    guide = portion_facts(session, a_work(session, now, rank=9, kind="guide")[0])
    assert guide["guide"] is True
    assert guide["references"] == ["见第一章"]


def test_a_date_stands_where_the_text_names_no_edition(session: Session, now: datetime) -> None:
    portion = a_work(session, now)[0]
    work = session.exec(select(Work)).one()
    work.edition, work.issued = "", "2018-10-01"
    session.flush()
    assert portion_facts(session, portion)["edition"] == "2018年10月1日"


def test_putting_back_changes_nothing_once_the_plan_went_on(session: Session) -> None:
    now = at("2026-11-24 09:00")
    branch = a_branch(session, now)
    first, second, _ = a_work(session, now)
    tick(session, at("2026-11-25 08:00"))
    put_back(session, branch.id or 0, second.rank, first.rank)
    session.expire_all()
    assert _plan(session, branch).last_portion == first.rank
    put_back(session, branch.id or 0, first.rank, None)
    session.expire_all()
    assert _plan(session, branch).last_portion is None
    assert todays_portion(session, branch, at("2026-11-25 20:00")) == first


def _plan(session: Session, branch: Branch) -> Plan:
    plan = push_plan(session, branch.id or 0)
    assert plan is not None
    return plan
