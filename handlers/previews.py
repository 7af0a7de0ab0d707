"""What an admin's file holds, shown before 确认导入, and its import afterwards."""

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePath

from sqlmodel import Session

from content.course_shelving import course_facts, shelve_course
from content.cutting.document import Document
from content.cutting.in_force import in_force_from, in_force_noted
from content.cutting.lines import bare
from content.cutting.portions import portions
from content.reading.apart import Read
from content.reading.bank.question import Bank
from content.reading.course_file import CourseFile
from content.reading.holidays import HolidayFile
from content.reading.media_file import MediaFile
from content.reading.problems import sentence
from content.reading.roster import RosterFile
from content.sentences import plain
from content.shelving import shelve
from domain.approvals import ask_second, id_of, name_of, needs_second, word_of
from domain.branches import found_branch
from domain.calendar import local_day
from domain.editions import EDITED_KINDS, editions_of, family_of
from domain.holidays import load_days
from domain.messages import Button, Say
from domain.publishing import published
from domain.refusals import Refused
from domain.rosters import apply_roster
from domain.uploads import branch_for
from handlers.banks import bank_facts, import_bank
from handlers.call import House
from handlers.media_import import import_medium, preview_medium, told_of
from store.tables import Branch, Upload
from store.tables.loaded import Loaded

PROBLEMS_SHOWN = 20
HEAD_LINES = 20
OPENING = 80


_TITLED = re.compile(r"《([^《》]{2,80})》")


@dataclass(frozen=True, slots=True)
class Held:
    """A file that was read: the upload's row, where its bytes lie, what stands in it."""

    upload: Upload
    path: Path
    read: Read


def preview(session: Session, held: Held, now: datetime, timezone: str) -> Say:
    """What the file holds, with 确认导入 and 取消; sets the upload's state.

    Raises Refused where nothing can be imported.
    """
    upload, read = held.upload, held.read
    if isinstance(read, RosterFile):
        return _preview_roster(session, upload, read)
    if isinstance(read, MediaFile):
        return preview_medium(session, upload, read, now)
    upload.state = "ready"
    if isinstance(read, HolidayFile):
        off = sum(not special.works for special in read.days)
        facts: dict[str, object] = {
            "off": off,
            "worked": len(read.days) - off,
            "bad": list(read.bad_rows[:PROBLEMS_SHOWN]),
        }
        return Say("preview_holidays", facts, [_choice(upload)])
    if isinstance(read, CourseFile):
        return Say("preview_course", course_facts(session, read, now, timezone), [_choice(upload)])
    if isinstance(read, Bank):
        return Say("preview_bank", bank_facts(session, upload, read), [_choice(upload)])
    facts = _document_facts(session, _noted(read, upload), upload)
    return Say("preview_text", facts, [_choice(upload)])


def carry_out(session: Session, held: Held, now: datetime, house: House) -> Say:
    """Import what was previewed. Raises Refused where it cannot be any more."""
    held.upload.state = "done"
    read = held.read
    if isinstance(read, RosterFile):
        return _import_roster(session, held.upload, read, now, house.timezone)
    if isinstance(read, HolidayFile):
        return Say("imported_holidays", {"number": load_days(session, read.days)})
    if isinstance(read, CourseFile):
        return _import_course(session, held, read, now, house)
    if isinstance(read, Bank):
        return import_bank(session, held.upload, held.path, read, now, house)
    if isinstance(read, MediaFile):
        return _import_medium(session, held.upload, read, now, house)
    return _import_text(session, held, _noted(read, held.upload), now, house)


def _import_medium(
    session: Session, upload: Upload, read: MediaFile, now: datetime, house: House
) -> Say:
    waits = needs_second(session, house.admins, wanted=house.second_approval)
    item, new = import_medium(session, upload, read, now, waits=waits)
    if not new:
        return Say("imported_text", {"title": item.title, "new": False})
    return settle_import(session, item, told_of(item), waits, now)


def _noted(read: Document, upload: Upload) -> Document:
    """The text under the title that the admin wrote beside the file: 《…》."""
    titled = _TITLED.search(upload.caption)
    return replace(read, title=titled[1]) if titled else read


def _import_text(session: Session, held: Held, read: Document, now: datetime, house: House) -> Say:
    upload = held.upload
    waits = needs_second(session, house.admins, wanted=house.second_approval)
    summary = _summary(session, read, upload)
    work, new = shelve(
        session,
        read,
        hashlib.sha256(held.path.read_bytes()).hexdigest(),
        read.source or upload.name,
        now,
        loaded_by=upload.account_id,
        state="waiting" if waits else "active",
        in_force=in_force_noted(upload.caption),
        origin=upload.origin,
    )
    if not new:
        return Say("imported_text", {"title": work.title, "new": False})
    told: dict[str, object] = {"edition": work.edition, "summary": summary}
    return settle_import(session, work, told, waits, now)


