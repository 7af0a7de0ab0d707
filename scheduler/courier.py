"""Takes what is due out of the outbox to the chat services.

At least once: a process that dies between sending and recording leaves a lease, and after it
the message is sent again. In one chat messages keep their order; chats do not wait for each
other, and a service that is out of reach does not hold up another.
"""

import asyncio
import logging
import os
import uuid
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from domain.attachments import Supply, as_it_is
from domain.messages import Channel, Limits
from scheduler.carrying import Carrier
from scheduler.claims import Wish, claim, renew
from scheduler.edits import claim_edits, record_edits
from scheduler.parcels import Edit, Edited, Outcome, Parcel
from scheduler.records import record
from scheduler.resting import Rests
from scheduler.stepping import bring_letters_back
from store.database import is_sqlite
from store.worker import DatabaseDown, Worker

log = logging.getLogger(__name__)

MOST = 100  # messages in flight
MOST_REPLIES = 20  # replies beside them, when a slow pace has filled all places
MOST_EDITS = 3  # at once: preparing them holds up the one writer of SQLite
GATHER_SECONDS = 0.01  # results of this time share one commit
RENEW_SECONDS = 20.0  # a third of the lease
STOP_SECONDS = 2.5
IDLE_SQLITE, IDLE_POSTGRES = 1.0, 0.25
DOWN_SECONDS = (0.5, 1.0, 2.0, 5.0)
STUMBLE_SECONDS = 5.0
STEP = timedelta(seconds=5)  # a clock that goes back further was set


@dataclass(frozen=True, slots=True)
class Taken:
    """What one round took: parcels and edits, whether rows were given up, what to record again."""

    parcels: list[Parcel]
    edits: list[Edit]
    gave_up: bool
    outcomes: list[Outcome]
    edited: list[Edited]


