"""The pacer on a simulated clock: never over the limits, and close to them."""

import asyncio
import random
from collections import defaultdict
from itertools import count, pairwise
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.telegram.pacing import Pacer
from domain.messages import Passing, Urgency
from tests.channels.virtual_time import run_virtually, virtual_clock
from tests.doubles.limiter import Limits


def pacer(rate: float = 30, group: float = 20, private: float = 1) -> Pacer:
    return Pacer(rate, group, private, clock=virtual_clock)


def most_in_window(times: list[float], seconds: float) -> int:
    times = sorted(times)
    return max(sum(1 for t in times[i:] if t < start + seconds) for i, start in enumerate(times))


async def take(pace: Pacer, chat: str, urgency: Urgency) -> None:
    """A turn whose message is answered at once."""
    async with pace.turn(chat, urgency):
        pass


async def send_all(pace: Pacer, chats: list[str], urgency: Urgency, sent: list[tuple[str, float]]):
    """Stands for the courier: a message that would wait too long is put back and tried again."""

    async def one(chat: str) -> None:
        while True:
            try:
                await take(pace, chat, urgency)
            except Passing as passing:
                await asyncio.sleep(passing.seconds)
                continue
            sent.append((chat, virtual_clock()))
            return

    await asyncio.gather(*(one(chat) for chat in chats))


def test_a_thousand_groups_use_the_limit_and_never_exceed_it():
    sent: list[tuple[str, float]] = []
    chats = [f"-{number}" for number in range(1, 1001)]
    run_virtually(send_all(pacer(), chats, Urgency.MESSAGE, sent))
    times = sorted(at for _, at in sent)
    assert len(times) == 1000
    assert most_in_window(times, 1.0) <= 30
    rate = (len(times) - 1) / (times[-1] - times[0])
    assert rate >= 0.97 * 30


@pytest.mark.parametrize("rate", [0.4, 1, 7, 30, 250])
def test_any_rate_is_kept(rate):
    sent: list[tuple[str, float]] = []
    chats = [f"-{number}" for number in range(1, 61)]
    run_virtually(send_all(pacer(rate=rate), chats, Urgency.MESSAGE, sent))
    times = sorted(at for _, at in sent)
    assert most_in_window(times, max(1.0, 1 / rate)) <= ceil(rate)
    assert 59 / (times[-1] - times[0]) >= 0.97 * rate


def test_one_group_gets_its_twenty_a_minute_at_once_and_no_more():
    sent: list[tuple[str, float]] = []
    run_virtually(send_all(pacer(), ["-5"] * 50, Urgency.MESSAGE, sent))
    times = sorted(at for _, at in sent)
    assert most_in_window(times, 60.0) == 20
    assert times[19] - times[0] < 1.0  # no needless wait while there is room


def test_a_private_chat_gets_one_a_second():
    sent: list[tuple[str, float]] = []
    run_virtually(send_all(pacer(), ["77"] * 12, Urgency.REPLY, sent))
    times = sorted(at for _, at in sent)
    gaps = [after - before for before, after in pairwise(times)]
    assert min(gaps) >= 1.0
    assert sum(gaps) <= 11 / 0.97


@given(
    chats=st.lists(st.sampled_from(["-1", "-2", "-3", "10", "11"]), min_size=1, max_size=80),
    rate=st.floats(0.5, 40),
    group=st.integers(1, 25),
    private=st.floats(0.2, 5),
)
@settings(max_examples=30, deadline=None)
def test_no_window_is_ever_overrun(chats, rate, group, private):
    sent: list[tuple[str, float]] = []
    run_virtually(send_all(pacer(rate, group, private), chats, Urgency.MESSAGE, sent))
    assert len(sent) == len(chats)
    by_chat = defaultdict(list)
    for chat, at in sent:
        by_chat[chat].append(at)
    assert most_in_window([at for _, at in sent], max(1.0, 1 / rate)) <= ceil(rate)
    for chat, times in by_chat.items():
        if chat.startswith("-"):
            assert most_in_window(times, 60.0) <= group
        else:
            assert most_in_window(times, max(1.0, 1 / private)) <= ceil(private)


def test_replies_overtake_messages_and_edits_come_last():
    async def scene() -> list[str]:
        pace, order = pacer(rate=2), []

        async def one(name: str, chat: str, urgency: Urgency) -> None:
            await take(pace, chat, urgency)
            order.append(name)

        first = asyncio.create_task(one("first", "-1", Urgency.MESSAGE))
        await asyncio.sleep(0)
        later = [
            asyncio.create_task(one("edit", "-2", Urgency.EDIT)),
            asyncio.create_task(one("message", "-3", Urgency.MESSAGE)),
            asyncio.create_task(one("reply", "-4", Urgency.REPLY)),
        ]
        await asyncio.gather(first, *later)
        return order

    assert run_virtually(scene()) == ["first", "reply", "message", "edit"]


def test_a_reply_overtakes_in_its_own_chat():
    async def scene() -> list[str]:
        pace, order = pacer(private=0.5), []

        async def one(name: str, urgency: Urgency) -> None:
            await take(pace, "9", urgency)
            order.append(name)

        await one("first", Urgency.MESSAGE)
        waiting = [asyncio.create_task(one("message", Urgency.MESSAGE))]
        await asyncio.sleep(0.1)
        waiting.append(asyncio.create_task(one("reply", Urgency.REPLY)))
        await asyncio.gather(*waiting)
        return order

    assert run_virtually(scene()) == ["first", "reply", "message"]


