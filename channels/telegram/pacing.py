"""Whose turn it is to send: the service's limits, kept without being refused.

Over all chats turns are spaced evenly, a little wider than the limit, so that the service's
window holds even when the way there takes unequal time: at 60 ms a strict limiter is used to
98 % with about one refusal in 3,000. In one chat turns may come at once until its window is
full. Replies go before messages, messages before edits.
"""

import asyncio
import heapq
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from math import floor

from domain.messages import Passing, Urgency

MARGIN = 0.017  # of the limit, in time: 30 a second become 29.5
SLACK = 0.6  # the part of the margin that a late wake-up may use to catch up
PATIENCE = 5.0  # seconds; a longer wait is the courier's
FLOOD_CHATS, FLOOD_SECONDS = 3, 2.0  # so many chats refused so quickly: the limit of all
_RANKS = {Urgency.REPLY: 0, Urgency.MESSAGE: 1, Urgency.EDIT: 2}
_KEPT_LINES = 4096


@dataclass(order=True, slots=True)
class _Waiter:
    rank: int
    number: int
    since: float = field(compare=False)
    turn: asyncio.Future[None] = field(compare=False)


@dataclass(slots=True)
class _Line:
    """The waiters of one chat, when it was sent to lately, and how long it must be let alone."""

    limit: int
    seconds: float
    sent: deque[float] = field(default_factory=deque)
    held_until: float = 0.0
    waiters: list[_Waiter] = field(default_factory=list)

    def free_at(self, now: float) -> float:
        """When the chat may be sent to next; a moment in the past means now."""
        while self.sent and now - self.sent[0] >= self.seconds:
            self.sent.popleft()
        full = len(self.sent) >= self.limit
        return max(self.held_until, self.sent[0] + self.seconds if full else 0.0)

    def turn_at(self, now: float, ahead: int) -> float:
        """When the chat's window has room for one more turn after `ahead` others."""
        turns, begin = list(self.sent), max(now, self.free_at(now))
        for _ in range(ahead + 1):
            full = len(turns) >= self.limit
            turns.append(max(begin, turns[-self.limit] + self.seconds) if full else begin)
        return turns[-1]

    def idle(self, now: float) -> bool:
        return not self.waiters and self.free_at(now) <= now and not self.sent


class Pacer:
    """Gives turns. Rates: `rate` messages a second over all chats, `group_rate` a minute in a
    group, `private_rate` a second in a private chat. `clock` counts monotonic seconds."""

    def __init__(
        self,
        rate: float,
        group_rate: float,
        private_rate: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._interval = (1 + MARGIN) / rate
        self._slack = min(MARGIN * SLACK, self._interval)
        self._group = _window(group_rate, 60.0)
        self._private = _window(private_rate, 1.0)
        self._clock, self._sleep = clock, sleep
        self._lines: dict[str, _Line] = {}
        self._busy: dict[str, _Line] = {}  # the lines that have waiters
        self._next = 0.0  # when the next turn over all chats may be given
        self._numbers = 0
        self._refused: deque[tuple[float, str]] = deque()
        self._news = asyncio.Event()
        self._giving: asyncio.Task[None] | None = None

    async def turn(self, chat: str, urgency: Urgency) -> None:
        """Waits for a turn to send to a chat. Raises `Passing` when it would take too long."""
        now = self._clock()
        line = self._line(chat, now)
        waiter = _Waiter(
            _RANKS[urgency], self._numbers, now, asyncio.get_running_loop().create_future()
        )
        self._numbers += 1
        if (wait := self._estimate(line, waiter, now)) > PATIENCE:
            raise Passing(wait, "the service's pace")
        heapq.heappush(line.waiters, waiter)
        self._busy[chat] = line
        self._news.set()
        if self._giving is None or self._giving.done():
            self._giving = asyncio.create_task(self._give())
        await waiter.turn

    def refused(self, chat: str, seconds: float) -> None:
        """The service refused a message and named the wait: the chat is let alone so long.

        Where several chats are refused at once it is the limit over all, and all wait.
        """
        now = self._clock()
        line = self._line(chat, now)
        line.held_until = max(line.held_until, now + seconds)
        self._refused.append((now, chat))
        while now - self._refused[0][0] > FLOOD_SECONDS:
            self._refused.popleft()
        if len({refused for _, refused in self._refused}) >= FLOOD_CHATS:
            self._next = max(self._next, now + seconds)
            self._refused.clear()

    def _line(self, chat: str, now: float) -> _Line:
        line = self._lines.get(chat)
        if line is None:
            if len(self._lines) >= _KEPT_LINES:
                self._lines = {key: kept for key, kept in self._lines.items() if not kept.idle(now)}
            limit, seconds = self._group if chat.startswith("-") else self._private
            line = self._lines[chat] = _Line(limit, seconds)
        return line

    def _estimate(self, line: _Line, waiter: _Waiter, now: float) -> float:
        """About how long the waiter would wait, were nobody more urgent to come."""
        ahead = sum(other < waiter for each in self._busy.values() for other in each.waiters)
        overall = self._next - now + ahead * self._interval
        return max(overall, line.turn_at(now, sum(other < waiter for other in line.waiters)) - now)

    async def _give(self) -> None:
        while True:
            now = self._clock()
            self._send_away(now)
            if not self._busy:
                return
            ready = [line for line in self._busy.values() if line.free_at(now) <= now]
            if ready and self._next <= now:
                self._give_one(min(ready, key=lambda line: line.waiters[0]), now)
                continue
            soonest = now if ready else min(line.free_at(now) for line in self._busy.values())
            await self._pause(max(soonest, self._next) - now)

    def _send_away(self, now: float) -> None:
        """Forgets waiters that gave up, and gives up those whose turn never comes."""
        for chat, line in list(self._busy.items()):
            for waiter in line.waiters:
                if now - waiter.since > 2 * PATIENCE and not waiter.turn.done():
                    waiter.turn.set_exception(Passing(PATIENCE, "the service's pace"))
            while line.waiters and line.waiters[0].turn.done():
                heapq.heappop(line.waiters)
            if not line.waiters:
                del self._busy[chat]

    def _give_one(self, line: _Line, now: float) -> None:
        waiter = heapq.heappop(line.waiters)
        self._next = max(self._next, now - self._slack) + self._interval
        line.sent.append(now)
        waiter.turn.set_result(None)

    async def _pause(self, seconds: float) -> None:
        """Sleeps, or less when somebody new comes."""
        self._news.clear()
        tasks = [
            asyncio.ensure_future(self._sleep(max(seconds, 0.0))),
            asyncio.ensure_future(self._news.wait()),
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()


def _window(rate: float, seconds: float) -> tuple[int, float]:
    """How many turns in how many seconds: for 20 a minute (20, 61), for one in two (1, 2.03).
    Parts of a turn are left unused, as the service counts whole ones."""
    return max(1, floor(rate)), seconds / min(rate, 1.0) * (1 + MARGIN)
