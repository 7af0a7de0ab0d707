"""Telling the core of new rooms (ADDED) and of people who came in (JOINED).

A row stays unannounced until the core has committed the event, so that none is lost when the
process ends in between; a repeat has the same key and changes nothing.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session, col, select

from domain.messages import Incoming, Kind, Place, Sender
from domain.rooms import CHANNEL
from store.tables import Account
from store.tables.posts import Room, Seat
from store.worker import Worker
from web.chat.inbox import Inbox

log = logging.getLogger(__name__)

BATCH = 100
AGAIN_SECONDS = 2.0


class Announcer:
    """Announces what is unannounced: at the start and whenever it is woken."""

    def __init__(self, worker: Worker, inbox: Inbox, now: Callable[[], datetime]) -> None:
        self._worker = worker
        self._inbox = inbox
        self._now = now
        self._due = asyncio.Event()

    def wake(self) -> None:
        """Something new may stand in the tables."""
        self._due.set()

    async def run(self) -> None:
        """Announce until cancelled."""
        self._due.set()
        while True:
            await self._due.wait()
            self._due.clear()
            try:
                while await self._announce():
                    pass
            except Exception as error:  # the core or the database is away: try again
                log.warning("newcomers are announced later: %s", type(error).__name__)
                await asyncio.sleep(AGAIN_SECONDS)
                self._due.set()

    async def _announce(self) -> bool:
        now = self._now()
        events = await self._worker.run(lambda session: _unannounced(session, now))
        # The room comes first: the core must know it before it hears who is in it.
        await asyncio.gather(*[self._inbox.offer(event) for event in events])
        await self._worker.run(lambda session: _mark(session, events))
        return bool(events)


def _unannounced(session: Session, now: datetime) -> list[Incoming]:
    rooms = session.exec(select(Room).where(col(Room.announced).is_(False)).limit(BATCH)).all()
    if rooms:
        return [_added(room, now) for room in rooms]
    seats = (
        select(Seat, Room, Account)
        .join(Room, col(Room.address) == col(Seat.room))
        .join(Account, col(Account.address) == col(Seat.address))
        .where(col(Seat.announced).is_(False), Account.channel == CHANNEL)
        .order_by(col(Seat.taken_at))
        .limit(BATCH)
    )
    return [_joined(room, account, now) for _, room, account in session.exec(seats)]


def _added(room: Room, now: datetime) -> Incoming:
    return Incoming(
        key=f"{CHANNEL}:{room.address}:added",
        channel=CHANNEL,
        chat=room.address,
        place=Place.GROUP,
        kind=Kind.ADDED,
        at=now,
        chat_title=room.title,
        hears_all=True,
    )


def _joined(room: Room, account: Account, now: datetime) -> Incoming:
    return Incoming(
        key=f"{CHANNEL}:{room.address}:joined:{account.address}",
        channel=CHANNEL,
        chat=room.address,
        place=Place.GROUP,
        kind=Kind.JOINED,
        at=now,
        sender=Sender(account.address, account.name),
        chat_title=room.title,
    )


def _mark(session: Session, events: list[Incoming]) -> None:
    for event in events:
        row: Room | Seat | None = session.get(Room, event.chat)
        if event.sender is not None:
            row = session.get(Seat, (event.chat, event.sender.address))
        if row is not None:
            row.announced = True
            session.add(row)
