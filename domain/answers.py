"""Answers to a called meeting: a promise to come, a leave, coming late."""

from datetime import datetime
from functools import lru_cache

from sqlalchemy import Executable, or_
from sqlmodel import Session, col

from domain.audience import is_called
from domain.refusals import Refused
from store.row_locks import share_row
from store.statements import insert_on
from store.tables import Attendance, Meeting, Member

LONGEST_REASON = 200
KEY = ("meeting_id", "member_id")
ANSWER = ("answer", "reason", "late_minutes", "answer_at", "answer_by")


def answer(
    session: Session,
    meeting: Meeting,
    member: Member,
    said: str,
    at: datetime,
    by: Member,
    reason: str | None = None,
    late_minutes: int | None = None,
    round_pressed: int | None = None,
) -> bool:
    """Record a member's answer (`attend` or `leave`), given at `at` and entered by `by`.

    One statement: an older event never overwrites a newer answer. Returns whether it was
    recorded. Raises Refused("meeting_closed", "meeting_moved" or "not_called").
    """
    share_row(session, meeting)  # who moves or closes it meanwhile waits for this answer
    if meeting.state != "open":
        raise Refused("meeting_closed")
    if round_pressed is not None and round_pressed != meeting.round:
        raise Refused("meeting_moved")
    if not is_called(meeting, member):
        raise Refused("not_called", audience=meeting.audience or "支委")
    row: dict[str, object] = {
        "meeting_id": meeting.id,
        "member_id": member.id,
        "answer": said,
        "reason": (reason or "")[:LONGEST_REASON] or None,
        "late_minutes": late_minutes,
        "answer_at": at,
        "answer_by": by.id,
    }
    written = session.execute(_upsert(session.get_bind().dialect.name), row)
    return written.first() is not None


@lru_cache(maxsize=2)
def _upsert(dialect: str) -> Executable:
    """The statement of an answer, built once: building it costs more than running it."""
    statement = insert_on(dialect, Attendance)
    answered, now = col(Attendance.answer_at), statement.excluded["answer_at"]
    return statement.on_conflict_do_update(
        index_elements=KEY,
        set_={name: statement.excluded[name] for name in ANSWER},
        where=or_(answered.is_(None), answered <= now),
    ).returning(col(Attendance.member_id))
