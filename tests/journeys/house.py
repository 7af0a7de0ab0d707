"""The whole service in this process, against the Bot API double over real HTTP."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, select

from bot.serving import Service
from bot.settings import Settings
from store.database import open_database
from store.tables import Outbox, Upload
from store.worker import DatabaseDown, Worker
from tests.journeys.clock import MovedClock
from tests.journeys.faulty import FaultyDouble
from tests.journeys.seen import Seen, Shown, changes, snapshot

ADMIN = 10001
GROUP = -7001
BETWEEN = 1.5  # seconds from one act of a person to the next; the service dates texts by seconds
FAST = 100_000
PARTS = ("telegram", "courier", "planner")


@dataclass
class House:
    """People act through it; each act returns what became visible by it."""

    double: FaultyDouble
    clock: MovedClock
    url: str
    data: Path
    parts: Sequence[str] = PARTS
    settings: dict[str, Any] = field(default_factory=dict)
    last: dict[tuple[int, int], Shown] = field(default_factory=dict)

    async def start(self) -> None:
        """Put the service together and begin to serve."""
        self.double.service.wall = self.clock.stamp
        given = {
            "database": self.url,
            "data": self.data,
            "telegram_token": self.double.token,
            "telegram_api": self.double.root,
            "telegram_rate": FAST,
            "telegram_group_rate": FAST,
            "telegram_private_rate": FAST,
            "admins": f"telegram:{ADMIN}",
            "listen": "127.0.0.1:0",
        }
        settings = Settings(_env_file=None, **(given | self.settings))
        self.service = Service(
            settings, Worker(open_database(self.url)), self.clock, parts=self.parts
        )
        await self.service.start()

    async def stop(self) -> None:
        """End as on SIGTERM."""
        await self.service.stop()

    # -- acts ------------------------------------------------------------------------------
    async def say(self, who: int, text: str, chat: int = 0, **more: Any) -> Seen:
        """A person writes: in private unless a chat is named."""
        reply = more.pop("reply_to", None)
        if reply is not None:
            more["reply_to"] = reply.number
        self._before()
        self.double.people.text(chat or who, who, text, **more)
        return await self.look()

    async def press(self, who: int, shown: Shown, label: str) -> Seen:
        """A person presses a button; `toast` is what pops up."""
        self._before()
        query = self.double.people.press(shown.chat, who, shown.number, shown.buttons[label])
        seen = await self.look()
        answers = self.double.answers[query]
        assert len(answers) == 1, "a press is answered once"
        seen.toast, seen.alert = answers[0].text, answers[0].alert
        return seen

    async def open_link(self, who: int, link: str) -> Seen:
        """A person opens a `?start=` link of the bot."""
        address, _, code = link.partition("?start=")
        assert address == f"https://t.me/{self.double.service.me['username']}"
        return await self.say(who, f"/start {code}")

    async def send_file(self, who: int, name: str, content: bytes, caption: str = "") -> Seen:
        """A person sends a file in private."""
        self._before()
        self.double.people.document(who, who, name, content, caption=caption)
        return await self.look()

    async def wait(self, **span: float) -> Seen:
        """Time passes, and what comes due happens."""
        self._before()
        self.clock.advance(**span)
        return await self._happen()

    async def wait_until(self, moment: datetime) -> Seen:
        """Time passes until an instant, and what comes due happens."""
        self._before()
        self.clock.advance_to(moment)
        return await self._happen()

    async def _happen(self) -> Seen:
        await self.service.planner.beat()
        self.service.courier.wake()
        return await self.look()

    def _before(self) -> None:
        self.clock.advance(seconds=BETWEEN)
        self.last = snapshot(self.double)

    # -- looking ---------------------------------------------------------------------------
    async def look(self) -> Seen:
        """What changed since the last act began, once everything due is done."""
        await self.calm()
        return changes(self.double, self.last)

    async def calm(self, seconds: float = 15.0) -> None:
        """Wait until nothing waits: no update, nothing due in the outbox, no file to read."""
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while waits := await self._waits():
            if loop.time() > until:
                ended = [task.exception() for task in self.service._tasks if task.done()]
                raise AssertionError(f"this waits still: {waits}; ended: {ended}")
            await asyncio.sleep(0.01)

    async def _waits(self) -> list[str]:
        if len(self.double.service.updates):
            return ["updates"]
        try:
            return await self.service.worker.run(lambda session: waiting(session, self.clock.now()))
        except DatabaseDown:
            return ["database"]

    async def read(self, act: Any) -> Any:
        """The result of a function on a session."""
        return await self.service.worker.run(act)


def waiting(session: Session, now: datetime) -> list[str]:
    """What waits to be sent or read at this moment."""
    rows = session.exec(
        select(Outbox)
        .where(
            or_(
                col(Outbox.state).in_(("queued", "claimed")) & (col(Outbox.due_at) <= now),
                (col(Outbox.state) == "sent") & (col(Outbox.edit_due_at) <= now),
            )
        )
        .limit(9)
    ).all()
    files = session.exec(
        select(Upload).where(col(Upload.state).in_(("received", "confirmed"))).limit(9)
    ).all()
    return [f"{row.text_key} {row.state} {row.error}" for row in rows] + [
        f"{file.name} {file.state}" for file in files
    ]


@asynccontextmanager
async def house_at(
    url: str, data: Path, clock: MovedClock | None = None, **more: Any
) -> AsyncIterator[House]:
    """A house with its own double, serving while the block lasts."""
    async with FaultyDouble() as double:
        house = House(double, clock or MovedClock(), url, data, **more)
        await house.start()
        try:
            yield house
        finally:
            await house.stop()
