from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from domain.chats import ask
from scheduler import housekeeping
from scheduler.housekeeping import sweep, sweep_daily
from scheduler.stepping import bring_pushes_back
from store.tables import Account, Event, Plan, Question
from tests.scheduler.stage import a_branch, a_chat, at


def keep(session: Session, key: str, moment: datetime) -> None:
    session.add(Event(key=key, at=moment))
    session.flush()


def test_old_keys_and_expired_questions_go(session: Session, now: datetime) -> None:
    keep(session, "old", now - timedelta(days=30, seconds=1))
    keep(session, "kept", now - timedelta(days=30))
    account = Account(channel="memory", address="a")
    session.add(account)
    session.flush()
    ask(session, account, a_chat(session, "x"), "name", {}, now - timedelta(days=2))
    ask(session, account, a_chat(session, "y"), "name", {}, now)
    session.flush()
    assert not sweep(session, now)
    assert session.exec(select(Event.key)).all() == ["kept"]
    assert len(session.exec(select(Question)).all()) == 1


def test_it_happens_once_a_day_and_in_pieces(
    session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(housekeeping, "AT_ONCE", 2)
    for number in range(5):
        keep(session, str(number), now - timedelta(days=40))
    done = [sweep_daily(session, now) for _ in range(5)]
    assert done == [True, True, True, False, False]
    assert session.exec(select(Event)).all() == []
    keep(session, "later", now - timedelta(days=40))
    assert not sweep_daily(session, now)
    assert sweep_daily(session, now + timedelta(days=1))
    assert session.exec(select(Event)).all() == []


def test_pushes_that_a_clock_ahead_moved_too_far_come_back(session: Session) -> None:
    now = at("2026-11-24 09:00")
    a_branch(session, now, "甲")
    other = a_branch(session, now, "乙")
    plans = session.exec(select(Plan).order_by(Plan.branch_id)).all()  # type: ignore[arg-type]
    plans[0].next_due_at = at("2027-03-01 08:00")
    plans[1].next_due_at, plans[1].last_pushed_at = at("2027-03-01 08:00"), at("2026-11-25 08:00")
    session.flush()
    bring_pushes_back(session, now)
    assert plans[0].next_due_at == at("2026-11-25 08:00")
    assert plans[1].next_due_at == at("2026-11-26 08:00")
    assert other.push_time == "08:00"
