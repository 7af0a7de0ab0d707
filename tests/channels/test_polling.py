"""Long polling over real HTTP: nothing acknowledged before it is committed, nothing lost."""

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest

from channels.telegram import polling
from channels.telegram.channel import TelegramChannel
from channels.telegram.link import Link
from channels.telegram.polling import BAD_TOKEN, CONFLICT, Polling, back_off
from channels.telegram.reading import Me, Reader
from domain.messages import Kind
from tests.channels.harness import Core
from tests.channels.telegram_harness import NOON
from tests.doubles.bot_api import BotApiDouble

GROUP = -1005


@pytest.fixture
async def double() -> AsyncIterator[BotApiDouble]:
    async with BotApiDouble() as double:
        double.people.group(GROUP, status="administrator")
        yield double


@pytest.fixture
async def link(double: BotApiDouble) -> AsyncIterator[Link]:
    link = Link(double.token, double.root)
    yield link
    await link.close()


async def soon(seconds: float) -> None:
    """Stands for every wait: short, so that the tests are."""
    await asyncio.sleep(min(seconds, 0.01))


class Poller:
    """A polling run in a task, with the states it told."""

    def __init__(self, link: Link, core: Core) -> None:
        self.states: list[str] = []
        reader = Reader(Me(7000000001, "zhibu_test_bot"), lambda: NOON)
        self.polling = Polling(link, reader, core.deliver, self.states.append, sleep=soon)
        self.task = asyncio.create_task(self.polling.run())

    async def stop(self) -> None:
        self.polling.stop()
        await asyncio.wait_for(self.task, 2)


async def test_a_burst_comes_whole_and_in_order(double, link):
    core = Core()
    for number in range(350):
        double.people.text(GROUP, 40 + number % 7, f"话 {number}")
    poller = Poller(link, core)
    events = await core.wait_for(Kind.TEXT, 350)
    await poller.stop()
    assert [event.text for event in events] == [f"话 {number}" for number in range(350)]
    assert len(core.committed) == 350  # each once
    assert len(double.service.updates) == 0


async def test_nothing_is_acknowledged_before_it_is_committed(double, link):
    core, pending = Core(), []

    async def look(batch: object) -> None:
        pending.append(len(double.service.updates))

    core.on_batch = look
    for number in range(250):
        double.people.text(GROUP, 41, f"话 {number}")
    poller = Poller(link, core)
    await core.wait_for(Kind.TEXT, 250)
    await poller.stop()
    # While a batch was being committed the service still held it.
    assert pending == [250, 150, 50]


async def test_a_database_that_comes_and_goes(double, link):
    core, refusals = Core(), iter([True, True, False, True, False, False, True])

    async def moody(batch: object) -> None:
        if next(refusals, False):
            core.refused += 1
            raise ConnectionError("down")

    core.on_batch = moody
    for number in range(220):
        double.people.text(GROUP, 41, f"话 {number}")
    poller = Poller(link, core)
    events = await core.wait_for(Kind.TEXT, 220)
    await poller.stop()
    assert core.refused >= 3
    assert [event.text for event in events] == [f"话 {number}" for number in range(220)]
    assert len(core.committed) == 220


async def test_killed_in_the_middle_of_a_batch_it_comes_again(double, link):
    core, reached = Core(), asyncio.Event()

    async def hang(batch: object) -> None:
        reached.set()
        await asyncio.sleep(3600)

    core.on_batch = hang
    double.people.text(GROUP, 41, "参加")
    first = Poller(link, core)
    await reached.wait()
    first.task.cancel()
    await asyncio.gather(first.task, return_exceptions=True)
    core.on_batch = None
    second = Poller(link, core)
    (event,) = await core.wait_for(Kind.TEXT)
    await second.stop()
    assert event.text == "参加"


async def test_a_batch_finished_while_stopping_is_acknowledged(double, link):
    core, reached, go = Core(), asyncio.Event(), asyncio.Event()

    async def slow(batch: object) -> None:
        reached.set()
        await go.wait()

    core.on_batch = slow
    double.people.text(GROUP, 41, "参加")
    poller = Poller(link, core)
    await reached.wait()
    poller.polling.stop()
    await asyncio.sleep(0.02)
    go.set()
    await asyncio.wait_for(poller.task, 2)
    assert len(core.committed) == 1
    assert len(double.service.updates) == 0


async def test_a_poisoned_update_holds_up_nothing(double, link, caplog):
    core = Core()
    double.people.text(GROUP, 41, "前")
    double.people.poison()
    double.people.text(GROUP, 41, "后")
    poller = Poller(link, core)
    events = await core.wait_for(Kind.TEXT, 2)
    await poller.stop()
    assert [event.text for event in events] == ["前", "后"]
    assert len(double.service.updates) == 0
    assert "soon" not in caplog.text


