"""`zhibu load` of question banks: one line a file, like the study texts."""

import hashlib
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from content.banks import counted
from content.question_shelving import shelve_bank
from content.reading.bank.bank import read_bank
from content.reading.bank.likeness import looks_like_bank
from content.sentences import plain
from domain.study_questions import Shelved
from store.database import transaction

TABLES = (".xlsx", ".xls", ".csv", ".tsv", ".json")
"""Files of a folder that are tried when they look like a bank; a roster among them does not."""
NOTHING = Shelved(None, 0, 0, 0)


def is_bank(path: Path, data: bytes, kind: str | None) -> bool:
    """Whether a file is loaded as a bank: it was said so, or nobody said and it looks like one."""
    return kind == "bank" or (kind is None and looks_like_bank(path.name, data))


def load_bank(engine: Engine, path: Path, data: bytes, now: datetime, *, dry_run: bool) -> str:
    """Read a bank and put it on the shelf; its line. Raises Refused for what is none.

    `dry_run` reads and counts, and leaves the database alone.
    """
    bank = read_bank(path.name, data)
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