class Courier:
    """Claims, sends and records. Several may run at once on PostgreSQL."""

    def __init__(
        self,
        worker: Worker,
        channels: Mapping[str, Channel],
        now: Callable[[], datetime],
        supply: Supply = as_it_is,
    ) -> None:
        self._worker = worker
        self._channels = channels
        self._now = now
        self._carrier = Carrier(channels, now, supply)
        self._rests = Rests()
        self._owner = f"{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self._idle = IDLE_SQLITE if is_sqlite(worker.engine) else IDLE_POSTGRES
        self._woken = asyncio.Event()
        self._one_round = asyncio.Lock()
        self._parcels: dict[int, Parcel] = {}
        self._edits: dict[int, Edit] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._outcomes: list[Outcome] = []
        self._edited: list[Edited] = []
        self._gathering = False
        self._careful = False
        self._renewed = 0.0
        self._seen: datetime | None = None
        self._over = False

    def wake(self) -> None:
        """Something may be due now."""
        self._woken.set()

    async def run(self) -> None:
        """Serve until `stop`; a database that is down is waited for."""
        down = 0
        while not self._over:
            self._woken.clear()
            pause = self._idle
            try:
                took = await self._round()
                down = self._up_again(down)
            except DatabaseDown:
                if not down:
                    log.warning("数据库连不上，消息暂存，恢复后自动继续发送。")
                took, pause = False, DOWN_SECONDS[min(down, len(DOWN_SECONDS) - 1)]
                down += 1
            except Exception:
                log.exception("the courier stumbled; it goes on in a while")
                took, pause = False, STUMBLE_SECONDS
            if not took:
                await self._rest(pause)
                await asyncio.sleep(GATHER_SECONDS)  # a burst wakes once

    def _up_again(self, down: int) -> int:
        if down:
            log.warning("数据库已恢复，继续发送。")
        return 0

    async def drain(self) -> None:
        """Send everything that is due now; back when it is recorded. Raises DatabaseDown."""
        while True:
            took = await self._round()
            if self._tasks:
                await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
            elif not took and not self._outcomes and not self._edited:
                return

    async def stop(self) -> None:
        """Finish what is in flight, for at most 3 s; the rest keeps its lease."""
        self._over = True
        self.wake()
        async with self._one_round:  # a round under way may still bring parcels
            tasks = set(self._tasks)
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=STOP_SECONDS)
            for task in late:
                task.cancel()
        try:
            await self._round()
        except DatabaseDown:
            log.warning("数据库连不上，刚发出的消息没有记下，重启后可能再发一次。")

    async def _rest(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._woken.wait(), seconds)
        except TimeoutError:
            return

    async def _round(self) -> bool:
        """Record what is done and claim what is due, in one commit; whether anything was."""
        async with self._one_round:
            outcomes, edited = list(self._outcomes), list(self._edited)
            now, parts = self._now(), self._parts(outcomes, edited)
            try:
                taken = await self._worker.run(
                    lambda session: self._transact(session, parts, outcomes, edited, now)
                )
            except DBAPIError:
                if self._careful:
                    raise
                self._careful = True  # some row breaks the transaction: find out which
                return True
            self._careful = False
            self._seen = now
            self._outcomes = taken.outcomes + self._outcomes[len(outcomes) :]
            self._edited = taken.edited + self._edited[len(edited) :]
            self._forget(outcomes, edited, taken)
            for parcel in taken.parcels:
                self._parcels[parcel.id] = parcel
                self._spawn(self._send(parcel))
            for edit in taken.edits:
                self._edits[edit.id] = edit
                self._spawn(self._edit(edit))
            return bool(taken.parcels or taken.edits or taken.gave_up)

    def _parts(self, outcomes: list[Outcome], edited: list[Edited]) -> tuple[Wish, int, list[int]]:
        """What this round asks for: parcels, edits, and longer leases."""
        time = asyncio.get_running_loop().time()
        done = {outcome.parcel.id for outcome in outcomes}
        flying = [parcel for parcel in self._parcels.values() if parcel.id not in done]
        free = MOST - len(flying)
        wish = Wish(
            owner=self._owner,
            limits=self._limits(time),
            busy={parcel.chat_id for parcel in flying},
            room=0 if self._over else max(free, 0),
            reply_room=0 if self._over else max(free + MOST_REPLIES, 0),
            careful=self._careful,
        )
        edits = 0 if self._over else MOST_EDITS + len(edited) - len(self._edits)
        held: list[int] = []
        if flying and time - self._renewed > RENEW_SECONDS:
            held, self._renewed = [parcel.id for parcel in flying], time
        return wish, edits, held

    def _limits(self, time: float) -> dict[str, Limits]:
        return {
            name: channel.limits
            for name, channel in self._channels.items()
            if not self._rests.resting(name, time)
        }

    def _transact(
        self,
        session: Session,
        parts: tuple[Wish, int, list[int]],
        outcomes: list[Outcome],
        edited: list[Edited],
        now: datetime,
    ) -> Taken:
        wish, edit_room, held = parts
        again = record(session, outcomes, self._owner, now)
        edited_again = record_edits(session, edited, now)
        if held:
            renew(session, held, self._owner, now)
        if self._seen is None or now < self._seen - STEP:
            bring_letters_back(session, now)
        parcels, gave_up = claim(session, wish, now) if wish.reply_room else ([], False)
        edits = claim_edits(
            session, wish.limits, list(self._edits), edit_room, now, careful=wish.careful
        )
        return Taken(parcels, edits, gave_up, again, edited_again)

    def _forget(self, outcomes: list[Outcome], edited: list[Edited], taken: Taken) -> None:
        for outcome in outcomes:
            if outcome not in taken.outcomes:
                self._parcels.pop(outcome.parcel.id, None)
        for done in edited:
            if done not in taken.edited:
                self._edits.pop(done.edit.id, None)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send(self, parcel: Parcel) -> None:
        outcome = await self._carrier.send(parcel)
        time = asyncio.get_running_loop().time()
        if outcome.again_at is None or outcome.moved_to:
            self._rests.arrived(parcel.channel)
        else:
            seconds = (outcome.again_at - self._now()).total_seconds()
            self._rests.faulted(parcel.channel, parcel.chat_id, seconds, time)
        self._outcomes.append(outcome)
        self._record_soon()

    async def _edit(self, edit: Edit) -> None:
        edited = await self._carrier.edit(edit)
        # Only now: the list is taken away and replaced while an edit is on its way.
        self._edited.append(edited)
        self._record_soon()

    def _record_soon(self) -> None:
        if not self._gathering:
            self._gathering = True
            asyncio.get_running_loop().call_later(GATHER_SECONDS, self._gathered)

    def _gathered(self) -> None:
        self._gathering = False
        self.wake()