@pytest.mark.parametrize("fault", ["error", "garbage"])
async def test_a_broken_service_is_waited_for(double, link, fault):
    core = Core()
    double.fault = fault
    double.people.text(GROUP, 41, "参加")
    poller = Poller(link, core)
    await double.wait_for(lambda: poller.states)
    assert poller.states[-1] == polling.NO_ANSWER
    double.fault = ""
    await core.wait_for(Kind.TEXT)
    await poller.stop()
    assert poller.states[-1] == ""


async def test_an_outage_is_waited_for(double, link):
    core = Core()
    poller = Poller(link, core)
    double.people.text(GROUP, 41, "前")
    await core.wait_for(Kind.TEXT)
    await double.close()
    await double.wait_for(lambda: polling.NO_ANSWER in poller.states)
    double.people.text(GROUP, 41, "后")
    await double.open()
    events = await core.wait_for(Kind.TEXT, 2)
    await poller.stop()
    assert [event.text for event in events] == ["前", "后"]


async def test_another_poller_gets_a_sentence_and_both_go_on(double, link, caplog):
    core = Core()
    poller = Poller(link, core)
    await double.wait_for(lambda: double.service.poll)
    other = Link(double.token, double.root)
    await other.call("getUpdates", {"timeout": 0})
    await double.wait_for(lambda: CONFLICT in poller.states)
    await other.close()
    double.people.text(GROUP, 41, "参加")
    await core.wait_for(Kind.TEXT)
    await poller.stop()
    assert caplog.messages.count(CONFLICT) == 1


async def test_a_refused_token_ends_polling_with_a_sentence(double):
    wrong = Link("123456:wrong", double.root)
    poller = Poller(wrong, Core())
    await asyncio.wait_for(poller.task, 2)
    await wrong.close()
    assert poller.states == [BAD_TOKEN]


async def test_ids_that_begin_anew_are_heard(double, link, monkeypatch):
    monkeypatch.setattr(polling, "HOLD_SECONDS", 0.05)
    core = Core()
    poller = Poller(link, core)
    double.people.text(GROUP, 41, "前")
    await core.wait_for(Kind.TEXT)
    polls = double.service.calls["getUpdates"]
    # Empty answers lie between, as after a quiet week.
    await double.wait_for(lambda: double.service.calls["getUpdates"] > polls + 3)
    double.service.updates.restart_ids(500)
    double.people.text(GROUP, 41, "后")
    events = await core.wait_for(Kind.TEXT, 2)
    await poller.stop()
    assert [event.text for event in events] == ["前", "后"]


async def test_only_one_of_several_processes_polls(double, link):
    mine = False

    async def may_poll() -> bool:
        return mine

    core, reader = Core(), Reader(Me(7000000001, "zhibu_test_bot"), lambda: NOON)
    turn = Polling(link, reader, core.deliver, lambda _: None, may_poll=may_poll, sleep=soon)
    task = asyncio.create_task(turn.run())
    double.people.text(GROUP, 41, "参加")
    await asyncio.sleep(0.05)
    assert not core.committed
    mine = True
    await core.wait_for(Kind.TEXT)
    turn.stop()
    await task


async def test_a_lock_that_cannot_be_asked_does_not_end_serving(double, link):
    answers = iter([ConnectionError("down"), ConnectionError("down")])

    async def may_poll() -> bool:
        if error := next(answers, None):
            raise error
        return True

    core, reader = Core(), Reader(Me(7000000001, "zhibu_test_bot"), lambda: NOON)
    turn = Polling(link, reader, core.deliver, lambda _: None, may_poll=may_poll, sleep=soon)
    task = asyncio.create_task(turn.run())
    double.people.text(GROUP, 41, "参加")
    await core.wait_for(Kind.TEXT)
    turn.stop()
    await task


async def test_waits_double_up_to_half_a_minute():
    waits = back_off()
    assert [next(waits) for _ in range(8)] == [0.5, 1, 2, 4, 8, 16, 30, 30]


async def test_talk_in_a_group_is_in_no_log_line(double, caplog):
    caplog.set_level(logging.DEBUG)
    core = Core(down=True)
    channel = TelegramChannel(double.token, double.root, now=lambda: NOON)
    await channel.start(core.deliver)
    double.people.text(GROUP, 41, "邻居家的闲话")
    double.people.poison()
    await double.wait_for(lambda: core.refused)
    core.down = False
    await core.wait_for(Kind.TEXT)
    await channel.stop()
    assert "闲话" not in caplog.text
