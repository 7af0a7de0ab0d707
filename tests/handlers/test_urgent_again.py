"""Urgent texts one after the other, editions that have ended, branches without a push."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from content.reading.document import read_document
from content.shelving import shelve
from store.database import transaction
from store.tables import Chat, Outbox, Plan, Work
from tests.courses.shelf import a_text
from tests.handlers.desk import ADMIN, Desk
from tests.handlers.test_urgent import pushed


def loaded(desk: Desk, title: str) -> None:
    """A notice of one portion."""
    with transaction(desk.engine) as session:
        words = "\n".join([title, "要坚持学习，联系实际，把工作做实。"])
        shelve(session, read_document(f"{title}.txt", words.encode()), title, title, desk.now)


def publish(desk: Desk, title: str) -> None:
    desk.press(ADMIN, desk.say(ADMIN, f"立即推送 {title}", ADMIN)[-1], "确认")


def plan_of(session: Session) -> Plan:
    return session.exec(select(Plan).where(Plan.kind == "push")).one()


def test_two_urgent_texts_within_a_minute_both_arrive(branch: Desk) -> None:
    for title in ("河东讲话", "河西讲话"):
        loaded(branch, title)
    branch.wait(days=1)
    branch.now += timedelta(seconds=5)
    publish(branch, "河东讲话")
    assert "河东讲话" in pushed(branch.wait(seconds=1))[0]
    publish(branch, "河西讲话")
    assert "河西讲话" in pushed(branch.wait(seconds=1))[0]


def test_an_urgent_text_in_the_minute_of_the_daily_push_arrives(branch: Desk) -> None:
    for title in ("河东讲话", "河西讲话"):
        loaded(branch, title)
    branch.now = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)  # 08:00 in Shanghai
    assert "河东讲话" in pushed(branch.wait())[0]
    branch.now += timedelta(seconds=20)
    publish(branch, "河西讲话")
    assert "河西讲话" in pushed(branch.wait(seconds=1))[0]


def test_an_edition_that_has_ended_is_not_put_in_front(branch: Desk) -> None:
    with transaction(branch.engine) as session:
        a_text(session, branch.now, "柳河条例", 1, since=date(2018, 1, 1))
        a_text(session, branch.now, "柳河条例", 1, since=date(2024, 1, 1))
    said = branch.say(ADMIN, "立即推送 柳河条例（2018年）", ADMIN)[-1]
    assert "旧版" in said.text
    assert said.labels == []


def test_an_edition_that_ends_while_it_waits_in_front_is_left_out(branch: Desk) -> None:
    with transaction(branch.engine) as session:
        old = a_text(session, branch.now, "柳河条例", 2, since=date(2018, 1, 1))
        a_text(session, branch.now, "河东条例", 2, since=date(2018, 1, 1))
        first = old.title
    branch.wait(days=1)
    publish(branch, first)
    assert "柳河条例的第1段" in pushed(branch.wait(seconds=1))[0]
    with transaction(branch.engine) as session:
        a_text(session, branch.now, "柳河条例", 2, since=date(2026, 11, 25))
    found = pushed(branch.wait(days=1))[0]
    assert "重要学习" not in found


def test_one_that_comes_into_force_later_may_go_in_front(branch: Desk) -> None:
    """第一时间: a rule is studied from its publication, before its day."""
    with transaction(branch.engine) as session:
        a_text(session, branch.now, "柳河条例", 1, since=date(2027, 1, 1))
    branch.wait(days=1)
    publish(branch, "柳河条例")
    assert "柳河条例的第1段" in pushed(branch.wait(seconds=1))[0]


def test_what_was_withdrawn_is_in_front_of_nothing_when_it_comes_back(branch: Desk) -> None:
    with transaction(branch.engine) as session:
        a_text(session, branch.now, "河西讲话", 2, kind="speech")
        a_text(session, branch.now, "河东条例", 9)
    branch.wait(days=1)
    publish(branch, "河西讲话")
    branch.wait(seconds=1)
    with transaction(branch.engine) as session:
        speech = session.exec(select(Work).where(Work.title == "河西讲话")).one()
        speech.state = "withdrawn"
    branch.wait(days=1)
    with transaction(branch.engine) as session:
        assert plan_of(session).front == []


def test_a_stopped_branch_whose_group_is_full_gets_it_on_the_next_workday(branch: Desk) -> None:
    loaded(branch, "河西讲话")
    branch.say("1", "停止推送", "1")
    with transaction(branch.engine) as session:
        group = plan_of(session).branch_id
        number = session.exec(select(Chat.id).where(Chat.branch_id == group)).one()
        for each in range(3):
            session.add(
                Outbox(
                    key=f"more{each}", chat_id=number or 0, branch_id=group,
                    kind="reminder", text_key="reminder", started=True, state="sent",
                    due_at=branch.now, created_at=branch.now, sent_at=branch.now,
                )
            )  # fmt: skip
    publish(branch, "河西讲话")
    assert pushed(branch.wait(seconds=1)) == []
    assert "河西讲话" in pushed(branch.wait(days=1))[0]
    with transaction(branch.engine) as session:
        assert plan_of(session).next_due_at is None


@pytest.mark.parametrize("clock", [1, 2])
def test_pressed_again_after_it_went_out_it_does_not_go_out_again(branch: Desk, clock: int) -> None:
    loaded(branch, "河西讲话")
    branch.say("1", "停止推送", "1")
    asked = branch.say(ADMIN, "立即推送 河西讲话", ADMIN)[-1]
    branch.press(ADMIN, asked, "确认")
    assert len(pushed(branch.wait(seconds=clock))) == 1
    branch.press(ADMIN, asked, "确认")
    assert pushed(branch.wait(seconds=clock)) == []
