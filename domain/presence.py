"""Presence at a meeting: signing in on the spot, and the secretary's paper sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Executable, and_, func, or_
from sqlmodel import Session, col

from domain.audience import is_called
from domain.calendar import NUMBERS
from domain.meetings import closes_at, local
from domain.refusals import Refused
from store.row_locks import share_row
from store.statements import insert_on
from store.tables import Attendance, Meeting, Member

KEY = ["meeting_id", "member_id"]
PRESENCE = ("presence", "presence_at", "presence_by")


def checkin_open(meeting: Meeting, at: datetime) -> bool:
    """Whether check-in is open at that moment: from 30 minutes before the start to the end."""
    if meeting.starts_at is None or not _not_over(meeting, at):
        return False
    return meeting.starts_at - NUMBERS.checkin_opens <= at


def _not_over(meeting: Meeting, at: datetime) -> bool:
    # A sign-in sent in time may be handled after the end closed the meeting by itself.
    in_time = at <= closes_at(meeting)
    still_open = meeting.state == "open" or (
        meeting.state == "closed" and meeting.closed_at is not None and at < meeting.closed_at
    )
    return in_time and still_open


def sign_in(session: Session, meeting: Meeting, member: Member, at: datetime, by: Member) -> str:
    """Record presence at `at`: `present`, or `late` after the start. Returns which.

    A second sign-in keeps the first one's time. Raises Refused("not_called"),
    Refused("checkin_closed") after the end, and Refused("checkin_not_open", opens=…) before.
    """
    share_row(session, meeting)
    if not is_called(meeting, member):
        raise Refused("not_called", audience=meeting.audience or "支委")
    if meeting.starts_at is None or not _not_over(meeting, at):
        raise Refused("checkin_closed")
    if not checkin_open(meeting, at):
        opens = local(session, meeting, meeting.starts_at - NUMBERS.checkin_opens)
        raise Refused("checkin_not_open", opens=opens)
    status = "late" if at > meeting.starts_at else "present"
    if not _put(session, meeting, member, status, at, by, over_all=False):
        kept = session.get_one(Attendance, (meeting.id, member.id))
        session.refresh(kept)
        return kept.presence or status
    return status


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the paper sheet: `status` present, late, leave or absent."""

    member: Member
    status: str
    reason: str | None = None


def record(
    session: Session, meeting: Meeting, entries: Sequence[Entry], now: datetime, by: Member
) -> None:
    """What the secretary enters from the paper sheet; it stands over what stood before.

    Raises Refused("meeting_not_called") for a draft or a cancelled meeting.
    """
    share_row(session, meeting)
    if meeting.state not in ("open", "closed"):
        raise Refused("meeting_not_called")
    for entry in entries:
        if entry.status == "leave":
            _put_leave(session, meeting, entry, now, by)
        else:
            _put(session, meeting, entry.member, entry.status, now, by, over_all=True)


def _put(
    session: Session,
    meeting: Meeting,
    member: Member,
    status: str,
    at: datetime,
    by: Member,
    *,
    over_all: bool,
) -> bool:
    row = {
        "meeting_id": meeting.id,
        "member_id": member.id,
        "presence": status,
        "presence_at": at,
        "presence_by": by.id,
    }
    statement = _presence(session.get_bind().dialect.name, over_all)
    return session.execute(statement, row).first() is not None


@cache
def _presence(dialect: str, over_all: bool) -> Executable:
    """The statement of a presence, built once; a sign-in leaves what a person entered before."""
    statement = insert_on(dialect, Attendance)
    unsigned = or_(
        col(Attendance.presence).is_(None),
        # 缺席 by the closing itself gives way to a sign-in that was sent in time.
        and_(col(Attendance.presence) == "absent", col(Attendance.presence_by).is_(None)),
    )
    return statement.on_conflict_do_update(
        index_elements=KEY,
        set_={name: statement.excluded[name] for name in PRESENCE},
        where=None if over_all else unsigned,
    ).returning(col(Attendance.member_id))


def _put_leave(session: Session, meeting: Meeting, entry: Entry, now: datetime, by: Member) -> None:
    row = {
        "meeting_id": meeting.id,
        "member_id": entry.member.id,
        "answer": "leave",
        "reason": entry.reason,
        "answer_at": now,
        "answer_by": by.id,
    }
    session.execute(_leave(session.get_bind().dialect.name), row)


@cache
def _leave(dialect: str) -> Executable:
    statement = insert_on(dialect, Attendance)
    changes: dict[str, object] = {
        name: statement.excluded[name] for name in ("answer", "answer_at", "answer_by")
    }
    # The sheet names no reason: the one that was given stands.
    changes["reason"] = func.coalesce(statement.excluded["reason"], col(Attendance.reason))
    # On leave and present exclude each other: what the sheet says last holds.
    changes |= dict.fromkeys((*PRESENCE, "late_minutes"))
    return statement.on_conflict_do_update(index_elements=KEY, set_=changes)
