import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from domain.messages import Button, Lasting, Limits, Passing, Urgency
from domain.outbox import Letter, post
from scheduler.courier import Courier
from scheduler.planner import tick
from store.database import transaction
from store.tables import Account, Chat, Incident, Outbox, Plan
from store.worker import Worker
from tests.scheduler.conftest import Hand
from tests.scheduler.memory import MemoryChannel
from tests.scheduler.stage import a_branch, a_chat, a_work, at, letters, outbox


def states(engine: Engine) -> dict[str, str]:
    with transaction(engine) as session:
        return {row.facts.get("text", row.key): row.state for row in outbox(session)}


async def test_what_is_due_goes_out_and_is_recorded(
    engine: Engine, courier: Courier, channel: MemoryChannel, clock: Hand
) -> None:
    with transaction(engine) as session:
        chat = a_chat(session, "a")
        letters(session, chat, clock.now, "一", "二")
        letters(session, chat, clock.now, "later", after=timedelta(minutes=5))
    await courier.drain()
    assert channel.sent == [("a", "一"), ("a", "二")]
    with transaction(engine) as session:
        first = outbox(session)[0]
        assert (first.state, first.message_id, first.sent_at) == ("sent", "m1", clock.now)
        assert first.rendered is not None
        assert first.rendered["text"] == "一"
    clock.pass_by(minutes=5)
    await courier.drain()
    assert channel.texts("a") == ["一", "二", "later"]


async def test_replies_go_first_and_chats_go_side_by_side(
    engine: Engine, courier: Courier, channel: MemoryChannel, clock: Hand
) -> None:
    with transaction(engine) as session:
        for name in "abc":
            letters(session, a_chat(session, name), clock.now, f"{name}1", f"{name}2")
        letters(session, a_chat(session, "d"), clock.now, "reply", urgency=0)
    channel.delay = 0.02
    await courier.drain()
    assert channel.sent[0] == ("d", "reply")
    assert channel.urgencies[0] is Urgency.REPLY
    assert set(channel.urgencies[1:]) == {Urgency.MESSAGE}
    assert channel.most_at_once == 4
    assert not channel.crossed
    assert all(channel.texts(name) == [f"{name}1", f"{name}2"] for name in "abc")


async def test_a_chat_with_very_many_messages_does_not_hide_the_others(
    engine: Engine, courier: Courier, channel: MemoryChannel, clock: Hand
) -> None:
    with transaction(engine) as session:
        letters(session, a_chat(session, "loud"), clock.now, *[str(n) for n in range(900)])
        letters(session, a_chat(session, "quiet"), clock.now, "here")
    task = asyncio.create_task(courier.drain())
    while not channel.texts("quiet"):
        await asyncio.sleep(0.01)
    assert len(channel.texts("loud")) < 10
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await courier.stop()


async def test_a_passing_fault_holds_its_chat_in_order_and_no_other(
    engine: Engine, courier: Courier, channel: MemoryChannel, clock: Hand
) -> None:
    with transaction(engine) as session:
        letters(session, a_chat(session, "slow"), clock.now, "1", "2", "3")
        letters(session, a_chat(session, "free"), clock.now, "x", "y")
    channel.faults["slow"] = [Passing(30, "429")]
    await courier.drain()
    assert channel.texts("free") == ["x", "y"]
    assert channel.texts("slow") == []
    with transaction(engine) as session:
        row = outbox(session)[0]
        assert (row.state, row.attempts, row.error) == ("queued", 1, "429")
        assert row.due_at == clock.now + timedelta(seconds=30)
        letters(
            session,
            session.exec(select(Chat).where(Chat.address == "slow")).one(),
            at("2026-11-24 10:00"),
            "4",
            urgency=0,
        )
    clock.pass_by(seconds=29)
    await courier.drain()
    assert channel.texts("slow") == []
    clock.pass_by(seconds=1)
    await courier.drain()
    assert channel.texts("slow") == ["1", "4", "2", "3"]
    assert channel.tried == 7


