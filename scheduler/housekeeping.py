"""What need not be kept: event keys after a month, questions that have expired."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from store.tables import Event, Question, Setting

KEYS_KEPT = timedelta(days=30)  # chat services repeat events for a day at most
AT_ONCE = 5_000  # so that nobody waits long for the one writer of SQLite
SWEPT = "swept_on"


def sweep(session: Session, now: datetime) -> bool:
    """Delete expired questions and old event keys, some thousands; whether more are left."""
    session.execute(delete(Question).where(col(Question.expires_at) < now))
    old = select(Event.key).where(Event.at < now - KEYS_KEPT).order_by(col(Event.at)).limit(AT_ONCE)
    gone = session.execute(delete(Event).where(col(Event.key).in_(old)).returning(col(Event.key)))
    return len(gone.all()) == AT_ONCE


def sweep_daily(session: Session, now: datetime) -> bool:
    """Sweep once a day; whether anything was done now. Cheap enough for every beat."""
    today = now.date().isoformat()
    kept = session.get(Setting, SWEPT)
    if kept is not None and kept.value == today:
        return False
    if not sweep(session, now):
        session.merge(Setting(name=SWEPT, value=today))
    return True
