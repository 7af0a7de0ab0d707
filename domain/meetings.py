"""Meetings of organisation life: calling, moving, cancelling, closing."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from domain.audience import called
from domain.messages import Button
from domain.outbox import Letter, post
from domain.people import groups_of, members_of, secretary_chats
from domain.plans import closing_time, plan_meeting, unplan_meeting
from domain.refusals import Refused
from domain.set_texts import set_texts
from store.row_locks import lock_row
from store.statements import insert_new
from store.tables import Attendance, Branch, Chat, Meeting, Member, Outbox


def closes_at(meeting: Meeting) -> datetime:
    """When check-in ends by itself."""
    if meeting.starts_at is None:
        raise ValueError("a draft has no closing time")
    return closing_time(meeting.starts_at, meeting.ends_at)


def open_meetings(session: Session, branch_id: int) -> list[Meeting]:
    """The branch's called meetings that are not closed, the next first."""
    return list(
        session.exec(
            select(Meeting)
            .where(Meeting.branch_id == branch_id, Meeting.state == "open")
            .order_by(col(Meeting.starts_at), col(Meeting.id))
        ).all()
    )


def own_meeting(session: Session, meeting_id: int, branch_id: int) -> Meeting:
    """The branch's meeting of this id. Raises Refused("no_meeting") for any other."""
    meeting = session.get(Meeting, meeting_id)
    if meeting is None or meeting.branch_id != branch_id:
        raise Refused("no_meeting")
    return meeting


def publish(session: Session, meeting: Meeting, now: datetime) -> list[Chat]:
    """Call the meeting: the roll is drawn up, the notice goes to the branch's groups.

    Raises Refused("draft_gone", "draft_incomplete", "time_passed" or "branch_without_group").
    """
    lock_row(session, meeting)  # of two who press 发布 at once the second finds no draft
    if meeting.state != "draft":
        raise Refused("draft_gone")
    if meeting.kind is None or meeting.starts_at is None or not place_settled(meeting):
        raise Refused("draft_incomplete")
    if meeting.starts_at <= now:
        raise Refused("time_passed", start=local(session, meeting, meeting.starts_at))
    groups = list(groups_of(session, meeting.branch_id))
    if not groups:
        raise Refused("branch_without_group")
    meeting.state = "open"
    meeting.published_at = now
    session.add(meeting)
    session.flush()
    _call(session, meeting, groups, now)
    return groups


def move(
    session: Session,
    meeting: Meeting,
    start: datetime,
    end: datetime | None,
    place: str | None,
    now: datetime,
) -> None:
    """Another time (and place, where one is named): no answer is kept, everybody is asked anew.

    Raises Refused("meeting_closed") or Refused("time_passed").
    """
    _must_be_open(session, meeting)
    if start <= now:
        raise Refused("time_passed", start=local(session, meeting, start))
    _retire(session, meeting, "moved", now)
    meeting.starts_at, meeting.ends_at = start, end
    if place:
        meeting.place, meeting.place_open = place, False
    meeting.round += 1
    session.add(meeting)
    session.execute(delete(Attendance).where(col(Attendance.meeting_id) == meeting.id))
    session.flush()
    _call(session, meeting, list(groups_of(session, meeting.branch_id)), now)


def cancel(session: Session, meeting: Meeting, now: datetime) -> None:
    """The meeting does not take place; everyone is told once. Raises Refused("meeting_closed")."""
    _must_be_open(session, meeting)
    meeting.state = "cancelled"
    meeting.closed_at = now
    session.add(meeting)
    unplan_meeting(session, meeting.id or 0)
    _drop_waiting(session, meeting)
    _retire(session, meeting, "cancelled", now)
    post(
        session,
        [
            _to_group(meeting, chat, "cancelled", "change")
            for chat in groups_of(session, meeting.branch_id)
        ],
        now,
    )


def close(session: Session, meeting: Meeting, now: datetime) -> None:
    """End check-in: who neither came nor took leave is absent. The secretary gets the sheet.

    Raises Refused("meeting_closed").
    """
    _must_be_open(session, meeting)
    meeting.state = "closed"
    meeting.closed_at = now
    session.add(meeting)
    session.flush()
    session.execute(
        update(Attendance)
        .where(
            col(Attendance.meeting_id) == meeting.id,
            col(Attendance.presence).is_(None),
            col(Attendance.answer).is_distinct_from("leave"),
        )
        # Entered by nobody: a sign-in that was sent in time may still take its place.
        .values(presence="absent", presence_at=now, presence_by=None)
    )
    unplan_meeting(session, meeting.id or 0)
    _drop_waiting(session, meeting)
    _retire(session, meeting, "closed", now)
    _send_sheet(session, meeting, now)


def counts(session: Session, meeting_id: int) -> dict[str, int]:
    """How many promised, took leave, have not answered, came, came late."""
    rows = session.execute(
        select(Attendance.answer, Attendance.presence, func.count())
        .where(Attendance.meeting_id == meeting_id)
        .group_by(col(Attendance.answer), col(Attendance.presence))
    ).all()
    names = ("attend", "leave", "none", "present", "late", "absent", "excused")
    total = dict.fromkeys(names, 0)
    for answer, presence, number in rows:
        total[answer or "none"] += number
        if presence:
            total[presence] += number
        elif answer == "leave":
            total["excused"] += number  # who took leave and came all the same is present
    return total


