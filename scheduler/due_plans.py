"""Taking the plans that have come due, and moving them on by compare-and-set."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, bindparam, delete, select, update
from sqlmodel import Session, col

from store.columns import Facts
from store.incidents import note_incident
from store.statements import table_of
from store.tables import Branch, Meeting, Plan

ASIDE = timedelta(hours=1)


class MovedElsewhere(Exception):
    """Another planner moved a plan of this batch: everything is undone and taken anew."""


@dataclass(frozen=True, slots=True)
class Due:
    """A plan that has come due, with what its branch and meeting say about it."""

    plan_id: int
    kind: str
    branch_id: int
    at: datetime
    last_portion: int | None
    timezone: str
    push_time: str | None
    meeting_id: int | None
    round: int | None
    starts_at: datetime | None
    ends_at: datetime | None
    state: str | None
    course_id: int | None = None
    front: Sequence[Any] = ()
    next_portion: int | None = None
    group_quiz: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the meeting is called and not over."""
        return self.state == "open"


COLUMNS: Sequence[Any] = (
    Plan.id,
    Plan.kind,
    Plan.branch_id,
    Plan.next_due_at,
    Plan.last_portion,
    Branch.timezone,
    Branch.push_time,
    Plan.meeting_id,
    Meeting.round,
    Meeting.starts_at,
    Meeting.ends_at,
    Meeting.state,
    Plan.course_id,
    Plan.front,
    Plan.next_portion,
    Branch.group_quiz,
)
"""What `Due` is made of, in its order."""


@dataclass(frozen=True, slots=True)
class Move:
    """Where a push plan goes: its next instant, and what was pushed if anything was.

    `brought` is the kind and the ids of what went out; `last_portion` the place in the whole
    library afterwards, which a study plan and an urgent text leave where it was. `front` is what
    still stands before the plan, None where that does not change.
    """

    due: Due
    next_due_at: datetime | None
    brought: dict[str, Any] | None = None
    last_portion: int | None = None
    next_portion: int | None = None
    front: Sequence[Any] | None = None


def take_due(session: Session, now: datetime, limit: int) -> list[Due]:
    """Up to `limit` plans that are due, the longest overdue first; locked until the commit."""
    rows = session.execute(
        select(*COLUMNS)
        .select_from(Plan)
        .join(Branch, col(Branch.id) == col(Plan.branch_id))
        .outerjoin(Meeting, col(Meeting.id) == col(Plan.meeting_id))
        .where(col(Plan.next_due_at) <= now)
        .order_by(col(Plan.next_due_at))
        .limit(limit)
        .with_for_update(of=Plan, skip_locked=True)
    ).all()
    return [Due(*row) for row in rows]


def move_on(session: Session, moves: Sequence[Move], now: datetime) -> None:
    """Set push plans to their next instant, if nobody else has. Raises MovedElsewhere."""
    pushed = [move for move in moves if move.brought is not None]
    waiting = [move for move in moves if move.brought is None]
    plan = table_of(Plan)
    still = (plan.c.id == bindparam("plan_id")) & (plan.c.next_due_at == bindparam("seen"))
    if pushed:
        _changed(
            session,
            update(plan)
            .where(still)
            .values(
                next_due_at=bindparam("due_at"),
                brought=bindparam("what", type_=Facts),
                last_portion=bindparam("stands"),
                next_portion=bindparam("coming"),
                front=bindparam("waits", type_=Facts),
                last_pushed_at=now,
            ),
            [_values(move) | _read(move) for move in pushed],
        )
    if waiting:
        statement = update(plan).where(still).values(next_due_at=bindparam("due_at"))
        _changed(session, statement, [_values(move) for move in waiting])


def _values(move: Move) -> dict[str, Any]:
    return {"plan_id": move.due.plan_id, "seen": move.due.at, "due_at": move.next_due_at}


def _read(move: Move) -> dict[str, Any]:
    front = move.due.front if move.front is None else move.front
    return {
        "what": move.brought,
        "stands": move.last_portion,
        "coming": move.next_portion,
        "waits": list(front),
    }


def finish(session: Session, dues: Sequence[Due]) -> None:
    """A meeting's plan comes due once, then it is gone. Raises MovedElsewhere."""
    if not dues:
        return
    plan = table_of(Plan)
    still = (plan.c.id == bindparam("plan_id")) & (plan.c.next_due_at == bindparam("seen"))
    _changed(
        session,
        delete(plan).where(still),
        [{"plan_id": due.plan_id, "seen": due.at} for due in dues],
    )


def _changed(session: Session, statement: Any, rows: list[dict[str, Any]]) -> None:
    # The Core connection: the ORM would take a list of rows for an update by primary key.
    result: CursorResult[Any] = session.connection().execute(statement, rows)
    if result.rowcount != len(rows):
        raise MovedElsewhere


def set_aside(session: Session, fault: str, now: datetime) -> int:
    """Put the plan that is due first off for a while, under an incident; how many it was.

    It broke the planner, and must not hold up the others.
    """
    dues = take_due(session, now, 1)
    for due in dues:
        note_incident(session, f"plan {due.kind} {due.plan_id}: {fault}", now)
        plan = session.get_one(Plan, due.plan_id)
        plan.next_due_at = now + ASIDE
        session.add(plan)
    session.flush()
    return len(dues)