async def test_a_service_out_of_reach_is_left_in_peace(
    engine: Engine, courier: Courier, channel: MemoryChannel, clock: Hand
) -> None:
    with transaction(engine) as session:
        for number in range(300):
            letters(session, a_chat(session, f"c{number}"), clock.now, str(number))
    channel.down = True
    await courier.drain()
    assert channel.tried <= 100
    channel.down = False
    clock.pass_by(seconds=2)
    await asyncio.sleep(1.1)  # the courier's rest, on a clock that nobody sets
    await courier.drain()
    assert sorted(int(text) for _, text in channel.sent) == list(range(300))


async def test_a_kill_between_sending_and_recording_sends_again_after_the_lease(
    engine: Engine, worker: Worker, courier: Courier, channel: MemoryChannel, clock: Hand
) -> None:
    with transaction(engine) as session:
        letters(session, a_chat(session, "a"), clock.now, "1", "2")
    channel.gate = asyncio.Event()
    dying = asyncio.create_task(courier.drain())
    while not channel.at_once:
        await asyncio.sleep(0.01)
    dying.cancel()
    for task in courier._tasks:
        task.cancel()
    await asyncio.gather(dying, *courier._tasks, return_exceptions=True)
    channel.gate = None
    successor = Courier(worker, {"memory": channel}, clock)
    await successor.drain()
    assert channel.sent == []  # the second waits for the first, which the dead one holds
    clock.pass_by(seconds=61)
    await successor.drain()
    assert channel.texts("a") == ["1", "2"]


async def test_a_lease_from_a_clock_that_was_set_back_does_not_hold(
    engine: Engine, worker: Worker, channel: MemoryChannel, clock: Hand, courier: Courier
) -> None:
    with transaction(engine) as session:
        chat = a_chat(session, "a")
        ahead = clock.now + timedelta(hours=5)
        letters(session, chat, ahead, "written ahead")
        letters(session, chat, clock.now, "claimed ahead")
        row = outbox(session)[1]
        row.state, row.claimed_by, row.lease_until = "claimed", "gone", ahead
        session.flush()
    await courier.drain()
    assert sorted(channel.texts("a")) == ["claimed ahead", "written ahead"]


async def test_a_clock_set_back_while_serving_holds_nothing_up(
    engine: Engine, channel: MemoryChannel, clock: Hand, courier: Courier
) -> None:
    await courier.drain()
    clock.pass_by(hours=3)
    with transaction(engine) as session:
        letters(session, a_chat(session, "a"), clock.now, "1")
        letters(session, a_chat(session, "b"), clock.now, "2")
        letters(session, a_chat(session, "c"), clock.now, "later", after=timedelta(minutes=5))
    channel.faults["a"] = [Passing(60)]
    await courier.drain()
    clock.pass_by(hours=-3)
    await courier.drain()
    assert sorted(channel.sent) == [("a", "1"), ("b", "2")]


async def test_a_repeated_message_says_the_same_words(
    engine: Engine, courier: Courier, channel: MemoryChannel, clock: Hand
) -> None:
    with transaction(engine) as session:
        letters(session, a_chat(session, "a"), clock.now, "as it was")
    channel.faults["a"] = [Passing(1)]
    await courier.drain()
    with transaction(engine) as session:
        row = outbox(session)[0]
        row.facts = {"text": "changed"}
    clock.pass_by(seconds=1)
    await courier.drain()
    assert channel.texts("a") == ["as it was"]


async def test_what_comes_too_late_is_skipped(
    engine: Engine, courier: Courier, channel: MemoryChannel, clock: Hand
) -> None:
    with transaction(engine) as session:
        chat = a_chat(session, "a")
        for name, ends in (("late", 0), ("just", 1)):
            letter = Letter(
                key=name,
                chat_id=chat.id or 0,
                kind="reply",
                text_key="test_plain",
                facts={"text": name},
                expires_at=clock.now + timedelta(seconds=ends),
            )
            post(session, [letter], clock.now)
    await courier.drain()
    assert channel.texts("a") == ["just"]
    assert states(engine) == {"late": "skipped", "just": "sent"}


