"""What events of one batch owe each other, and what a broken one leaves behind."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from domain.messages import Incoming, Kind, Place, Sender
from domain.people import members_of
from handlers.answering import Answering
from handlers.call import House
from store.database import transaction
from store.tables import Account, Attendance, Branch, Event, Incident, Meeting, Member, Outbox
from store.worker import Worker
from tests.handlers.desk import ADMIN, GROUP, ZONE, Desk
from tests.scheduler.memory import MemoryChannel

CALL = "开会 明天下午两点在三楼会议室开支部党员大会，议题是发展党员"


def test_who_lost_a_name_in_this_batch_answers_no_more(branch: Desk) -> None:
    notice = branch.call_meeting(CALL.removeprefix("开会 "))
    with transaction(branch.engine) as session:
        member = session.exec(select(Member).where(Member.name == "郑大江")).one()
        account = session.exec(select(Account).where(Account.member_id == member.id)).one()
    undo = event(branch, "1", "1", Kind.PRESS, press=f"unclaim:{account.id}:{member.id}")
    attend = notice.button("参加").action
    branch.deliver(undo, event(branch, account.address, GROUP, Kind.PRESS, press=attend))
    assert branch.toast is not None
    assert branch.toast.alert
    with transaction(branch.engine) as session:
        assert set(session.exec(select(Attendance.answer)).all()) == {None}


def test_a_claim_that_an_admin_confirms_in_this_batch_holds_for_what_follows(desk: Desk) -> None:
    desk.added()
    desk.say(ADMIN, "/start", ADMIN)
    desk.say(ADMIN, "/bind 第一党支部")
    desk.load_roster()
    desk.say("1", "/start", "1")
    desk.say("1", "/iam 钱守正")
    asked = next(shown for shown in desk.seen if "请核实是否本人" in shown.text)
    allow = event(desk, ADMIN, ADMIN, Kind.PRESS, press=asked.button("确认").action)
    desk.deliver(allow, event(desk, "1", "1", Kind.TEXT, text=CALL))
    with transaction(desk.engine) as session:
        assert session.exec(select(Meeting.state)).all() == ["draft"]


def test_a_group_that_was_bound_in_this_batch_is_known_to_what_follows(desk: Desk) -> None:
    desk.load_roster()
    bind = event(desk, ADMIN, GROUP, Kind.TEXT, text="/bind 第一党支部")
    desk.deliver(bind, event(desk, "3", GROUP, Kind.TEXT, text="/iam 郑大江"))
    with transaction(desk.engine) as session:
        assert session.exec(select(Account.claim).where(Account.address == "3")).all() == ["held"]


def test_a_group_that_moved_in_this_batch_answers_where_it_is(branch: Desk) -> None:
    new = "-100200300"
    branch.say("3", "/help", new)  # the new address was heard of before the move was told
    branch.seen.clear()
    moved = event(branch, None, GROUP, Kind.MOVED, moved_to=new, addressed=False)
    branch.deliver(moved, event(branch, "3", new, Kind.TEXT, text="/agenda"))
    assert [shown.chat for shown in branch.seen] == [new]


def test_a_refused_binding_founds_no_branch(branch: Desk) -> None:
    said = branch.say(ADMIN, "/bind 第二党支部")
    assert "第一党支部" in said[-1].text
    with transaction(branch.engine) as session:
        assert session.exec(select(Branch.name)).all() == ["第一党支部"]


def test_an_order_that_was_refused_may_be_picked_again(branch: Desk) -> None:
    branch.call_meeting("今天下午两点在三楼会议室开支部党员大会，议题是发展党员")
    branch.call_meeting("明天下午两点在三楼会议室上党课，议题是入党誓词")
    which = branch.say("1", "散会", "1")[-1]
    for _ in range(2):
        branch.press("1", which, "1")
        assert branch.toast is not None
        assert branch.toast.alert
        assert "失效" not in branch.toast.text  # too early, both times, and still the same question
    branch.wait(hours=4)
    branch.press("1", which, "1")
    with transaction(branch.engine) as session:
        states = session.exec(select(Meeting.state).order_by(col(Meeting.id))).all()
    assert states == ["closed", "open"]


def test_who_is_secretary_no_more_answers_no_draft(branch: Desk) -> None:
    branch.say("1", "开会 明天下午两点开支部党员大会，议题是发展党员", "1")
    with transaction(branch.engine) as session:
        home = session.exec(select(Branch)).one()
        first = next(m for m in members_of(session, home.id or 0) if m.name == "钱守正")
        first.duties = None
        session.add(first)
    branch.say("1", "三楼会议室", "1")
    with transaction(branch.engine) as session:
        assert session.exec(select(Meeting.place)).all() == [None]


@pytest.fixture
def answering(engine: Engine, branch: Desk) -> Iterator[Answering]:
    worker = Worker(engine)
    house = House(frozenset({("telegram", ADMIN)}), ZONE, Path("data"))
    channels = {"telegram": MemoryChannel()}
    yield Answering(worker, channels, house, lambda: branch.now, lambda: None)
    worker.close()


async def test_a_broken_event_undoes_only_itself(branch: Desk, answering: Answering) -> None:
    good = event(branch, "9", GROUP, Kind.TEXT, text="/help")
    bad = event(branch, "3", "3", Kind.TEXT, text="反馈 \ud800")  # no database takes this
    await answering.deliver([good, bad])
    assert [shown.chat for shown in branch.post()] == [GROUP, "3", ADMIN]
    assert "1" in branch.seen[-2].text
    assert handled(branch, good, bad) == 2
    await answering.deliver([bad])
    with transaction(branch.engine) as session:
        assert len(session.exec(select(Incident)).all()) == 1


async def test_an_event_that_cannot_even_be_answered_is_not_held_for_ever(
    branch: Desk, answering: Answering
) -> None:
    bad = event(branch, "9", "-9", Kind.TEXT, text="/help", chat_title="\ud800")
    await answering.deliver([bad])
    assert [shown.chat for shown in branch.post()] == [ADMIN]
    assert handled(branch, bad) == 1


async def test_talk_that_breaks_the_program_leaves_no_trace_in_the_group(
    branch: Desk, answering: Answering, caplog: pytest.LogCaptureFixture
) -> None:
    talk = event(branch, "9", GROUP, Kind.TEXT, text="我是韩立春", addressed=False)
    talk = replace(talk, sender=Sender("9", "\ud800"))
    await answering.deliver([talk])
    assert [shown.chat for shown in branch.post()] == [ADMIN]
    assert handled(branch, talk) == 0
    assert "韩立春" not in caplog.text
    assert "could not be handled" in caplog.text


async def test_a_key_that_another_process_wrote_meanwhile_makes_a_repeat(
    branch: Desk, answering: Answering
) -> None:
    once = event(branch, "1", "1", Kind.TEXT, text=CALL)
    await answering.deliver([once])
    await answering.deliver([once])
    with transaction(branch.engine) as session:
        assert len(session.exec(select(Meeting)).all()) == 1
        assert len(session.exec(select(Outbox).where(Outbox.event_key == once.key)).all()) == 1


def handled(desk: Desk, *events: Incoming) -> int:
    """How many of the events are on record as handled."""
    keys = [event.key for event in events]
    with transaction(desk.engine) as session:
        return len(session.exec(select(Event).where(col(Event.key).in_(keys))).all())


def event(desk: Desk, who: str | None, chat: str, kind: Kind, **more: object) -> Incoming:
    desk.number += 1
    now: datetime = desk.now
    values: dict[str, object] = {"addressed": True, "press_id": "p", "message_id": "m", **more}
    return Incoming(
        key=f"telegram:batch:{desk.number}",
        channel="telegram",
        chat=chat,
        place=Place.PRIVATE if chat == who else Place.GROUP,
        kind=kind,
        at=now,
        sender=Sender(who, f"昵称{who}") if who else None,
        **values,  # type: ignore[arg-type]
    )
