"""Two who do the same at the same moment: what the second is told, and what stands afterwards."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Event as Signal

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from domain import answers, claims, meetings, presence
from domain.branches import bind, found_branch
from domain.chats import meet_chat
from domain.refusals import Refused
from store.database import transaction
from store.tables import Account, Attendance, Branch, Chat, Meeting, Member, Outbox
from tests.handlers.desk import GROUP, ZONE, Desk

HEAD_START = 0.3  # seconds in which the second comes as far as the first lets it

Act = Callable[[Session], object]


def at_once(engine: Engine, first: Act, second: Act) -> list[object]:
    """Both acts in transactions that overlap: the second begins before the first commits.

    What they return, or the code of their refusal.
    """
    begun, over = Signal(), Signal()

    def run(act: Act, *, leads: bool) -> object:
        try:
            with transaction(engine) as session:
                done = act(session)
                if leads:
                    begun.set()
                    over.wait(HEAD_START)
                return done
        except Refused as refused:
            return refused.code

    def follow() -> object:
        begun.wait(5)
        return run(second, leads=False)

    with ThreadPoolExecutor(2) as threads:
        found = [threads.submit(run, first, leads=True), threads.submit(follow)]
        return [each.result() for each in found]


def prepared(engine: Engine, now: datetime) -> tuple[int, list[int]]:
    """A branch with one free name, and two accounts that want it."""
    with transaction(engine) as session:
        branch = found_branch(session, "第一党支部", now, ZONE)
        session.add(Member(branch_id=branch.id or 0, name="郑大江", created_at=now))
        accounts = [Account(channel="telegram", address=str(n), name=f"昵称{n}") for n in (7, 8)]
        session.add_all(accounts)
        session.flush()
        return branch.id or 0, [account.id or 0 for account in accounts]


def test_of_two_who_claim_one_name_one_gets_it(engine: Engine, now: datetime) -> None:
    branch_id, accounts = prepared(engine, now)

    def claim(account_id: int) -> Act:
        def act(session: Session) -> object:
            account = session.get_one(Account, account_id)
            branch = session.get_one(Branch, branch_id)
            return claims.claim(session, account, branch, "郑大江", now).name

        return act

    assert at_once(engine, *map(claim, accounts)) == ["郑大江", "claim_refused"]
    with transaction(engine) as session:
        assert session.exec(
            select(Account.id).where(col(Account.member_id).is_not(None))
        ).all() == [accounts[0]]


def test_a_group_bound_twice_at_once_has_one_branch(engine: Engine, now: datetime) -> None:
    with transaction(engine) as session:
        meet_chat(session, "telegram", GROUP, "group", "群")

    def tie(name: str) -> Act:
        def act(session: Session) -> object:
            chat = session.exec(select(Chat)).one()
            return bind(session, chat, name, now, ZONE).name

        return act

    assert at_once(engine, tie("第一党支部"), tie("第二党支部")) == [
        "第一党支部",
        "bound_elsewhere",
    ]
    with transaction(engine) as session:
        assert session.exec(select(Branch.name)).all() == ["第一党支部"]


@pytest.fixture
def called(branch: Desk) -> Desk:
    branch.call_meeting("明天下午两点在三楼会议室开支部党员大会，议题是发展党员")
    return branch


def one_meeting(session: Session) -> Meeting:
    return session.exec(select(Meeting)).one()


def test_of_two_who_press_publish_one_is_told_that_it_is_done(branch: Desk) -> None:
    branch.say("1", "开会 明天下午两点在三楼会议室开支部党员大会，议题是发展党员", "1")

    def publish(session: Session) -> object:
        return len(meetings.publish(session, one_meeting(session), branch.now))

    assert at_once(branch.engine, publish, publish) == [1, "draft_gone"]


def test_a_meeting_is_cancelled_or_closed_but_not_both(called: Desk) -> None:
    def cancel(session: Session) -> None:
        meetings.cancel(session, one_meeting(session), called.now)

    def close(session: Session) -> None:
        meetings.close(session, one_meeting(session), called.now)

    assert at_once(called.engine, cancel, close) == [None, "meeting_closed"]
    with transaction(called.engine) as session:
        assert one_meeting(session).state == "cancelled"
        sheets = select(Outbox).where(Outbox.text_key == "attendance_sheet")
        assert session.exec(sheets).all() == []


def test_an_answer_that_meets_a_move_is_not_kept(called: Desk) -> None:
    start = called.now.replace(day=called.now.day + 2)

    def move(session: Session) -> None:
        meetings.move(session, one_meeting(session), start, None, None, called.now)

    def answer(session: Session) -> object:
        meeting = one_meeting(session)
        member = session.exec(select(Member).where(Member.name == "郑大江")).one()
        return answers.answer(
            session, meeting, member, "attend", called.now, member, round_pressed=1
        )

    assert at_once(called.engine, move, answer) == [None, "meeting_moved"]
    with transaction(called.engine) as session:
        assert set(session.exec(select(Attendance.answer)).all()) == {None}


def test_a_sign_in_sent_in_time_stands_over_the_closing(called: Desk) -> None:
    with transaction(called.engine) as session:
        meeting = one_meeting(session)
        start = meeting.starts_at
        assert start is not None
        meetings.close(session, meeting, start.replace(minute=40))
        absent = {row.presence for row in session.exec(select(Attendance)).all()}
        assert absent == {"absent"}
    with transaction(called.engine) as session:
        member = session.exec(select(Member).where(Member.name == "郑大江")).one()
        meeting = one_meeting(session)
        status = presence.sign_in(session, meeting, member, start.replace(minute=39), member)
        assert status == "late"
        with pytest.raises(Refused, match="checkin_closed"):
            presence.sign_in(session, meeting, member, start.replace(minute=41), member)
