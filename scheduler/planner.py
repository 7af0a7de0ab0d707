"""What has come due is moved on and put into the outbox, in one transaction.

The number of statements does not grow with the number of branches: everything a tick needs is
read in bulk for the plans that it took.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, delete, update
from sqlmodel import Session, col, func, select

from domain.calendar import after_quiet, loaded_days, next_push
from domain.caps import Started, day_bounds, started_in
from domain.meetings import close, closes_at
from domain.messages import Button
from domain.outbox import Letter, post
from domain.pushes import portions_from
from store.statements import table_of
from store.tables import Branch, Chat, Meeting, Plan, Portion

AT_ONCE = 500
PUSH_LATE = timedelta(hours=6)  # a later push is skipped and its portion waits
URGENCY = {"close": 0, "checkin": 1, "remind_hour": 2, "remind_day": 3, "push": 4}
"""What comes first when the caps leave room for less: the push yields to all others."""


@dataclass
class _Tick:
    """Everything that the plans of one tick need to know."""

    now: datetime
    plans: Sequence[Plan]
    branches: dict[int, Branch]
    groups: dict[int, list[Chat]]
    meetings: dict[int, Meeting]
    started: dict[int, Started]
    later_today: dict[tuple[int, str], int]
    portions: dict[int | None, Portion]
    loaded: dict[date, bool]
    letters: list[Letter] = field(default_factory=list)
    moves: list[dict[str, object]] = field(default_factory=list)
    over: list[int] = field(default_factory=list)

    def reserved(self, plan: Plan) -> int:
        """How many more urgent messages still come today in this branch."""
        mine = URGENCY[plan.kind]
        return sum(
            self.later_today.get((plan.branch_id, kind), 0)
            for kind, urgency in URGENCY.items()
            if 0 < urgency < mine
        )


def tick(session: Session, now: datetime, limit: int = AT_ONCE) -> int:
    """Take up to `limit` plans that are due; returns how many.

    Two planners never fire the same plan: PostgreSQL skips the rows another one holds, SQLite
    has one writer; the outbox keys are unique besides.
    """
    plans = _take(session, now, limit)
    if not plans:
        return 0
    work = _gather(session, plans, now)
    for plan in sorted(plans, key=lambda plan: URGENCY[plan.kind]):
        if plan.kind == "push":
            _push(work, plan)
        elif plan.kind == "close":
            _close(session, work, plan)
        else:
            _remind(work, plan)
    _settle(session, work)
    return len(plans)


def _take(session: Session, now: datetime, limit: int) -> Sequence[Plan]:
    return session.exec(
        select(Plan)
        .where(col(Plan.next_due_at) <= now)
        .order_by(col(Plan.next_due_at))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()


def _gather(session: Session, plans: Sequence[Plan], now: datetime) -> _Tick:
    branch_ids = {plan.branch_id for plan in plans}
    meeting_ids = {plan.meeting_id for plan in plans if plan.meeting_id}
    branches = session.exec(select(Branch).where(col(Branch.id).in_(branch_ids))).all()
    meetings = session.exec(select(Meeting).where(col(Meeting.id).in_(meeting_ids))).all()
    chats = session.exec(
        select(Chat)
        .where(Chat.kind == "group", col(Chat.branch_id).in_(branch_ids), col(Chat.reachable))
        .order_by(col(Chat.id))
    ).all()
    groups: dict[int, list[Chat]] = {}
    for chat in chats:
        groups.setdefault(chat.branch_id or 0, []).append(chat)
    by_id = {branch.id or 0: branch for branch in branches}
    return _Tick(
        now=now,
        plans=plans,
        branches=by_id,
        groups=groups,
        meetings={meeting.id or 0: meeting for meeting in meetings},
        started=_started(session, by_id, chats, now),
        later_today=_later_today(session, by_id, now),
        portions=portions_from(
            session, [plan.next_portion for plan in plans if plan.kind == "push"]
        ),
        loaded=loaded_days(session),
    )


def _zones(branches: dict[int, Branch]) -> Iterator[tuple[str, set[int]]]:
    for timezone in {branch.timezone for branch in branches.values()}:
        yield timezone, {i for i, branch in branches.items() if branch.timezone == timezone}


def _started(
    session: Session, branches: dict[int, Branch], chats: Sequence[Chat], now: datetime
) -> dict[int, Started]:
    found: dict[int, Started] = {}
    for timezone, ids in _zones(branches):
        chat_ids = [chat.id or 0 for chat in chats if chat.branch_id in ids]
        found |= started_in(session, chat_ids, now, timezone)
    return found


def _later_today(
    session: Session, branches: dict[int, Branch], now: datetime
) -> dict[tuple[int, str], int]:
    found: dict[tuple[int, str], int] = {}
    for timezone, ids in _zones(branches):
        _, end = day_bounds(now, timezone)
        rows = session.exec(
            select(Plan.branch_id, Plan.kind, func.count())
            .where(
                col(Plan.branch_id).in_(ids),
                col(Plan.kind).in_(("checkin", "remind_hour", "remind_day")),
                col(Plan.next_due_at) > now,
                col(Plan.next_due_at) < end,
            )
            .group_by(col(Plan.branch_id), col(Plan.kind))
        ).all()
        found |= {(branch_id, kind): number for branch_id, kind, number in rows}
    return found


def _push(work: _Tick, plan: Plan) -> None:
    branch = work.branches[plan.branch_id]
    due = plan.next_due_at or work.now
    portion = work.portions.get(plan.next_portion)
    sends_at = after_quiet(work.now, branch.timezone)
    said = False
    if portion is not None and sends_at <= due + PUSH_LATE:
        said = _begin(
            work, plan, "push", sends_at, due + PUSH_LATE, {"portion": portion.id}, portion.rank
        )
    after = max(due, work.now)
    upcoming = (
        next_push(after, branch.push_time, branch.timezone, work.loaded)
        if branch.push_time
        else None
    )
    work.moves.append(
        {
            "plan": plan.id,
            "seen": plan.next_due_at,
            "due": upcoming,
            "next": portion.rank + 1 if said and portion else plan.next_portion,
            "last": portion.rank if said and portion else plan.last_portion,
            "at": work.now if said else plan.last_pushed_at,
        }
    )


def _remind(work: _Tick, plan: Plan) -> None:
    meeting = work.meetings.get(plan.meeting_id or 0)
    work.over.append(plan.id or 0)
    if meeting is None or meeting.state != "open" or meeting.starts_at is None:
        return
    branch = work.branches[plan.branch_id]
    # A check-in message is of use to the end of the meeting, a reminder only before its start.
    # Quiet hours delay both: what would come too late then is not said at all.
    limit = closes_at(meeting) if plan.kind == "checkin" else meeting.starts_at
    sends_at = after_quiet(work.now, branch.timezone)
    if sends_at < limit:
        key = "checkin" if plan.kind == "checkin" else "reminder"
        _begin(work, plan, key, sends_at, limit, {}, meeting.round)


def _begin(
    work: _Tick,
    plan: Plan,
    text_key: str,
    sends_at: datetime,
    limit: datetime,
    facts: dict[str, object],
    mark: int,
) -> bool:
    """Queue a message to the branch's groups, as far as the caps leave room."""
    said = False
    subject = plan.meeting_id or f"{plan.branch_id}:{plan.next_due_at:%Y%m%d}"
    for chat in work.groups.get(plan.branch_id, []):
        started = work.started[chat.id or 0]
        if not started.may_start(work.reserved(plan)):
            continue
        started.count()
        said = True
        work.letters.append(
            Letter(
                key=f"{plan.kind}:{subject}:{mark}:{chat.id}",
                chat_id=chat.id or 0,
                kind=text_key,
                text_key=text_key,
                facts=facts,
                buttons=_buttons(plan),
                branch_id=plan.branch_id,
                meeting_id=plan.meeting_id,
                started=True,
                due_at=sends_at,
                expires_at=limit,
            )
        )
    return said


def _buttons(plan: Plan) -> list[list[Button]]:
    return [[Button(label="", action=f"here:{plan.meeting_id}")]] if plan.kind == "checkin" else []


def _close(session: Session, work: _Tick, plan: Plan) -> None:
    meeting = work.meetings.get(plan.meeting_id or 0)
    work.over.append(plan.id or 0)
    if meeting is not None and meeting.state == "open":
        close(session, meeting, work.now, None)


def _settle(session: Session, work: _Tick) -> None:
    """Move the plans on by compare-and-set, drop what is over, queue the letters."""
    if work.moves:
        table = table_of(Plan)
        session.connection().execute(
            update(table)
            .where(table.c.id == bindparam("plan"), table.c.next_due_at == bindparam("seen"))
            .values(
                next_due_at=bindparam("due"),
                next_portion=bindparam("next"),
                last_portion=bindparam("last"),
                last_pushed_at=bindparam("at"),
            ),
            work.moves,
        )
    if work.over:
        session.execute(delete(Plan).where(col(Plan.id).in_(work.over)))
    post(session, work.letters, work.now)
    session.expire_all()
