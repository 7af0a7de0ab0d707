"""The loop that fetches, reads and imports admins' files, outside the transactions."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from content.reading.apart import Read, read_apart
from domain.messages import Channel, IncomingFile, Lasting, Passing, Say
from domain.outbox import Letter, post
from domain.refusals import Refused
from domain.uploads import next_upload
from handlers.call import House
from handlers.previews import Held, carry_out, preview
from store.tables import Account, Upload
from store.worker import DatabaseDown, Worker

ATTEMPTS = 5
IDLE_SECONDS = 1.0
LONGEST_WAIT = 10.0


class Intake:
    """Works through the files that wait, one after the other."""

    def __init__(
        self,
        worker: Worker,
        channels: Mapping[str, Channel],
        house: House,
        now: Callable[[], datetime],
        wake: Callable[[], None],
    ) -> None:
        self._worker = worker
        self._channels = channels
        self._house = house
        self._now = now
        self._wake = wake
        self._folder = house.data / "uploads"

    async def run(self) -> None:
        """Serve until cancelled."""
        while True:
            try:
                busy = await self.step()
            except DatabaseDown:
                busy = False
            if not busy:
                await asyncio.sleep(IDLE_SECONDS)

    async def step(self) -> bool:
        """Read or import one file; whether there was one."""
        found = await self._worker.run(self._next)
        if found is None:
            return False
        upload, channel = found
        try:
            path = await self._fetch(upload, channel)
            read = await read_apart(path, upload.name)
        except Passing as fault:
            await self._put_off(upload, fault.seconds)
        except Refused as no:
            await self._refuse(upload, no)
        except Lasting:
            await self._refuse(upload, Refused("file_gone", name=upload.name))
        else:
            await self._worker.run(lambda session: self._settle(session, upload, path, read))
        self._wake()
        return True

    def _next(self, session: Session) -> tuple[Upload, str] | None:
        upload = next_upload(session)
        if upload is None:
            return None
        return upload, session.get_one(Account, upload.account_id).channel

    async def _fetch(self, upload: Upload, channel: str) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / str(upload.id)
        if not path.exists():
            file = IncomingFile(upload.file_ref, upload.name, upload.size)
            await self._channels[channel].fetch(file, path)
        return path

    async def _put_off(self, upload: Upload, seconds: float) -> None:
        if upload.attempts + 1 >= ATTEMPTS:
            await self._refuse(upload, Refused("file_gone", name=upload.name))
            return

        def count(session: Session) -> None:
            session.get_one(Upload, upload.id).attempts += 1

        await self._worker.run(count)
        await asyncio.sleep(min(seconds, LONGEST_WAIT))

    async def _refuse(self, upload: Upload, no: Refused) -> None:
        await self._worker.run(lambda session: self._end(session, upload, no))

    def _end(self, session: Session, upload: Upload, no: Refused) -> None:
        row = session.get_one(Upload, upload.id)
        row.state = "refused"
        self._tell(session, row, Say(f"refused_{no.code}", no.facts))

    def _settle(self, session: Session, upload: Upload, path: Path, read: Read) -> None:
        row = session.get_one(Upload, upload.id)
        held, now = Held(row, path, read), self._now()
        try:
            confirmed = row.state == "confirmed"
            said = (
                carry_out(session, held, now, self._house.timezone)
                if confirmed
                else preview(session, held)
            )
        except Refused as no:
            self._end(session, row, no)
            return
        session.add(row)
        self._tell(session, row, said)

    def _tell(self, session: Session, upload: Upload, said: Say) -> None:
        now = self._now()
        letter = Letter(
            key=f"upload:{upload.id}:{upload.state}:{now.timestamp()}",
            chat_id=upload.chat_id,
            kind="reply",
            text_key=said.key,
            facts=said.facts,
            buttons=said.buttons,
            urgency=0,
        )
        post(session, [letter], now)