def test_a_refused_chat_holds_up_nobody_else():
    async def scene() -> tuple[float, float]:
        pace = pacer()
        pace.refused("-1", 3.0)
        held = asyncio.create_task(take(pace, "-1", Urgency.MESSAGE))
        await asyncio.sleep(0)
        await take(pace, "-2", Urgency.MESSAGE)
        other = virtual_clock()
        await held
        return other, virtual_clock()

    other, held = run_virtually(scene())
    assert other < 0.1
    assert 3.0 <= held < 3.2


def test_several_refused_chats_mean_that_all_must_wait():
    async def scene() -> float:
        pace = pacer()
        for chat in ("-1", "-2", "-3"):
            pace.refused(chat, 4.0)
        await take(pace, "-9", Urgency.REPLY)
        return virtual_clock()

    assert run_virtually(scene()) >= 4.0


def test_a_long_wait_is_named_and_not_waited_for():
    async def scene() -> tuple[float, float]:
        pace = pacer()
        pace.refused("-1", 40.0)
        with pytest.raises(Passing) as caught:
            await take(pace, "-1", Urgency.REPLY)
        return caught.value.seconds, virtual_clock()

    seconds, now = run_virtually(scene())
    assert 39.0 < seconds <= 41.0
    assert now == 0.0


def test_a_full_queue_is_put_back_rather_than_waited_for():
    async def scene() -> list[float]:
        pace = pacer(rate=10)
        turns = [asyncio.create_task(take(pace, f"-{n}", Urgency.MESSAGE)) for n in range(1, 101)]
        ends = await asyncio.gather(*turns, return_exceptions=True)
        return [end.seconds for end in ends if isinstance(end, Passing)]

    put_back = run_virtually(scene())
    assert 45 <= len(put_back) <= 55
    assert all(5.0 < seconds < 12.0 for seconds in put_back)


def test_a_sender_that_gave_up_takes_no_turn():
    async def scene() -> float:
        pace = pacer(rate=1)
        await take(pace, "-1", Urgency.MESSAGE)
        gone = asyncio.create_task(take(pace, "-2", Urgency.REPLY))
        await asyncio.sleep(0.1)
        gone.cancel()
        await take(pace, "-3", Urgency.MESSAGE)
        return virtual_clock()

    assert run_virtually(scene()) < 1.1


def test_edits_are_not_starved_without_a_word():
    """A flood of replies keeps an edit waiting; then it is put back instead of hanging on."""

    async def scene() -> float:
        pace, people = pacer(rate=4), count(1)

        async def flood() -> None:
            while True:
                try:
                    await take(pace, str(next(people)), Urgency.REPLY)
                except Passing:
                    await asyncio.sleep(0.05)

        floods = [asyncio.create_task(flood()) for _ in range(6)]
        await asyncio.sleep(0.5)
        with pytest.raises(Passing):
            await take(pace, "-1", Urgency.EDIT)
        for task in floods:
            task.cancel()
        await asyncio.gather(*floods, return_exceptions=True)
        return virtual_clock()

    assert run_virtually(scene()) < 15.0


@pytest.mark.parametrize(("jitter", "share"), [(0.0, 0.985), (0.010, 0.97), (0.050, 0.94)])
def test_on_an_uneven_way_a_strict_limiter_never_refuses(jitter, share):
    """60 ms there and back, each way with jitter, and timers that wake up late."""
    chance = random.Random(5)
    limits = Limits(30, None)
    refused, passed = 0, []

    async def late_sleep(seconds: float) -> None:
        await asyncio.sleep(seconds + chance.random() * 0.004)

    async def scene() -> None:
        pace = Pacer(30, 20, 1, clock=virtual_clock, sleep=late_sleep)

        async def attempt(chat: str) -> bool:
            nonlocal refused
            async with pace.turn(chat, Urgency.MESSAGE):
                await asyncio.sleep(0.030 + chance.random() * jitter)
                wait = limits.retry_after(int(chat), virtual_clock())
                if wait:
                    refused += 1
                    pace.refused(chat, wait)
                else:
                    passed.append(virtual_clock())
                await asyncio.sleep(0.030 + chance.random() * jitter)
            return not wait

        async def one(chat: str) -> None:
            while True:
                try:
                    if await attempt(chat):
                        return
                except Passing as passing:
                    await asyncio.sleep(passing.seconds)

        await asyncio.gather(*(one(f"-{number}") for number in range(1, 1501)))

    run_virtually(scene())
    assert refused == 0
    assert (len(passed) - 1) / (max(passed) - min(passed)) >= share * 30


def test_a_message_without_an_answer_does_not_stop_the_others_for_long():
    async def scene() -> float:
        pace = pacer(rate=2)

        async def hang(chat: str) -> None:
            async with pace.turn(chat, Urgency.MESSAGE):
                await asyncio.sleep(3600)

        hanging = [asyncio.create_task(hang(f"-{number}")) for number in (1, 2)]
        await asyncio.sleep(0.6)
        await take(pace, "-3", Urgency.MESSAGE)
        for task in hanging:
            task.cancel()
        await asyncio.gather(*hanging, return_exceptions=True)
        return virtual_clock()

    assert run_virtually(scene()) < 4.0