async def test_a_push_that_could_not_be_sent_in_time_leaves_its_portion_for_the_next_workday(
    engine: Engine, courier: Courier, channel: MemoryChannel, clock: Hand
) -> None:
    clock.now = at("2026-11-24 08:00")
    with transaction(engine) as session:
        a_branch(session, at("2026-11-24 07:00"))
        a_work(session, clock.now)
        tick(session, clock.now)
    channel.faults["甲支部0"] = [Passing(3600 * 6, "outage")]
    await courier.drain()
    clock.pass_by(hours=6)
    await courier.drain()
    with transaction(engine) as session:
        assert [row.state for row in outbox(session)] == ["skipped"]
        plan = session.exec(select(Plan)).one()
        assert (plan.last_portion, plan.next_portion) == (None, 10_001)
        tick(session, at("2026-11-25 08:00"))
    clock.now = at("2026-11-25 08:00")
    await courier.drain()
    assert len(channel.sent) == 1
    assert "正文 1.1" in channel.sent[0][1]
    assert "第 1 段，共 3 段" in channel.sent[0][1]


async def test_what_is_held_stays(
    engine: Engine, courier: Courier, channel: MemoryChannel, clock: Hand
) -> None:
    with transaction(engine) as session:
        letters(session, a_chat(session, "a"), clock.now, "1")
        outbox(session)[0].state = "held"
    await courier.drain()
    assert channel.sent == []
    assert states(engine) == {"1": "held"}


async def test_a_broken_sentence_fails_alone_under_a_number(
    engine: Engine, courier: Courier, channel: MemoryChannel, clock: Hand
) -> None:
    with transaction(engine) as session:
        chat = a_chat(session, "a")
        letters(session, chat, clock.now, "before")
        for key in ("test_broken", "no_such_sentence", "push"):
            letter = Letter(
                key=key, chat_id=chat.id or 0, kind="push", text_key=key, facts={"portion": 999}
            )
            post(session, [letter], clock.now)
        letters(session, chat, clock.now, "after")
    await courier.drain()
    assert channel.texts("a") == ["before", "after"]
    with transaction(engine) as session:
        rows = outbox(session)
        assert [row.state for row in rows] == ["sent", "failed", "failed", "failed", "sent"]
        numbers = [incident.id for incident in session.exec(select(Incident)).all()]
        assert [row.error for row in rows[1:4]] == [f"incident {number}" for number in numbers]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # SQLite takes any value
async def test_a_row_that_breaks_the_transaction_is_found_and_fails_alone(
    engine: Engine, courier: Courier, channel: MemoryChannel, clock: Hand
) -> None:
    with transaction(engine) as session:
        chat = a_chat(session, "a")
        letters(session, chat, clock.now, "before", "after")
        letter = Letter(
            key="bad", chat_id=chat.id or 0, kind="push", text_key="push", facts={"portion": 2**40}
        )
        post(session, [letter], clock.now)
        letters(session, a_chat(session, "b"), clock.now, "other")
    await courier.drain()
    assert sorted(channel.sent) == [("a", "after"), ("a", "before"), ("b", "other")]
    with transaction(engine) as session:
        assert [row.state for row in outbox(session) if row.key == "bad"] == ["failed"]


