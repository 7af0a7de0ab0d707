"""From a row to its message, where a fault of one row never stops the others."""

import logging
from contextlib import nullcontext
from datetime import datetime
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from content.composing import compose, recompose
from domain.messages import Message
from store.incidents import note_incident
from store.tables import Outbox

log = logging.getLogger(__name__)


class Unsayable(Exception):
    """The row's sentence cannot be made; the text names the incident."""


Said = dict[tuple[str, int], dict[str, Any]]
"""What was rendered in this claim, by portion: a push says the same in every group."""
SAME = ("push", "push_urgent")
"""The sentences of which that is true."""


def render(session: Session, row: Outbox, now: datetime, said: Said, *, careful: bool) -> Message:
    """The row's message, the same words as before where it was rendered already.

    Raises Unsayable after noting an incident. A fault that breaks the whole transaction
    (DBAPIError) is only contained when `careful`, which costs a savepoint.
    """
    number = row.facts.get("portion") if row.text_key in SAME else None
    portion = None if number is None else (row.text_key, number)
    if row.rendered is None and portion in said:
        row.rendered = dict(said[portion])
    if row.rendered is not None and not row.rendered.keys() & {"file", "quiz"}:
        return recompose(row)
    message = render_anew(session, row, now, careful=careful)
    if portion is not None and row.rendered is not None:
        said[portion] = row.rendered
    return message


def render_anew(session: Session, row: Outbox, now: datetime, *, careful: bool) -> Message:
    """The row's message with what is true now. Raises Unsayable."""
    try:
        with session.begin_nested() if careful else nullcontext():
            return compose(session, row, now)
    except DBAPIError as error:
        if not careful or error.connection_invalidated:
            raise
        raise _unsayable(session, row, error, now) from error
    except Exception as error:
        raise _unsayable(session, row, error, now) from error


def _unsayable(session: Session, row: Outbox, error: Exception, now: datetime) -> Unsayable:
    log.error("the sentence %s cannot be said: %s", row.text_key, type(error).__name__)
    number = note_incident(session, f"sentence {row.text_key}: {type(error).__name__}", now)
    return Unsayable(f"incident {number}")
