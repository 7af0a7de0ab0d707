"""Program errors under a number, so that a person can name theirs and admins find it."""

from datetime import datetime

from sqlmodel import Session

from store.tables import Incident


def note_incident(session: Session, summary: str, now: datetime) -> int:
    """Write an incident down and return its number."""
    incident = Incident(at=now, summary=summary[:500])
    session.add(incident)
    session.flush()
    return incident.id or 0