@pytest.mark.parametrize("reason", ["gone", "blocked", "cannot_start"])
async def test_a_lost_group_is_told_to_the_admins_once(
    engine: Engine, courier: Courier, channel: MemoryChannel, clock: Hand, reason: str
) -> None:
    with transaction(engine) as session:
        branch = a_branch(session, clock.now)
        group = session.exec(select(Chat)).one()
        session.add(Account(channel="memory", address="admin", is_admin=True))
        a_chat(session, "admin", "private")
        letters(session, group, clock.now, "1", "2", "3")
        assert branch.name == "甲支部"
    channel.faults[group.address] = [Lasting(reason)]
    await courier.drain()
    assert channel.tried == 2  # the group once, the admin once
    assert len(channel.texts("admin")) == 1
    assert "甲支部群0" in channel.texts("admin")[0]
    assert [states(engine)[name] for name in "123"] == ["failed"] * 3
    with transaction(engine) as session:
        assert not session.get_one(Chat, group.id).reachable


async def test_a_person_who_blocked_the_bot_is_no_news(
    engine: Engine, courier: Courier, channel: MemoryChannel, clock: Hand
) -> None:
    with transaction(engine) as session:
        session.add(Account(channel="memory", address="admin", is_admin=True))
        a_chat(session, "admin", "private")
        letters(session, a_chat(session, "person", "private"), clock.now, "1")
    channel.faults["person"] = [Lasting("blocked")]
    await courier.drain()
    assert channel.sent == []
    with transaction(engine) as session:
        assert not session.exec(select(Chat).where(Chat.address == "person")).one().reachable


async def test_a_message_that_the_service_refuses_fails_and_the_chat_stays(
    engine: Engine, courier: Courier, channel: MemoryChannel, clock: Hand
) -> None:
    with transaction(engine) as session:
        letters(session, a_chat(session, "a"), clock.now, "bad", "good")
    channel.faults["a"] = [Lasting("bad_message")]
    await courier.drain()
    assert channel.texts("a") == ["good"]
    assert states(engine) == {"bad": "failed", "good": "sent"}


async def test_a_group_that_moved_gets_its_messages_at_the_new_address(
    engine: Engine, courier: Courier, channel: MemoryChannel, clock: Hand
) -> None:
    with transaction(engine) as session:
        letters(session, a_chat(session, "old"), clock.now, "1", "2")
    channel.faults["old"] = [Lasting("moved", "new")]
    await courier.drain()
    assert channel.sent == [("new", "1"), ("new", "2")]
    with transaction(engine) as session:
        assert session.exec(select(Chat)).one().address == "new"


async def test_a_program_error_in_a_channel_is_tried_again_later(
    engine: Engine, courier: Courier, channel: MemoryChannel, clock: Hand
) -> None:
    with transaction(engine) as session:
        letters(session, a_chat(session, "a"), clock.now, "1")
    channel.faults["a"] = [ZeroDivisionError()]
    await courier.drain()
    assert states(engine) == {"1": "queued"}
    clock.pass_by(seconds=30)
    await courier.drain()
    assert channel.texts("a") == ["1"]


async def test_rows_of_a_channel_that_does_not_run_here_wait(
    engine: Engine, courier: Courier, channel: MemoryChannel, clock: Hand
) -> None:
    with transaction(engine) as session:
        letters(session, a_chat(session, "x", channel="elsewhere"), clock.now, "1")
    await courier.drain()
    assert channel.sent == []
    assert states(engine) == {"1": "queued"}


async def test_a_channel_that_cannot_push_is_not_asked_to(
    engine: Engine, courier: Courier, channel: MemoryChannel, clock: Hand
) -> None:
    channel.limits = Limits(4096, buttons=True, can_push=False)
    with transaction(engine) as session:
        chat = a_chat(session, "a")
        letters(session, chat, clock.now, "asked for", "by itself")
        outbox(session)[1].started = True
    await courier.drain()
    assert channel.texts("a") == ["asked for"]
    assert states(engine)["by itself"] == "skipped"


