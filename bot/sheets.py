"""What each exported file holds: its columns, its query, and how a row reads.

Answers, presences, kinds of meeting and status are the Chinese labels people know; states are
the words the program keeps. Values stand exactly as they are stored, also where one begins with
a sign that a spreadsheet takes for a formula: scripts rely on it, and people are handed .xlsx
files, where no cell can be one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, RowMapping, Select, and_, exists, func, or_, select

from content.sentences import plain
from domain.roll import ANSWERS, PRESENCES
from store.statements import table_of
from store.tables import Account, Attendance, Branch, Chat, Meeting, Member, Outbox, Portion, Work

branch, member, chat = table_of(Branch), table_of(Member), table_of(Chat)
meeting, attendance, outbox = table_of(Meeting), table_of(Attendance), table_of(Outbox)
portion, work, account = table_of(Portion), table_of(Work), table_of(Account)
answerer, recorder = member.alias("answerer"), member.alias("recorder")

STATUSES = {"full": "正式党员", "probationary": "预备党员"}
HELD = ("open", "closed", "cancelled")
"""Drafts are questions to one person and no meetings yet."""

Found = RowMapping


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file: `query` names the branch's zone `zone`; `row` reads what was found."""

    name: str
    columns: tuple[str, ...]
    query: Select[Any]
    branch: ColumnElement[Any]
    row: Callable[[Found, ZoneInfo], Iterable[Any]]


def wall(moment: datetime | None, zone: ZoneInfo) -> str:
    """An instant on the branch's wall clock, ISO with offset, to the second."""
    return moment.astimezone(zone).isoformat(timespec="seconds") if moment else ""


@cache
def kind_label(kind: str | None) -> str:
    """类型 as everywhere: 支部党员大会 and so on."""
    return plain("kind_names", {"kind": kind})


def title(found: Found) -> str:
    """A meeting's title: its topics, or its kind where none was named."""
    return "；".join(found["topics"] or ()) or kind_label(found["kind"])


def yes_no(value: object) -> str:
    """For scripts."""
    return "yes" if value else "no"


def _branch(found: Found, zone: ZoneInfo) -> Iterable[Any]:
    return (
        found["branch"],
        found["zone"],
        found["push_time"],
        found["members"],
        found["groups"],
        wall(found["created_at"], zone),
    )


def _member(found: Found, _zone: ZoneInfo) -> Iterable[Any]:
    status = STATUSES.get(found["status"], found["status"])
    head = found["branch"], found["name"], status
    return *head, found["party_group"], found["duties"], yes_no(found["claimed"])


def _meeting(found: Found, zone: ZoneInfo) -> Iterable[Any]:
    return (
        found["id"],
        found["branch"],
        kind_label(found["kind"]),
        title(found),
        wall(found["starts_at"], zone),
        wall(found["ends_at"], zone),
        found["place"] or "待定",
        found["state"],
    )


def _answer(found: Found, zone: ZoneInfo) -> Iterable[Any]:
    at, by = _latest(found)
    return (
        found["id"],
        found["branch"],
        title(found),
        found["name"],
        ANSWERS[found["answer"]],
        found["reason"],
        found["late_minutes"],
        PRESENCES[found["presence"]],
        wall(at, zone),
        by,
    )


def _latest(found: Found) -> tuple[datetime | None, str | None]:
    """When the row was last written, and by whom; nobody where a meeting's end settled it."""
    answered, recorded = found["answer_at"], found["presence_at"]
    if recorded is not None and (answered is None or recorded >= answered):
        return recorded, found["recorder"]
    return answered, found["answerer"]


def _push(found: Found, zone: ZoneInfo) -> Iterable[Any]:
    head = found["branch"], found["title"], found["label"]
    return *head, wall(found["sent_at"], zone), found["state"]


