"""What was withdrawn is gone at once, wherever it stood: today's push, the queue, 补学, buttons."""

from datetime import timedelta

import pytest
from sqlmodel import select

from domain.approvals import take_away
from domain.messages import Limits
from domain.publishing import unpublished
from scheduler.claims import Wish, claim
from scheduler.planner import tick
from store.database import transaction
from store.tables import Account, Outbox, Plan, Work
from tests.courses.shelf import a_text
from tests.handlers.desk import Desk


def text(desk: Desk, title: str, kind: str = "regulation") -> None:
    with transaction(desk.engine) as session:
        a_text(session, desk.now, title, 3, kind)


def withdraw(desk: Desk, title: str) -> None:
    with transaction(desk.engine) as session:
        admin = session.exec(select(Account).where(Account.is_admin)).one()
        work = session.exec(select(Work).where(Work.title == title)).one()
        take_away(session, work, admin, desk.now)
        unpublished(session, work, desk.now)


@pytest.fixture
def shelf(branch: Desk) -> Desk:
    text(branch, "柳河条例")
    text(branch, "河东条例")
    return branch


def test_today_shows_the_coming_portion_when_the_pushed_text_was_withdrawn(shelf: Desk) -> None:
    shelf.wait(days=1)
    assert "柳河条例" in shelf.say("3", "今日学习", "3")[-1].text
    withdraw(shelf, "柳河条例")
    said = shelf.say("3", "今日学习", "3")[-1].text
    assert "柳河条例" not in said
    assert "河东条例" in said


def test_what_was_missed_leaves_out_what_was_withdrawn(shelf: Desk) -> None:
    shelf.wait(days=1)
    asked = shelf.say("3", "补学", "3")[-1]
    withdraw(shelf, "柳河条例")
    said = shelf.say("3", "补学", "3")[-1]
    assert "柳河条例" not in said.text
    assert "1" not in said.labels
    assert shelf.press("3", asked, "1") == []
    assert shelf.toast is not None
    assert "撤下" in shelf.toast.text


def test_a_push_in_the_queue_is_not_sent_any_more(shelf: Desk) -> None:
    shelf.now += timedelta(days=1)
    with transaction(shelf.engine) as session:
        assert tick(session, shelf.now)
    withdraw(shelf, "柳河条例")
    wish = Wish("test", {"telegram": Limits(max_text=4096, buttons=True, can_push=True)}, (), 9, 9)
    with transaction(shelf.engine) as session:
        parcels, _ = claim(session, wish, shelf.now)
        assert [p for p in parcels if "柳河条例" in p.message.text] == []
        row = session.exec(select(Outbox).where(Outbox.kind == "push")).one()
        assert row.state == "skipped"
        plan = session.exec(select(Plan).where(Plan.kind == "push")).one()
        assert plan.last_pushed_at is None
