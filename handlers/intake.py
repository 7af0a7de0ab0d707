"""The loop that fetches, reads and imports admins' files, outside the transactions."""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from content.cutting.document import Document
from content.reading.apart import read_apart
from content.reading.problems import sentence
from content.reading.roster import RosterFile
from content.shelving import shelve
from domain.branches import found_branch
from domain.messages import Button, Channel, IncomingFile, Lasting, Passing, Say
from domain.outbox import Letter, post
from domain.refusals import Refused
from domain.rosters import apply_roster
from domain.uploads import branch_for, next_upload
from handlers.call import House
from store.tables import Account, Branch, Upload
from store.worker import DatabaseDown, Worker

log = logging.getLogger(__name__)

ATTEMPTS = 5
PROBLEMS_SHOWN = 20
IDLE_SECONDS = 1.0


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
            return True
        except (Refused, Lasting) as no:
            code = no.code if isinstance(no, Refused) else "file_gone"
            facts = no.facts if isinstance(no, Refused) else {"name": upload.name}
            await self._finish(upload, "refused", Say(f"refused_{code}", facts))
            return True
        await self._worker.run(lambda session: self._settle(session, upload.id or 0, path, read))
        self._wake()
        return True

    def _next(self, session: Session) -> tuple[Upload, str] | None:
        upload = next_upload(session)
        if upload is None:
            return None
        account = session.get_one(Account, upload.account_id)
        return upload, account.channel

    async def _fetch(self, upload: Upload, channel: str) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{upload.id}"
        if not path.exists():
            file = IncomingFile(upload.file_ref, upload.name, upload.size)
            await self._channels[channel].fetch(file, path)
        return path

    async def _put_off(self, upload: Upload, seconds: float) -> None:
        if upload.attempts + 1 >= ATTEMPTS:
            said = Say("refused_file_gone", {"name": upload.name})
            await self._finish(upload, "refused", said)
            return

        def count(session: Session) -> None:
            session.get_one(Upload, upload.id).attempts += 1

        await self._worker.run(count)
        await asyncio.sleep(min(seconds, 10))

    async def _finish(self, upload: Upload, state: str, said: Say) -> None:
        def end(session: Session) -> None:
            row = session.get_one(Upload, upload.id)
            row.state = state
            _tell(session, row, said, self._now())

        await self._worker.run(end)
        self._wake()

    def _settle(
        self, session: Session, upload_id: int, path: Path, read: Document | RosterFile
    ) -> None:
        upload = session.get_one(Upload, upload_id)
        now = self._now()
        if upload.state == "confirmed":
            said = self._import(session, upload, path, read, now)
            upload.state = "done"
        elif isinstance(read, RosterFile):
            said = _preview_roster(session, upload, read)
        else:
            upload.state = "ready"
            said = Say("preview_text", _document_facts(read), [_choice(upload)])
        session.add(upload)
        _tell(session, upload, said, now)

    def _import(
        self,
        session: Session,
        upload: Upload,
        path: Path,
        read: Document | RosterFile,
        now: datetime,
    ) -> Say:
        if isinstance(read, RosterFile):
            branch = branch_for(session, upload)
            if isinstance(branch, str):
                branch = found_branch(session, branch, now, self._house.timezone)
            if isinstance(branch, list):
                return Say("refused_import_gone")
            done = apply_roster(session, branch, read.rows, now)
            counts: dict[str, object] = {
                "added": done.added,
                "changed": done.changed,
                "same": done.same,
            }
            return Say("imported_roster", {"branch": branch.name} | counts)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        work, new = shelve(session, read, digest, upload.name, now, loaded_by=upload.account_id)
        return Say("imported_text", {"title": work.title, "new": new})


def _preview_roster(session: Session, upload: Upload, read: RosterFile) -> Say:
    branch = branch_for(session, upload)
    if isinstance(branch, list):
        if not branch:
            upload.state = "refused"
            return Say("refused_roster_without_branch")
        upload.state = "asking"
        buttons = [[Button(label=b.name, action=f"branch:{upload.id}:{b.id}")] for b in branch[:20]]
        return Say("which_branch", {"name": upload.name}, buttons)
    upload.state = "ready"
    facts = {
        "branch": branch.name if isinstance(branch, Branch) else branch,
        "new_branch": isinstance(branch, str),
        "number": len(read.rows),
        "problems": [sentence(problem) for problem in read.problems[:PROBLEMS_SHOWN]],
        "more": max(0, len(read.problems) - PROBLEMS_SHOWN),
    }
    return Say("preview_roster", facts, [_choice(upload)])


def _document_facts(read: Document) -> dict[str, object]:
    return {
        "title": read.title,
        "edition": read.edition,
        "kind": read.kind,
        "counts": read.counts(),
    }


def _choice(upload: Upload) -> list[Button]:
    return [
        Button(label="", action=f"import:{upload.id}"),
        Button(label="", action=f"discard:{upload.id}"),
    ]


def _tell(session: Session, upload: Upload, said: Say, now: datetime) -> None:
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