def place_settled(meeting: Meeting) -> bool:
    """A place is named, or left open on purpose."""
    return meeting.place is not None or meeting.place_open


def local(session: Session, meeting: Meeting, moment: datetime) -> str:
    """An instant as the branch's wall clock shows it, ISO with offset."""
    branch = session.get_one(Branch, meeting.branch_id)
    return moment.astimezone(ZoneInfo(branch.timezone)).isoformat()


def meeting_facts(session: Session, meeting: Meeting) -> dict[str, object]:
    """The facts of a draft or notice; what is open is None."""
    start, end = meeting.starts_at, meeting.ends_at
    return {
        "meeting_id": meeting.id,
        "kind": meeting.kind,
        "start": local(session, meeting, start) if start else None,
        "end": local(session, meeting, end) if end else None,
        "place": meeting.place,
        "topics": list(meeting.topics),
        "audience": meeting.audience,
    }


def _call(session: Session, meeting: Meeting, groups: list[Chat], now: datetime) -> None:
    add_to_roll(session, meeting, list(members_of(session, meeting.branch_id)))
    answers = [
        Button(label="", action=f"attend:{meeting.id}:{meeting.round}"),
        Button(label="", action=f"leave:{meeting.id}:{meeting.round}"),
    ]
    letters = [
        Letter(
            key=f"notice:{meeting.id}:{meeting.round}:{chat.id}",
            chat_id=chat.id or 0,
            kind="notice",
            text_key="notice",
            facts={"moved": meeting.round > 1},
            buttons=[answers, *_set_texts(session, meeting)],
            branch_id=meeting.branch_id,
            meeting_id=meeting.id,
        )
        for chat in groups
    ]
    post(session, letters, now)
    plan_meeting(session, meeting, now)


def _set_texts(session: Session, meeting: Meeting) -> list[list[Button]]:
    if not set_texts(session, meeting.kind or ""):
        return []
    return [[Button(label="", start=f"study-{meeting.id}")]]


def add_to_roll(session: Session, meeting: Meeting, members: list[Member]) -> None:
    """Put those of the members whom the meeting calls on its roll; who stands there stays."""
    rows = [
        {"meeting_id": meeting.id, "member_id": member.id} for member in called(meeting, members)
    ]
    insert_new(session, Attendance, rows)


def _must_be_open(session: Session, meeting: Meeting) -> None:
    lock_row(session, meeting)
    if meeting.state != "open":
        raise Refused("meeting_closed")


def _retire(session: Session, meeting: Meeting, became: str, now: datetime) -> None:
    """Old notices and check-in messages lose their buttons and say what became of them."""
    shown = session.exec(
        select(Outbox).where(
            Outbox.meeting_id == meeting.id,
            col(Outbox.kind).in_(("notice", "checkin")),
            col(Outbox.state).in_(("sent", "claimed", "queued")),
        )
    ).all()
    facts = meeting_facts(session, meeting) | {"counts": counts(session, meeting.id or 0)}
    letters = []
    for row in shown:
        if row.state == "queued":
            row.state = "skipped"
        text_key = f"{row.kind}_{became}"
        row.edit_due_at = None
        row.kind = f"{row.kind}_past"
        session.add(row)
        letters.append(
            Letter(
                key=f"retire:{row.id}:{meeting.round}:{meeting.state}",
                chat_id=row.chat_id,
                kind="edit",
                text_key=text_key,
                facts=facts,
                branch_id=meeting.branch_id,
                edits=row.id,
            )
        )
    session.flush()
    post(session, [x for x in letters if not _unsent(session, x.edits)], now)


def _unsent(session: Session, row_id: int | None) -> bool:
    return session.get_one(Outbox, row_id).state == "skipped"


def _drop_waiting(session: Session, meeting: Meeting) -> None:
    """What waits to be said of a meeting that is over is not said any more."""
    session.execute(
        update(Outbox)
        .where(
            col(Outbox.meeting_id) == meeting.id,
            col(Outbox.state) == "queued",
            col(Outbox.kind).in_(("reminder", "checkin", "private")),
        )
        .values(state="skipped")
    )


def _to_group(meeting: Meeting, chat: Chat, text_key: str, kind: str) -> Letter:
    return Letter(
        key=f"{text_key}:{meeting.id}:{meeting.round}:{chat.id}",
        chat_id=chat.id or 0,
        kind=kind,
        text_key=text_key,
        branch_id=meeting.branch_id,
        meeting_id=meeting.id,
    )


def _send_sheet(session: Session, meeting: Meeting, now: datetime) -> None:
    letters = [
        Letter(
            key=f"sheet:{meeting.id}:{chat.id}",
            chat_id=chat.id or 0,
            kind="file",
            text_key="attendance_sheet",
            branch_id=meeting.branch_id,
            meeting_id=meeting.id,
        )
        for chat in secretary_chats(session, meeting.branch_id)
    ]
    post(session, letters, now)


def last_closed(session: Session, branch_id: int) -> Meeting | None:
    """The branch's meeting that was closed last; its sheet can still be corrected."""
    return session.exec(
        select(Meeting)
        .where(Meeting.branch_id == branch_id, Meeting.state == "closed")
        .order_by(col(Meeting.closed_at).desc())
    ).first()
