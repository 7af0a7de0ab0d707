"""A branch's study plan: which portion comes next, and when."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Integer, column, func, update, values
from sqlmodel import Session, col, select

from domain.calendar import holidays, in_quiet, local_day, next_push
from domain.editions import is_current
from domain.question_choice import offered_questions
from domain.refusals import Refused
from domain.standing import all_stand
from domain.steps import Wanted, coming
from domain.tracks import TEXT
from store.tables import Branch, Plan, Portion, Work

TIME = re.compile(r"(\d{1,2})[:：](\d{2})")
BEGINNING = -1
"""A rank before all portions."""


def start_plan(session: Session, branch: Branch, now: datetime) -> Plan:
    """The branch's study plan, begun at `now` where it has none.

    Bound after its push time, or on a day off, the branch gets its first push on the next
    workday; on a workday before its push time, the same day.
    """
    # Two groups bound at once must not begin two plans.
    session.execute(select(Branch.id).where(Branch.id == branch.id).with_for_update())
    plan = push_plan(session, branch.id or 0)
    if plan is None:
        plan = Plan(kind="push", branch_id=branch.id or 0)
        plan.next_due_at = _coming(session, branch, plan, now)
        session.add(plan)
        session.flush()
    return plan


def push_plan(session: Session, branch_id: int) -> Plan | None:
    """The branch's study plan."""
    return session.exec(
        select(Plan).where(Plan.kind == "push", Plan.branch_id == branch_id)
    ).first()


def set_push_time(session: Session, branch: Branch, value: str | None, now: datetime) -> None:
    """Push at `value` (HH:MM, local) from now on; None stops the daily push.

    A branch that had its push today gets the next one on the next workday. Raises
    Refused("bad_time"), or Refused("push_in_quiet_hours", time=…): burden rule 5.
    """
    branch.push_time = None if value is None else _read_time(value)
    session.add(branch)
    plan = start_plan(session, branch, now)
    plan.next_due_at = _coming(session, branch, plan, now)
    session.add(plan)
    session.flush()


def _read_time(value: str) -> str:
    found = TIME.fullmatch(value.strip())
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise Refused("bad_time")
    clock = time(int(found[1]), int(found[2]))
    if in_quiet(clock):
        raise Refused("push_in_quiet_hours", time=f"{clock:%H:%M}")
    return f"{clock:%H:%M}"


def _coming(session: Session, branch: Branch, plan: Plan, now: datetime) -> datetime | None:
    if branch.push_time is None:
        return None
    today = local_day(now, branch.timezone)
    loaded = holidays(session, today)
    due = next_push(now, branch.push_time, branch.timezone, loaded)
    if _pushed_today(branch, plan, now) and local_day(due, branch.timezone) == today:
        due = next_push(due, branch.push_time, branch.timezone, loaded)
    return due


def _pushed_today(branch: Branch, plan: Plan, now: datetime) -> bool:
    pushed = plan.last_pushed_at
    return pushed is not None and local_day(pushed, branch.timezone) == local_day(
        now, branch.timezone
    )


def todays_portion(session: Session, branch: Branch, now: datetime) -> Portion | None:
    """The portion that was pushed today, else the coming one; never moves the plan on.

    None as well where the day brings something that is no text: `todays_step` tells.
    """
    step = todays_step(session, branch, now)
    return None if step is None or step[0] != TEXT else session.get_one(Portion, step[1][0])


def todays_step(
    session: Session, branch: Branch, now: datetime
) -> tuple[str, tuple[int, ...]] | None:
    """What was pushed today, else what comes next: its kind, and ids of portions, media or
    questions. What was pushed and withdrawn since is not shown again."""
    plan = push_plan(session, branch.id or 0)
    if plan is not None and _pushed_today(branch, plan, now):
        pushed = _brought(session, plan)
        if pushed is not None and all_stand(session, *pushed):
            return pushed
    day = local_day(now, branch.timezone)
    if plan is not None and plan.next_due_at is not None:
        day = max(day, local_day(plan.next_due_at, branch.timezone))
    if plan is not None and plan.course_id is not None:
        wanted = Wanted(plan.branch_id, plan.course_id, day)
        questions = offered_questions(session, [plan.branch_id], day)
        step = coming(session, [wanted], questions).get(plan.branch_id)
        if step is not None:
            return step.kind, step.ids
    after = BEGINNING if plan is None or plan.last_portion is None else plan.last_portion
    rank = following(session, [after], day)[after]
    return None if rank is None else (TEXT, (portion_ids(session, [rank])[rank],))


def _brought(session: Session, plan: Plan) -> tuple[str, tuple[int, ...]] | None:
    """What the last push carried; a push of an earlier release left only the portion's rank."""
    if plan.brought:
        return plan.brought["kind"], tuple(plan.brought["ids"])
    if plan.last_portion is None:
        return None
    number = portion_ids(session, [plan.last_portion]).get(plan.last_portion)
    return None if number is None else (TEXT, (number,))


def following(session: Session, ranks: Iterable[int], day: date) -> dict[int, int | None]:
    """For each rank the rank of the next portion of a work in force on a day; the first after
    the last.

    One statement however many ranks; None where there is nothing to study at all.
    """
    wanted = sorted({BEGINNING, *ranks})
    given = values(column("rank", Integer), name="given").data([(r,) for r in wanted]).cte("given")
    after = given.c.rank
    found = (
        select(Portion.rank)
        .join(Work, col(Work.id) == col(Portion.work_id))
        .where(is_current(day), col(Portion.rank) > after)
        .order_by(col(Portion.rank))
        .limit(1)
        .correlate(given)
        .scalar_subquery()
    )
    nexts = dict(session.execute(select(after, found)).all())
    return {rank: nexts[BEGINNING] if nexts[rank] is None else nexts[rank] for rank in wanted}


def portion_ids(session: Session, ranks: Iterable[int]) -> dict[int, int]:
    """The portions of these ranks."""
    wanted = sorted(set(ranks))
    rows = session.execute(
        select(col(Portion.rank), col(Portion.id)).where(col(Portion.rank).in_(wanted))
    )
    return dict(rows.all())


def put_back(session: Session, branch_id: int, portion: int, after: int | None) -> None:
    """A push did not go out after all: its portion waits for the next workday.

    `portion` is the rank that was to be pushed, `after` the rank pushed before it. Nothing
    changes when the plan has moved on since.
    """
    session.execute(
        update(Plan)
        .where(
            col(Plan.kind) == "push",
            col(Plan.branch_id) == branch_id,
            col(Plan.last_portion) == portion,
        )
        .values(last_portion=after, next_portion=portion, last_pushed_at=None, brought={})
    )


def portion_facts(session: Session, portion: Portion) -> dict[str, Any]:
    """What a push names: title, label, edition or date, text, and how far the text has come.

    `guide` is whether these are our own words (导学，非原文); then `references` say where the
    official text stands.
    """
    work = session.get_one(Work, portion.work_id)
    number = session.exec(select(func.count()).where(Portion.work_id == work.id)).one()
    place = session.exec(
        select(func.count()).where(Portion.work_id == work.id, Portion.seq <= portion.seq)
    ).one()
    return {
        "title": work.title,
        "kind": work.kind,
        "guide": work.kind == "guide",
        "label": portion.label,
        "text": portion.text,
        "edition": work.edition or _written(work.issued),
        "issued": work.issued,
        "references": list(portion.references),
        "position": f"第 {place} 段，共 {number} 段",
    }


def _written(issued: str | None) -> str:
    if not issued:
        return ""
    day = date.fromisoformat(issued)
    return f"{day.year}年{day.month}月{day.day}日"
