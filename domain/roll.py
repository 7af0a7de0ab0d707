"""The roll of a meeting: who answered what, who came, and whom to remind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from domain.messages import Button
from domain.outbox import Letter, post
from domain.people import private_chats
from domain.refusals import Refused
from store.tables import Attendance, Meeting, Member

ANSWERS = {"attend": "参加", "leave": "请假", None: "未答复"}
PRESENCES = {"present": "签到", "late": "迟到", "absent": "缺席", None: "未记"}


def roll(session: Session, meeting_id: int) -> Sequence[tuple[Member, Attendance]]:
    """Everybody on the meeting's roll, in roster order."""
    # Answers are written by statements of their own: rows seen before them are read anew.
    return session.exec(
        select(Member, Attendance)
        .where(Attendance.meeting_id == meeting_id, Attendance.member_id == Member.id)
        .order_by(col(Member.id))
        .execution_options(populate_existing=True)
    ).all()


def remark(row: Attendance) -> str:
    """What stands in brackets after a name: a leave's reason, a late promise's minutes."""
    if row.answer == "leave":
        return row.reason or ""
    return f"晚到{row.late_minutes}分钟" if row.late_minutes else ""


def by_status(
    rows: Sequence[tuple[Member, Attendance]], *, presence: bool
) -> list[tuple[str, list[str]]]:
    """Names by status, answers first, then (`presence`) presences; empty statuses left out."""
    lines: list[tuple[str, list[str]]] = []
    for value, label in ANSWERS.items():
        names = [
            f"{member.name}（{remark(row)}）" if remark(row) else member.name
            for member, row in rows
            if row.answer == value
        ]
        lines.append((label, names))
    if presence:
        for value, label in PRESENCES.items():
            names = [member.name for member, row in rows if row.presence == value]
            lines.append((label, names))
    return [(label, names) for label, names in lines if names]


@dataclass(frozen=True, slots=True)
class Reminded:
    """What 催一下 did: how many were reminded, how many had been before, who cannot be reached."""

    sent: int
    before: int
    unreachable: tuple[str, ...]


def remind(session: Session, meeting: Meeting, now: datetime) -> Reminded:
    """One private reminder a meeting (and calling) to each who has not answered.

    Burden rule 3: at most one, private, never naming anybody in the group. Raises
    Refused("meeting_closed").
    """
    if meeting.state != "open":
        raise Refused("meeting_closed")
    silent = [(member, row) for member, row in roll(session, meeting.id or 0) if row.answer is None]
    fresh = [(member, row) for member, row in silent if row.reminded_at is None]
    chats = private_chats(session, [member.id or 0 for member, _ in fresh])
    letters = []
    for member, row in fresh:
        chat = chats.get(member.id or 0)
        if chat is None:
            continue
        row.reminded_at = now
        session.add(row)
        letters.append(_reminder(meeting, member, chat.id or 0))
    session.flush()
    post(session, letters, now)
    unreachable = tuple(m.name for m, _ in fresh if (m.id or 0) not in chats)
    return Reminded(len(letters), len(silent) - len(fresh), unreachable)


def _reminder(meeting: Meeting, member: Member, chat_id: int) -> Letter:
    return Letter(
        key=f"nudge:{meeting.id}:{meeting.round}:{member.id}",
        chat_id=chat_id,
        kind="private",
        text_key="nudge",
        branch_id=meeting.branch_id,
        meeting_id=meeting.id,
        buttons=[
            [
                Button(label="", action=f"attend:{meeting.id}:{meeting.round}"),
                Button(label="", action=f"leave:{meeting.id}:{meeting.round}"),
            ]
        ],
        expires_at=meeting.starts_at,
    )
