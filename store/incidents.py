"""Program errors under a number, so that a person can name theirs and admins find it."""

import traceback
from datetime import datetime

from sqlmodel import Session

from store.tables import Incident


def note_incident(session: Session, summary: str, now: datetime) -> int:
    """Write an incident down and return its number."""
    incident = Incident(at=now, summary=summary[:500])
    session.add(incident)
    session.flush()
    return incident.id or 0


def where(error: BaseException) -> str:
    """The error's kind and the lines of the program that it passed through.

    Its own words are left out: they may repeat what a person wrote.
    """
    frames = "".join(traceback.format_tb(error.__traceback__))
    return f"{frames}{type(error).__name__}"
