"""The loop that fetches, reads and imports admins' files, outside the transactions."""

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from content.reading.apart import Read, read_apart
from content.reading.media_file import MediaFile
from domain.messages import Button, Channel, IncomingFile, Lasting, Passing, Say
from domain.outbox import Letter, post
from domain.refusals import Refused
from domain.uploads import keeps_as_document, next_upload, refuse
from handlers.call import House
from handlers.clearing import clear
from handlers.previews import Held, carry_out, preview
from handlers.replying import tell_admins
from store.incidents import note_incident, where
from store.media.disk import DiskStore
from store.media.keeping import MediaStore
from store.row_locks import lock_row
from store.tables import Account, Upload
from store.worker import DatabaseDown, Worker

log = logging.getLogger(__name__)

ATTEMPTS = 5
IDLE_SECONDS = 1.0
LONGEST_WAIT = 10.0
CLEAR_SECONDS = 600.0


FetchLink = Callable[[str, Path], Awaitable[str]]
"""Brings what lies at an official address to a file; gives the name that says what it is."""


async def no_links(_address: str, _target: Path) -> str:
    """A process that fetches nothing."""
    raise Refused("link_gone", status=0)


class Intake:
    """Works through the files that wait, one after the other."""

    def __init__(
        self,
        worker: Worker,
        channels: Mapping[str, Channel],
        house: House,
        now: Callable[[], datetime],
        wake: Callable[[], None],
        fetch_link: FetchLink = no_links,
        media: MediaStore | None = None,
    ) -> None:
        self._worker = worker
        self._channels = channels
        self._house = house
        self._now = now
        self._wake = wake
        self._fetch_link = fetch_link
        self._media = media or DiskStore(house.data / "media")
        self._folder = house.data / "uploads"
        self._cleared: float | None = None

    async def run(self) -> None:
        """Serve until cancelled."""
        while True:
            try:
                busy = await self.step()
                if not busy:
                    await self.clear()
            except DatabaseDown:
                busy = False
            if not busy:
                await asyncio.sleep(IDLE_SECONDS)

    async def clear(self) -> None:
        """Take files off the disk that are needed no more; from time to time."""
        moment = asyncio.get_running_loop().time()
        if self._cleared is None or moment - self._cleared >= CLEAR_SECONDS:
            self._cleared = moment
            await clear(self._worker, self._folder, self._now)

    async def step(self) -> bool:
        """Read or import one file; whether there was one."""
        found = await self._worker.run(self._next)
        if found is None:
            return False
        upload, channel = found
        try:
            path, name = await self._fetch(upload, channel)
            read = await read_apart(path, name, as_document=keeps_as_document(upload))
            await self._keep(upload, read)
            await self._worker.run(lambda session: self._settle(session, upload, path, read))
        except DatabaseDown:
            raise
        except Passing as fault:
            await self._put_off(upload, fault.seconds)
        except Refused as no:
            await self._refuse(upload, no)
        except Lasting:
            await self._refuse(upload, Refused("file_gone", name=upload.name))
        except OSError as error:  # a disk that is full may have room later
            log.warning("A file of an admin could not be kept yet: %s", type(error).__name__)
            await self._put_off(upload, LONGEST_WAIT)
        except Exception as error:  # set aside, or no other file would ever be read
            log.error("A file of an admin broke the program.\n%s", where(error))  # noqa: TRY400
            await self._worker.run(lambda session: self._break(session, upload))
        self._wake()
        return True

    async def _keep(self, upload: Upload, read: Read) -> None:
        """The bytes of a medium lie in the store before its row says so."""
        if isinstance(read, MediaFile) and upload.state == "confirmed":
            await self._media.keep(read.content, read.suffix)

    def _next(self, session: Session) -> tuple[Upload, str] | None:
        upload = next_upload(session)
        if upload is None:
            return None
        return upload, session.get_one(Account, upload.account_id).channel

    async def _fetch(self, upload: Upload, channel: str) -> tuple[Path, str]:
        """Where the bytes lie, and the name that says what they are."""
        self._folder.mkdir(parents=True, exist_ok=True)
        # With the service's name of it: a database that begins anew counts its uploads anew.
        digest = hashlib.sha256(upload.file_ref.encode()).hexdigest()
        path = self._folder / f"{upload.id}-{digest[:16]}"
        if upload.origin is not None:
            return path, await self._fetch_address(upload.origin, path)
        if not path.exists():
            file = IncomingFile(upload.file_ref, upload.name, upload.size)
            await self._channels[channel].fetch(file, path)
        return path, upload.name

    async def _fetch_address(self, address: str, path: Path) -> str:
        """What lies at an address is fetched once: what was shown is what is imported."""
        noted = path.with_suffix(".name")
        if not noted.exists():
            name = await self._fetch_link(address, path)
            noted.write_text(name, "utf-8")
        return noted.read_text("utf-8")

    async def _put_off(self, upload: Upload, seconds: float) -> None:
        if upload.attempts + 1 >= ATTEMPTS:
            gone = Refused("link_gone", status=0) if upload.origin else None
            await self._refuse(upload, gone or Refused("file_gone", name=upload.name))
            return

        def count(session: Session) -> None:
            session.get_one(Upload, upload.id).attempts += 1

        await self._worker.run(count)
        await asyncio.sleep(min(seconds, LONGEST_WAIT))

    async def _refuse(self, upload: Upload, no: Refused) -> None:
        await self._worker.run(lambda session: self._end(session, upload, _said(no), no.code))

    def _end(self, session: Session, upload: Upload, said: Say, code: str = "") -> None:
        row = self._row(session, upload)
        if row is None:
            return
        if refuse(row, code):
            said = Say(said.key, said.facts, [[Button(label="", action=f"keep_file:{row.id}")]])
        session.add(row)
        self._tell(session, row, said)

    def _break(self, session: Session, upload: Upload) -> None:
        now = self._now()
        number = note_incident(session, f"upload {upload.id}", now)
        tell_admins(session, number, now, self._house)
        self._end(session, upload, Say("incident", {"number": number}))

    def _row(self, session: Session, upload: Upload) -> Upload | None:
        """The upload, held until the commit; None when another process was faster."""
        row = session.get_one(Upload, upload.id)
        lock_row(session, row)
        return row if (row.state, row.branch_id) == (upload.state, upload.branch_id) else None

    def _settle(self, session: Session, upload: Upload, path: Path, read: Read) -> None:
        row = self._row(session, upload)
        if row is None:
            return
        held, now = Held(row, path, read), self._now()
        try:
            confirmed = row.state == "confirmed"
            said = (
                carry_out(session, held, now, self._house)
                if confirmed
                else preview(session, held, now, self._house.timezone)
            )
        except Refused as no:
            row.state, said = "refused", _said(no)
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


def _said(no: Refused) -> Say:
    return Say(f"refused_{no.code}", no.facts)
