"""Answers to a called meeting: a promise to come, a leave, coming late."""

from datetime import datetime

from sqlalchemy import or_
from sqlmodel import Session, col

from domain.audience import is_called
from domain.refusals import Refused
from store.statements import insert_for
from store.tables import Attendance, Meeting, Member

LONGEST_REASON = 200


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
    return _put(session, row, ("answer", "reason", "late_minutes", "answer_at", "answer_by"), at)


def _put(session: Session, row: dict[str, object], changes: tuple[str, ...], at: datetime) -> bool:
    statement = insert_for(session, Attendance).values(**row)
    statement = statement.on_conflict_do_update(
        index_elements=["meeting_id", "member_id"],
        set_={name: statement.excluded[name] for name in changes},
        where=or_(col(Attendance.answer_at).is_(None), col(Attendance.answer_at) <= at),
    )
    returned = session.execute(statement.returning(col(Attendance.member_id)))
    return returned.first() is not None