async def test_a_row_that_edits_replaces_the_message(
    engine: Engine, courier: Courier, channel: MemoryChannel, clock: Hand
) -> None:
    with transaction(engine) as session:
        chat = a_chat(session, "a")
        letters(session, chat, clock.now, "first")
    await courier.drain()
    with transaction(engine) as session:
        _replace(session, chat, clock, "second")
    await courier.drain()
    assert channel.shown == {"m1": "second"}
    assert states(engine) == {"first": "sent", "second": "sent"}
    channel.edit_faults = [Lasting("message_gone")]
    with transaction(engine) as session:
        _replace(session, chat, clock, "third")
    await courier.drain()
    assert channel.texts("a") == ["first", "third"]


async def test_a_row_that_edits_what_was_never_sent_is_sent_as_new(
    engine: Engine, courier: Courier, channel: MemoryChannel, clock: Hand
) -> None:
    with transaction(engine) as session:
        chat = a_chat(session, "a")
        letters(session, chat, clock.now, "first")
        channel.faults["a"] = [Lasting("bad_message")]
        _replace(session, chat, clock, "second")
    await courier.drain()
    assert channel.texts("a") == ["second"]


def _replace(session: Session, chat: Chat, clock: Hand, text: str) -> None:
    first = session.exec(select(Outbox).order_by(col(Outbox.id))).first()
    assert first is not None
    letter = Letter(
        key=text,
        chat_id=chat.id or 0,
        kind="edit",
        text_key="test_plain",
        facts={"text": text},
        edits=first.id,
    )
    post(session, [letter], clock.now)


async def test_buttons_go_out_with_their_labels(
    engine: Engine, courier: Courier, channel: MemoryChannel, clock: Hand
) -> None:
    with transaction(engine) as session:
        chat = a_chat(session, "a")
        letter = Letter(
            key="b",
            chat_id=chat.id or 0,
            kind="reply",
            text_key="test_plain",
            facts={"text": "x"},
            buttons=[[Button(label="", action="here:1")]],
        )
        post(session, [letter], clock.now)
    await courier.drain()
    assert channel.messages[0].buttons == ((Button("签到", "here:1"),),)


async def test_stopping_finishes_what_is_in_flight(
    engine: Engine, courier: Courier, channel: MemoryChannel, clock: Hand
) -> None:
    with transaction(engine) as session:
        for name in "abc":
            letters(session, a_chat(session, name), clock.now, name)
    channel.gate = asyncio.Event()
    running = asyncio.create_task(courier.run())
    while channel.at_once < 3:
        await asyncio.sleep(0.01)
    stopping = asyncio.create_task(courier.stop())
    await asyncio.sleep(0.3)  # a round that is under way may still claim
    with transaction(engine) as session:
        letters(session, a_chat(session, "d"), clock.now, "too late")
    channel.gate.set()
    await stopping
    await asyncio.wait_for(running, 1)
    assert states(engine) == {"a": "sent", "b": "sent", "c": "sent", "too late": "queued"}


async def test_stopping_does_not_wait_for_ever(
    engine: Engine,
    courier: Courier,
    channel: MemoryChannel,
    clock: Hand,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("scheduler.courier.STOP_SECONDS", 0.2)
    with transaction(engine) as session:
        letters(session, a_chat(session, "a"), clock.now, "a")
    channel.gate = asyncio.Event()
    running = asyncio.create_task(courier.run())
    while not channel.at_once:
        await asyncio.sleep(0.01)
    await asyncio.wait_for(courier.stop(), 2)
    await asyncio.wait_for(running, 1)
    assert states(engine) == {"a": "claimed"}


async def test_a_woken_courier_sends_at_once(
    engine: Engine, courier: Courier, channel: MemoryChannel, clock: Hand
) -> None:
    running = asyncio.create_task(courier.run())
    await asyncio.sleep(0.05)
    with transaction(engine) as session:
        letters(session, a_chat(session, "a"), clock.now, "a")
    courier.wake()
    for _ in range(100):
        if channel.sent:
            break
        await asyncio.sleep(0.01)
    assert channel.sent == [("a", "a")]
    await courier.stop()
    await running
