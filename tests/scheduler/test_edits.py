import asyncio
from datetime import timedelta

from sqlalchemy import Engine
from sqlmodel import Session, select

from domain.answers import answer
from domain.meetings import cancel, publish
from domain.messages import Lasting, Passing
from domain.outbox import counts_changed
from scheduler.courier import Courier
from store.database import transaction
from store.tables import Incident, Meeting, Member, Outbox
from store.worker import Worker
from tests.scheduler.conftest import Hand
from tests.scheduler.memory import MemoryChannel
from tests.scheduler.stage import a_branch, at, outbox

PEOPLE = 12


def call_a_meeting(engine: Engine, clock: Hand) -> None:
    with transaction(engine) as session:
        branch = a_branch(session, clock.now)
        for number in range(PEOPLE):
            session.add(Member(branch_id=branch.id or 0, name=f"甲{number}", created_at=clock.now))
        meeting = Meeting(
            branch_id=branch.id or 0,
            kind="lecture",
            starts_at=at("2026-11-27 15:00"),
            place="三楼",
            created_at=clock.now,
        )
        session.add(meeting)
        session.flush()
        publish(session, meeting, clock.now)


def press(engine: Engine, clock: Hand, number: int) -> None:
    with transaction(engine) as session:
        meeting = session.exec(select(Meeting)).one()
        member = session.exec(select(Member).where(Member.name == f"甲{number}")).one()
        answer(session, meeting, member, "attend", clock.now, member)
        counts_changed(session, [meeting.id or 0], clock.now)


def notice(session: Session) -> Outbox:
    return outbox(session, "notice")[0]


def says(channel: MemoryChannel, attending: int) -> bool:
    return f"参加 {attending}，请假 0，未答复 {PEOPLE - attending}" in channel.shown["m1"]


async def test_edits_are_coalesced_and_the_last_state_is_shown(
    engine: Engine, courier: Courier, channel: MemoryChannel, clock: Hand
) -> None:
    call_a_meeting(engine, clock)
    await courier.drain()
    assert says(channel, 0)
    for number in range(10):
        press(engine, clock, number)
        await courier.drain()
        clock.pass_by(seconds=0.1)
    assert len(channel.edits) == 1
    assert says(channel, 1)
    clock.pass_by(seconds=1.9)
    await courier.drain()
    assert len(channel.edits) == 1
    clock.pass_by(seconds=1)
    await courier.drain()
    assert len(channel.edits) == 2
    assert says(channel, 10)
    with transaction(engine) as session:
        row = notice(session)
        assert (row.shown_version, row.wanted_version, row.edit_due_at) == (10, 10, None)
    clock.pass_by(seconds=60)
    await courier.drain()
    assert len(channel.edits) == 2


async def test_a_press_while_an_edit_is_under_way_is_shown_afterwards(
    engine: Engine, courier: Courier, channel: MemoryChannel, clock: Hand
) -> None:
    call_a_meeting(engine, clock)
    await courier.drain()
    channel.delay = 0.2
    press(engine, clock, 0)
    draining = asyncio.create_task(courier.drain())
    await asyncio.sleep(0.1)
    press(engine, clock, 1)
    await draining
    assert says(channel, 1)
    clock.pass_by(seconds=3)
    await courier.drain()
    assert says(channel, 2)


async def test_an_edit_is_recorded_although_others_are_recorded_meanwhile(
    engine: Engine, courier: Courier, channel: MemoryChannel, clock: Hand
) -> None:
    call_a_meeting(engine, clock)
    await courier.drain()
    serving = asyncio.create_task(courier.run())
    channel.delay = 0.1
    for number in range(3):
        press(engine, clock, number)
        courier.wake()
        await asyncio.sleep(0.05)
        with transaction(engine) as session:  # is sent, and recorded while the edit is under way
            copy = notice(session).model_dump(exclude={"id"})
            session.add(
                Outbox(**(copy | {"key": f"beside{number}", "kind": "reply", "state": "queued"}))
            )
        channel.delay = 0.0
        courier.wake()
        await asyncio.sleep(0.2)
        channel.delay = 0.1
        clock.pass_by(seconds=4)
    await courier.stop()
    await serving
    channel.delay = 0.0
    with transaction(engine) as session:
        row = notice(session)
        assert (row.shown_version, row.wanted_version) == (3, 3)


async def test_an_answer_before_the_notice_is_out_is_shown(
    engine: Engine, courier: Courier, channel: MemoryChannel, clock: Hand
) -> None:
    call_a_meeting(engine, clock)
    press(engine, clock, 0)
    await courier.drain()
    assert says(channel, 1)
    assert channel.edits == []
    with transaction(engine) as session:
        assert notice(session).edit_due_at is None


