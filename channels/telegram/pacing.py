"""Whose turn it is to send: the service's limits, used to the full without being refused.

Over all chats turns are spaced evenly; in one chat they may come at once until its window is
full. Replies go before messages, messages before edits.
"""

import asyncio
import heapq
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from channels.telegram.windows import ChatWindow, OverallWindow, Turn, chat_window
from domain.messages import Passing, Urgency

PATIENCE = 5.0  # seconds; a longer wait is the courier's
FLOOD_CHATS, FLOOD_SECONDS = 3, 2.0  # so many chats refused so quickly: the limit of all
REASON = "the service's pace"
_RANKS = {Urgency.REPLY: 0, Urgency.MESSAGE: 1, Urgency.EDIT: 2}
_KEPT_LINES = 4096


@dataclass(order=True, slots=True)
class _Waiter:
    """The most urgent first, then the first come."""

    rank: int
    number: int
    since: float = field(compare=False)
    turn: asyncio.Future[Turn] = field(compare=False)


@dataclass(slots=True)
class _Line:
    window: ChatWindow
    waiters: list[_Waiter] = field(default_factory=list)


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
        self._overall = OverallWindow(rate)
        self._group_rate, self._private_rate = group_rate, private_rate
        self._clock, self._sleep = clock, sleep
        self._lines: dict[str, _Line] = {}
        self._busy: dict[str, _Line] = {}  # the lines that have waiters
        self._numbers = 0
        self._refused: deque[tuple[float, str]] = deque()
        self._news = asyncio.Event()
        self._giving: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def turn(self, chat: str, urgency: Urgency) -> AsyncIterator[None]:
        """Waits for a turn to send to a chat; the body sends, and ends when the answer is here.

        Raises `Passing` at once when the wait would be long.
        """
        turn = await self._wait(chat, urgency)
        try:
            yield
        finally:
            self._overall.answered(turn, self._clock())
            self._news.set()

    def refused(self, chat: str, seconds: float) -> None:
        """The service refused a message and named the wait: the chat is let alone so long.

        Where several chats are refused at once it is the limit over all, and all wait.
        """
        now = self._clock()
        window = self._line(chat, now).window
        window.held_until = max(window.held_until, now + seconds)
        self._refused.append((now, chat))
        while now - self._refused[0][0] > FLOOD_SECONDS:
            self._refused.popleft()
        if len({refused for _, refused in self._refused}) >= FLOOD_CHATS:
            self._overall.hold(now + seconds)
            self._refused.clear()

    async def _wait(self, chat: str, urgency: Urgency) -> Turn:
        now = self._clock()
        line = self._line(chat, now)
        turn: asyncio.Future[Turn] = asyncio.get_running_loop().create_future()
        waiter = _Waiter(_RANKS[urgency], self._numbers, now, turn)
        self._numbers += 1
        if (wait := self._estimate(line, waiter, now)) > PATIENCE:
            raise Passing(wait, REASON)
        heapq.heappush(line.waiters, waiter)
        self._busy[chat] = line
        self._news.set()
        if self._giving is None or self._giving.done():
            self._giving = asyncio.create_task(self._give())
        return await turn

    def _line(self, chat: str, now: float) -> _Line:
        line = self._lines.get(chat)
        if line is None:
            if len(self._lines) >= _KEPT_LINES:
                self._forget_idle(now)
            group = chat.startswith("-")
            window = (
                chat_window(self._group_rate, 60.0)
                if group
                else chat_window(self._private_rate, 1.0)
            )
            line = self._lines[chat] = _Line(window)
        return line

    def _forget_idle(self, now: float) -> None:
        self._lines = {
            chat: line
            for chat, line in self._lines.items()
            if line.waiters or not line.window.idle(now)
        }

    def _estimate(self, line: _Line, waiter: _Waiter, now: float) -> float:
        """About how long the waiter would wait, were nobody more urgent to come."""
        ahead = sum(other < waiter for each in self._busy.values() for other in each.waiters)
        overall = self._overall.free_at(now) + ahead * self._overall.interval
        in_chat = line.window.turn_at(now, sum(other < waiter for other in line.waiters))
        return max(overall, in_chat) - now

    async def _give(self) -> None:
        while True:
            now = self._clock()
            self._send_away(now)
            if not self._busy:
                return
            free = self._overall.free_at(now)
            lines = self._busy.values()
            ready = [line for line in lines if line.window.free_at(now) <= now]
            if ready and free <= now:
                self._give_one(min(ready, key=lambda line: line.waiters[0]), now)
                continue
            soonest = now if ready else min(line.window.free_at(now) for line in lines)
            await self._pause(max(soonest, free) - now)

    def _send_away(self, now: float) -> None:
        """Forgets waiters that gave up, and gives up those whose turn never comes."""
        for chat, line in list(self._busy.items()):
            for waiter in line.waiters:
                if now - waiter.since > 2 * PATIENCE and not waiter.turn.done():
                    waiter.turn.set_exception(Passing(PATIENCE, REASON))
            while line.waiters and line.waiters[0].turn.done():
                heapq.heappop(line.waiters)
            if not line.waiters:
                del self._busy[chat]

    def _give_one(self, line: _Line, now: float) -> None:
        waiter = heapq.heappop(line.waiters)
        line.window.sent.append(now)
        waiter.turn.set_result(self._overall.give(now))

    async def _pause(self, seconds: float) -> None:
        """Sleeps, or less when somebody new comes or an answer is here."""
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
