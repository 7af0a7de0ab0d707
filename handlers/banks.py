"""A question bank from a file: previewed, imported after 确认, published by a second admin."""

import hashlib
from datetime import datetime
from pathlib import Path, PurePath

from sqlmodel import Session

from content.banks import counted, problems, sample
from content.question_shelving import rows_of, shelve_bank
from content.reading.bank.question import Bank as ReadBank
from domain.approvals import ask_second, name_of, needs_second
from domain.messages import Say
from domain.publishing import published
from domain.study_questions import known
from handlers.call import House
from store.tables import Upload

PROBLEMS_SHOWN = 20
LONGEST_TITLE = 60


def bank_facts(session: Session, upload: Upload, read: ReadBank) -> dict[str, object]:
    """What the preview of a bank names."""
    return {
        "title": _title(upload),
        "counts": counted(read),
        "known": known(session, rows_of(read)),
        "sample": sample(read),
        **problems(read, PROBLEMS_SHOWN),
    }


def import_bank(
    session: Session, upload: Upload, path: Path, read: ReadBank, now: datetime, house: House
) -> Say:
    """Shelve a bank. Questions that stand already are left as they are, and that is said."""
    waits = needs_second(session, house.admins, wanted=house.second_approval)
    shelved = shelve_bank(
        session,
        read,
        _title(upload),
        hashlib.sha256(path.read_bytes()).hexdigest(),
        upload.name,
        now,
        loaded_by=upload.account_id,
        state="waiting" if waits else "active",
        origin=upload.origin,
    )
    facts: dict[str, object] = {
        "title": _title(upload),
        "added": shelved.added,
        "known": shelved.known,
        "differing": shelved.differing,
        **problems(read, PROBLEMS_SHOWN),
    }
    if shelved.bank is None or not shelved.added:
        return Say("imported_bank", facts)
    if not waits:
        published(session, shelved.bank, now)
        return Say("imported_bank", facts)
    title = name_of(shelved.bank)
    summary = f"{counted(read)}\n{sample(read)}"
    told: dict[str, object] = {"title": title, "edition": "", "summary": summary}
    asked = ask_second(session, shelved.bank, told, now)
    return Say("waits_for_second", {"title": title, "asked": asked})


def _title(upload: Upload) -> str:
    named = upload.caption.strip() or PurePath(upload.name).stem
    return named.splitlines()[0][:LONGEST_TITLE]