async def test_a_kill_during_an_edit_loses_no_state(
    engine: Engine, worker: Worker, courier: Courier, channel: MemoryChannel, clock: Hand
) -> None:
    call_a_meeting(engine, clock)
    await courier.drain()
    channel.delay = 60
    press(engine, clock, 0)
    dying = asyncio.create_task(courier.drain())
    while not courier._tasks:
        await asyncio.sleep(0.01)
    dying.cancel()
    for task in courier._tasks:
        task.cancel()
    await asyncio.gather(dying, *courier._tasks, return_exceptions=True)
    channel.delay = 0
    successor = Courier(worker, {"memory": channel}, clock)
    await successor.drain()
    assert says(channel, 0)
    clock.pass_by(seconds=31)
    await successor.drain()
    assert says(channel, 1)


async def test_an_edit_due_far_ahead_of_a_clock_that_was_set_back_comes_at_once(
    engine: Engine, courier: Courier, channel: MemoryChannel, clock: Hand
) -> None:
    call_a_meeting(engine, clock)
    await courier.drain()
    press(engine, clock, 0)
    with transaction(engine) as session:
        notice(session).edit_due_at = clock.now + timedelta(hours=5)
    await courier.drain()
    assert says(channel, 1)


async def test_a_passing_fault_of_an_edit_is_tried_again(
    engine: Engine, courier: Courier, channel: MemoryChannel, clock: Hand
) -> None:
    call_a_meeting(engine, clock)
    await courier.drain()
    press(engine, clock, 0)
    channel.edit_faults = [Passing(20)]
    await courier.drain()
    clock.pass_by(seconds=19)
    await courier.drain()
    assert says(channel, 0)
    clock.pass_by(seconds=1)
    await courier.drain()
    assert says(channel, 1)


async def test_an_edit_that_can_never_be_made_is_given_up(
    engine: Engine, courier: Courier, channel: MemoryChannel, clock: Hand
) -> None:
    call_a_meeting(engine, clock)
    await courier.drain()
    for reason in ("message_gone", "not_modified"):
        press(engine, clock, 0)
        channel.edit_faults = [Lasting(reason)]
        await courier.drain()
        clock.pass_by(seconds=3)
        with transaction(engine) as session:
            assert notice(session).edit_due_at is None
    assert channel.edits == []


async def test_an_edit_of_a_group_that_moved_follows_it(
    engine: Engine, courier: Courier, channel: MemoryChannel, clock: Hand
) -> None:
    call_a_meeting(engine, clock)
    await courier.drain()
    press(engine, clock, 0)
    channel.edit_faults = [Lasting("moved", "new")]
    await courier.drain()
    clock.pass_by(seconds=3)
    await courier.drain()
    assert [chat for chat, _, _ in channel.edits] == ["new"]


async def test_a_cancelled_meetings_notice_shows_its_last_words(
    engine: Engine, courier: Courier, channel: MemoryChannel, clock: Hand
) -> None:
    call_a_meeting(engine, clock)
    await courier.drain()
    press(engine, clock, 0)
    channel.delay = 0.2
    draining = asyncio.create_task(courier.drain())
    await asyncio.sleep(0.1)  # the edit with the counts is under way
    with transaction(engine) as session:
        cancel(session, session.exec(select(Meeting)).one(), clock.now)
    await draining
    await courier.drain()
    assert "已取消" in channel.shown["m1"]
    assert channel.edits[-1][1] == "m1"
    clock.pass_by(seconds=60)
    await courier.drain()
    assert "已取消" in channel.shown["m1"]
    assert len([text for _, text in channel.sent if "会议取消" in text]) == 1


async def test_a_sentence_that_breaks_in_an_edit_is_an_incident(
    engine: Engine, courier: Courier, channel: MemoryChannel, clock: Hand
) -> None:
    call_a_meeting(engine, clock)
    await courier.drain()
    press(engine, clock, 0)
    with transaction(engine) as session:
        notice(session).text_key = "test_broken"
    await courier.drain()
    with transaction(engine) as session:
        number = session.exec(select(Incident)).one().id
        assert (notice(session).error, notice(session).edit_due_at) == (f"incident {number}", None)


async def test_the_last_words_stand_though_another_couriers_edit_arrives_after_them(
    engine: Engine, worker: Worker, courier: Courier, channel: MemoryChannel, clock: Hand
) -> None:
    call_a_meeting(engine, clock)
    await courier.drain()
    press(engine, clock, 0)
    slow = MemoryChannel(delay=0.5, shown=channel.shown)
    other = Courier(worker, {"memory": slow}, clock)
    draining = asyncio.create_task(other.drain())
    while not other._tasks:
        await asyncio.sleep(0.01)
    with transaction(engine) as session:
        cancel(session, session.exec(select(Meeting)).one(), clock.now)
    await courier.drain()
    await draining
    await courier.drain()
    assert slow.edits
    assert "已取消" in channel.shown["m1"]