def _summary(session: Session, read: Document, upload: Upload) -> str:
    """What another admin is shown of a text before the second 确认."""
    words = " ".join(" ".join(portion.text for portion in portions(read)[:2]).split())
    opening = words if len(words) <= OPENING else f"{words[:OPENING]}……"
    facts = _document_facts(session, read, upload)
    return plain("approval_text", {**facts, "name": upload.name, "opening": opening})


def _import_course(
    session: Session, held: Held, read: CourseFile, now: datetime, house: House
) -> Say:
    upload = held.upload
    waits = needs_second(session, house.admins, wanted=house.second_approval)
    facts = course_facts(session, read, now, house.timezone)
    course, new = shelve_course(
        session,
        read,
        hashlib.sha256(held.path.read_bytes()).hexdigest(),
        upload.name,
        now,
        local_day(now, house.timezone),
        loaded_by=upload.account_id,
        state="waiting" if waits else "active",
    )
    if not new:
        return Say("imported_course", {"name": course.name, "new": False})
    told: dict[str, object] = {"edition": "", "summary": plain("course_counts", facts)}
    said = settle_import(session, course, told, waits, now)
    return said if waits else Say("imported_course", {"name": course.name, "new": True})


def settle_import(
    session: Session, thing: Loaded, facts: dict[str, object], waits: bool, now: datetime
) -> Say:
    """Publish what was just imported, or ask another admin first; what the loader is told."""
    title = name_of(thing)
    if waits:
        asked = ask_second(session, thing, {**facts, "title": title}, now)
        return Say("waits_for_second", {"title": title, "asked": asked})
    published(session, thing, now)
    urgent = Button(label="", action=f"publish_text:{word_of(thing)}:{id_of(thing)}")
    return Say("imported_text", {"title": title, "new": True}, [[urgent]])


def _preview_roster(session: Session, upload: Upload, read: RosterFile) -> Say:
    branch = branch_for(session, upload)
    if isinstance(branch, list):
        return _which_branch(upload, branch)
    upload.state = "ready"
    facts = {
        "branch": branch.name if isinstance(branch, Branch) else branch,
        "new_branch": isinstance(branch, str),
        "number": len(read.rows),
        **_problems(read),
    }
    return Say("preview_roster", facts, [_choice(upload)])


def _problems(read: RosterFile) -> dict[str, object]:
    """The rows to look at, in the preview and again after the import."""
    return {
        "problems": [sentence(problem) for problem in read.problems[:PROBLEMS_SHOWN]],
        "more": max(0, len(read.problems) - PROBLEMS_SHOWN),
    }


def _which_branch(upload: Upload, branches: list[Branch]) -> Say:
    if not branches:
        raise Refused("roster_without_branch")
    upload.state = "asking"
    buttons = [
        [Button(label=branch.name, action=f"branch:{upload.id}:{branch.id}")]
        for branch in branches[:20]
    ]
    return Say("which_branch", {"name": upload.name}, buttons)


def _import_roster(
    session: Session, upload: Upload, read: RosterFile, now: datetime, timezone: str
) -> Say:
    branch = branch_for(session, upload)
    if isinstance(branch, str):
        branch = found_branch(session, branch, now, timezone)
    if isinstance(branch, list):
        raise Refused("import_gone")
    done = apply_roster(session, branch, read.rows, now)
    facts = {"added": done.added, "changed": done.changed, "same": done.same}
    return Say("imported_roster", {"branch": branch.name, **facts, **_problems(read)})


def _document_facts(session: Session, read: Document, upload: Upload) -> dict[str, object]:
    since = in_force_noted(upload.caption) or in_force_from(read)
    editions = editions_of(session, family_of(read.title))
    older = editions[0] if editions and read.kind in EDITED_KINDS else None
    # A page with a rule is often published years after the rule.
    is_page_day = bool(since and read.issued and since < read.issued and read.kind in EDITED_KINDS)
    return {
        "from": since.isoformat() if since else None,
        "issued": read.issued.isoformat() if read.issued and not is_page_day else None,
        "older": (older.edition or older.issued or older.source) if older else None,
        "origin": upload.origin,
        "source": read.source,
        "unnamed": _is_unnamed(read, upload),
        "title": read.title,
        "edition": read.edition,
        "kind": read.kind,
        "counts": read.counts(),
        "portions": len(portions(read)),
    }


def _is_unnamed(read: Document, upload: Upload) -> bool:
    """Whether the title is the file's name and stands nowhere in the text."""
    if read.title != PurePath(upload.name).stem:
        return False
    return bare(read.title) not in bare("".join(read.paragraphs[:HEAD_LINES]))


def _choice(upload: Upload) -> list[Button]:
    return [
        Button(label="", action=f"import:{upload.id}"),
        Button(label="", action=f"discard:{upload.id}"),
    ]
