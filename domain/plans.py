"""What a called meeting brings due: two reminders, the check-in message, the closing."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col

from domain.calendar import NUMBERS
from store.statements import insert_for
from store.tables import Meeting, Outbox, Plan

WAITING_KINDS = ("reminder", "checkin")


def closing_time(starts_at: datetime, ends_at: datetime | None) -> datetime:
    """When check-in ends: a meeting without an end closes 3 h after its start."""
    return ends_at or starts_at + NUMBERS.open_end


def due_times(starts_at: datetime, ends_at: datetime | None, now: datetime) -> dict[str, datetime]:
    """What comes due for a meeting called at `now`, by kind of plan.

    A reminder whose time has passed already is left out: the notice has just been read. The
    check-in message is due at once when its window is open.
    """
    times = {
        "remind_day": starts_at - NUMBERS.remind_day,
        "remind_hour": starts_at - NUMBERS.remind_hour,
        "checkin": max(starts_at - NUMBERS.checkin_opens, now),
        "close": closing_time(starts_at, ends_at),
    }
    return {kind: at for kind, at in times.items() if at > now or not kind.startswith("remind")}


def plan_meeting(session: Session, meeting: Meeting, now: datetime) -> None:
    """Plan an open meeting's messages and its closing; called again after a move.

    What a former calling has waiting in the outbox is not said any more. Raises ValueError
    for a meeting without a start.
    """
    if meeting.starts_at is None:
        raise ValueError("a meeting without a start cannot be planned")
    _drop_waiting(session, meeting.id or 0)
    times = due_times(meeting.starts_at, meeting.ends_at, now)
    session.execute(
        delete(Plan).where(col(Plan.meeting_id) == meeting.id, col(Plan.kind).not_in(times))
    )
    statement = insert_for(session, Plan)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["kind", "branch_id", "meeting_id"],
            set_={"next_due_at": statement.excluded.next_due_at},
        ),
        [
            {
                "kind": kind,
                "branch_id": meeting.branch_id,
                "meeting_id": meeting.id,
                "next_due_at": at,
            }
            for kind, at in times.items()
        ],
    )


def unplan_meeting(session: Session, meeting_id: int) -> None:
    """Nothing comes due for this meeting any more."""
    session.execute(delete(Plan).where(col(Plan.meeting_id) == meeting_id))


def _drop_waiting(session: Session, meeting_id: int) -> None:
    session.execute(
        update(Outbox)
        .where(
            col(Outbox.meeting_id) == meeting_id,
            col(Outbox.kind).in_(WAITING_KINDS),
            col(Outbox.state) == "queued",
        )
        .values(state="skipped")
    )
