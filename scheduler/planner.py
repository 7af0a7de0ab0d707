"""One beat of the calendar: what has come due is moved on and put into the outbox.

Both happen in one transaction, under unique keys, so a kill at any moment fires nothing twice
and loses nothing. The number of statements does not grow with the rows or the branches; only
the closing of meetings, which changes rolls, takes statements of its own.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlmodel import Session

from domain.meetings import close
from domain.messages import Button
from domain.outbox import Letter, post
from domain.plans import closing_time
from domain.question_choice import offered_questions
from domain.refusals import Refused
from scheduler.due_plans import Due, finish, move_on, take_due
from scheduler.pushing import pushes
from scheduler.room import REMINDERS, Room
from store.incidents import note_incident
from store.tables import Meeting

log = logging.getLogger(__name__)

LIMIT = 500
CloseMeeting = Callable[[Session, int, datetime], None]


def close_by_itself(session: Session, meeting_id: int, now: datetime) -> None:
    """Close a meeting at its end, nobody having said 散会."""
    meeting = session.get(Meeting, meeting_id)
    if meeting is not None and meeting.state == "open":
        close(session, meeting, now)


def tick(
    session: Session,
    now: datetime,
    close_meeting: CloseMeeting = close_by_itself,
    limit: int = LIMIT,
) -> int:
    """Fire up to `limit` plans that are due; returns how many were taken.

    - A push up to 6 h late goes out, a later one is skipped; a push yields to the reminders
      and check-in messages of the day. In both cases its portion waits for the next workday.
    - A reminder goes out late as long as the meeting has not begun.
    - The check-in message is what the bot starts by itself, so quiet hours delay it as well;
      where they last beyond the meeting's end it is dropped (the words 签到 work without it).

    Raises MovedElsewhere when another planner was faster: nothing was done.
    """
    dues = take_due(session, now, limit)
    if not dues:
        return 0
    room = Room(session, dues, now)
    letters = [
        letter
        for kinds in (("checkin",), REMINDERS)  # the check-in message has the first claim
        for due in dues
        if due.kind in kinds
        for letter in _meeting_letters(due, room)
    ]
    daily = [due for due in dues if due.kind == "push"]
    pushed, moves = pushes(session, daily, room, now, offered_questions)
    move_on(session, moves, now)
    finish(session, [due for due in dues if due.kind != "push"])
    post(session, [*letters, *pushed], now)
    _close(session, [due for due in dues if due.kind == "close"], close_meeting, now)
    return len(dues)


def _meeting_letters(due: Due, room: Room) -> list[Letter]:
    moment = room.moments[due.timezone]
    if not due.is_open or due.starts_at is None or moment >= _useful_until(due):
        return []
    yields_to = () if due.kind == "checkin" else ("checkin",)
    reserved = room.reserved(due.branch_id, yields_to)
    letters = []
    for chat_id in room.groups.get(due.branch_id, []):
        if room.fits(chat_id, reserved):
            room.take(chat_id)
            letters.append(_meeting_letter(due, chat_id, moment))
    return letters


def _useful_until(due: Due) -> datetime:
    if due.starts_at is None:
        raise AssertionError("an open meeting has a start")
    return closing_time(due.starts_at, due.ends_at) if due.kind == "checkin" else due.starts_at


def _meeting_letter(due: Due, chat_id: int, moment: datetime) -> Letter:
    kind = "checkin" if due.kind == "checkin" else "reminder"
    button = Button(label="", action=f"here:{due.meeting_id}")
    return Letter(
        key=f"{due.kind}:{due.meeting_id}:{due.round}:{chat_id}",
        chat_id=chat_id,
        kind=kind,
        text_key=kind,
        buttons=[[button]] if kind == "checkin" else (),
        branch_id=due.branch_id,
        meeting_id=due.meeting_id,
        started=True,
        due_at=moment,
        expires_at=_useful_until(due),
    )


def _close(
    session: Session, dues: Sequence[Due], close_meeting: CloseMeeting, now: datetime
) -> None:
    for due in dues:
        try:
            with session.begin_nested():  # a fault in one closing must not hold up the others
                close_meeting(session, due.meeting_id or 0, now)
        except Refused:
            continue  # somebody closed or cancelled it just now
        except Exception as error:
            log.exception("a meeting could not be closed")
            note_incident(session, f"close {due.meeting_id}: {type(error).__name__}", now)