def _message(found: Found, zone: ZoneInfo) -> Iterable[Any]:
    return (
        found["id"],
        found["branch"],
        f"{found['channel']}:{found['address']}",
        found["kind"],
        (found["rendered"] or {}).get("text"),
        found["state"],
        wall(found["due_at"], zone),
        wall(found["sent_at"], zone),
        yes_no(found["started"]),
    )


def _count(of: Any, where: ColumnElement[bool]) -> Any:
    return select(func.count()).select_from(of).where(where).scalar_subquery()


OWN = [branch.c.name.label("branch"), branch.c.timezone.label("zone")]
HERE = member.c.left_at.is_(None)
_claimed = exists().where(account.c.member_id == member.c.id, account.c.claim == "held")
_meeting_columns = [meeting.c.id, meeting.c.kind, meeting.c.topics]
# An outbox row belongs to the branch it names, else to that of its group.
_home = or_(
    outbox.c.branch_id == branch.c.id,
    and_(outbox.c.branch_id.is_(None), chat.c.branch_id == branch.c.id),
)

SHEETS = (
    Sheet(
        "branches.csv",
        ("branch", "timezone", "push_time", "members", "groups", "created_at"),
        select(
            *OWN,
            branch.c.push_time,
            branch.c.created_at,
            _count(member, (member.c.branch_id == branch.c.id) & HERE).label("members"),
            _count(chat, (chat.c.branch_id == branch.c.id) & (chat.c.kind == "group")).label(
                "groups"
            ),
        ).order_by(branch.c.id),
        branch.c.name,
        _branch,
    ),
    Sheet(
        "members.csv",
        ("branch", "name", "status", "group", "duties", "claimed"),
        select(*OWN, member, _claimed.label("claimed"))
        .join_from(member, branch)
        .where(HERE)
        .order_by(branch.c.id, member.c.id),
        branch.c.name,
        _member,
    ),
    Sheet(
        "meetings.csv",
        ("id", "branch", "kind", "title", "starts_at", "ends_at", "place", "state"),
        select(*OWN, meeting)
        .join_from(meeting, branch)
        .where(meeting.c.state.in_(HELD))
        .order_by(meeting.c.id),
        branch.c.name,
        _meeting,
    ),
    Sheet(
        "answers.csv",
        (
            "meeting_id",
            "branch",
            "meeting",
            "name",
            "answer",
            "reason",
            "late_minutes",
            "presence",
            "at",
            "recorded_by",
        ),
        select(
            *OWN,
            *_meeting_columns,
            attendance,
            member.c.name,
            answerer.c.name.label("answerer"),
            recorder.c.name.label("recorder"),
        )
        .join_from(attendance, meeting, meeting.c.id == attendance.c.meeting_id)
        .join(branch, branch.c.id == meeting.c.branch_id)
        .join(member, member.c.id == attendance.c.member_id)
        .outerjoin(answerer, answerer.c.id == attendance.c.answer_by)
        .outerjoin(recorder, recorder.c.id == attendance.c.presence_by)
        .where(meeting.c.state.in_(HELD))
        .order_by(meeting.c.id, member.c.id),
        branch.c.name,
        _answer,
    ),
    Sheet(
        "pushes.csv",
        ("branch", "title", "label", "sent_at", "state"),
        select(*OWN, work.c.title, portion.c.label, outbox.c.sent_at, outbox.c.state)
        .join_from(outbox, branch, branch.c.id == outbox.c.branch_id)
        .outerjoin(portion, portion.c.id == outbox.c.facts["portion"].as_integer())
        .outerjoin(work, work.c.id == portion.c.work_id)
        .where(outbox.c.kind == "push")
        .order_by(outbox.c.id),
        branch.c.name,
        _push,
    ),
    Sheet(
        "messages.csv",
        ("id", "branch", "chat", "kind", "text", "state", "due_at", "sent_at", "started"),
        select(*OWN, chat.c.channel, chat.c.address, outbox)
        .join_from(outbox, chat, chat.c.id == outbox.c.chat_id)
        .outerjoin(branch, _home)
        .order_by(outbox.c.id),
        branch.c.name,
        _message,
    ),
)
