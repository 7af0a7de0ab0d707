"""What follows when something is published or withdrawn: editions change places, admins know."""

from datetime import datetime

from sqlmodel import Session

from domain.courses import take_over
from domain.editions import replaced_by, settle
from domain.held import report_held
from domain.telling import write_admins
from store.tables import Course, Work
from store.tables.loaded import Loaded


def published(session: Session, thing: Loaded, now: datetime) -> None:
    """The thing is active from now on; the admins learn which edition it replaces, and when."""
    if isinstance(thing, Course):
        take_over(session, thing)
    if not isinstance(thing, Work):
        return
    settle(session, thing.family)
    report_held(session, thing.family, now)
    older = replaced_by(session, thing)
    if older is None or thing.in_force_from is None:
        return
    facts = {
        "title": thing.title,
        "edition": thing.edition,
        "from": thing.in_force_from.isoformat(),
        "older": older.edition or older.issued or "",
    }
    write_admins(session, f"edition:{thing.id}:{now.timestamp()}", "edition_new", facts, now)


def unpublished(session: Session, thing: Loaded, now: datetime) -> None:
    """The thing was withdrawn; of a rule the edition before it counts again.

    The admins learn which study plans still hold it.
    """
    if isinstance(thing, Work):
        settle(session, thing.family)
        report_held(session, thing.family, now)
