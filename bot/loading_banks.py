"""`zhibu load` of question banks: one line a file, like the study texts."""

import asyncio
import hashlib
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from content.banks import counted
from content.question_shelving import shelve_bank
from content.reading.apart import read_apart
from content.reading.bank.bank import read_bank
from content.reading.bank.likeness import looks_like_bank
from content.reading.bank.question import Bank
from content.reading.kind import Kind, kind_of
from content.sentences import plain
from domain.refusals import Refused
from domain.study_questions import Shelved
from store.database import transaction

OLE = b"\xd0\xcf\x11\xe0"
NOTHING = Shelved(None, 0, 0, 0)


def is_bank(path: Path, data: bytes, kind: str | None) -> bool:
    """Whether a file is loaded as a bank: it was said so, or nobody said and it looks like one."""
    return kind == "bank" or (kind is None and looks_like_bank(path.name, data))


def is_old_excel(path: Path, data: bytes) -> bool:
    """Whether this is an Excel 97 file, of which only banks are loaded."""
    return data.startswith(OLE) and kind_of(path.name, data) is Kind.EXCEL


def load_bank(engine: Engine, path: Path, data: bytes, now: datetime, *, dry_run: bool) -> str:
    """Read a bank and put it on the shelf; its line. Raises Refused for what is none.

    `dry_run` reads and counts, and leaves the database alone.
    """
    bank = _apart(path) if is_old_excel(path, data) else read_bank(path.name, data)
    shelved = NOTHING
    if not dry_run:
        with transaction(engine) as session:
            sha256 = hashlib.sha256(data).hexdigest()
            shelved = shelve_bank(session, bank, path.stem, sha256, path.name, now)
    facts = {
        "name": path.name,
        "title": path.stem,
        "counts": counted(bank),
        "dry": dry_run,
        "added": shelved.added,
        "known": shelved.known,
        "differing": shelved.differing,
        "left_out": len(bank.problems),
    }
    return plain("load_bank", facts)


def _apart(path: Path) -> Bank:
    """A damaged .xls can make its library take memory without end: it is read apart."""
    found = asyncio.run(read_apart(path, path.name))
    if not isinstance(found, Bank):
        raise Refused("file_is_table", name=path.name)
    return found
