"""Urgent texts (第一时间): in front of every branch's plan, which then goes on by itself."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, case, cast, literal, or_, update
from sqlmodel import Session, col, func, select

from domain.calendar import Holidays, after_quiet, holidays, is_workday, local_day, next_push
from domain.standing import standing_ids
from domain.tracks import MEDIA, TEXT
from store.columns import Instant
from store.tables import Branch, MediaItem, Plan, Portion, Work
from store.tables.loaded import Loaded

Entry = list[Any]
"""What stands in `Plan.front`: the kind (text or media) and the id of the portion or item."""
LONGEST = 5
"""Messages that may go before a plan, a working week: of a longer text only the beginning goes
in front, and the whole is read through 目录 and comes in its turn."""
JUST_NOW = timedelta(hours=12)
"""So long after a message of a text the same text is not begun anew."""
A_DAY = timedelta(days=1)  # west of Greenwich it may still be yesterday
FIRST_HOUR = "07:00"
"""The end of the quiet hours, in local time: burden rule 5."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What a 立即推送 comes to: how many messages of how many, to how many branches, from when."""

    messages: int
    whole: int
    branches: int
    first_at: datetime | None


def entries_of(session: Session, thing: Loaded) -> list[Entry]:
    """The messages that carry a text or a media item in front of a plan, in order."""
    if isinstance(thing, MediaItem):
        return [[MEDIA, thing.id]]
    if not isinstance(thing, Work):
        return []
    portions = session.exec(
        select(Portion.id).where(Portion.work_id == thing.id).order_by(col(Portion.seq))
    ).all()
    shown = portions if len(portions) <= LONGEST else portions[:1]
    return [[TEXT, number] for number in shown]


def _whole(session: Session, thing: Loaded) -> int:
    if not isinstance(thing, Work):
        return 1
    return session.exec(select(func.count()).where(Portion.work_id == thing.id)).one()


def allowed_from(now: datetime, timezone: str, loaded: Holidays) -> datetime:
    """The next instant at which the bot may begin by itself: a workday, outside quiet hours."""
    moment = after_quiet(now, timezone)
    if is_workday(loaded, local_day(moment, timezone)):
        return moment
    return next_push(now, FIRST_HOUR, timezone, loaded)


def reach(session: Session, thing: Loaded, now: datetime) -> Reach:
    """What a 立即推送 at `now` would come to; nothing is changed."""
    zones = session.execute(
        select(Branch.timezone, func.count())
        .join(Plan, col(Plan.branch_id) == col(Branch.id))
        .where(Plan.kind == "push")
        .group_by(Branch.timezone)
    ).all()
    loaded = holidays(session, local_day(now - A_DAY, "UTC"))
    firsts = [allowed_from(now, zone, loaded) for zone, _ in zones]
    branches = sum(number for _, number in zones)
    entries = len(entries_of(session, thing))
    return Reach(entries, _whole(session, thing), branches, min(firsts, default=None))


def put_in_front(session: Session, thing: Loaded, now: datetime) -> int:
    """Put the text before all else in every branch's plan; how many branches there are.

    Its first message goes at the next allowed hour, the others on the workdays after it. A
    branch that has stopped its daily push gets the first message as well. Where a message of it
    has just gone out, the plan goes on behind that one: 确认 pressed twice sends nothing twice.
    """
    entries = entries_of(session, thing)
    loaded = holidays(session, local_day(now - A_DAY, "UTC"))
    # Held first: what a planner changes meanwhile would be missed by the statements below.
    held = session.exec(
        select(Plan.id).where(Plan.kind == "push").order_by(col(Plan.id)).with_for_update()
    ).all()
    front, last = cast(Plan.front, Text), _lately(now)
    groups = session.execute(
        select(front, last, Branch.timezone)
        .select_from(Plan)
        .join(Branch, col(Branch.id) == col(Plan.branch_id))
        .where(Plan.kind == "push")
        .distinct()
    ).all()
    for waiting, brought, zone in groups:
        had = _had(entries, brought)
        rest = [entry for entry in json.loads(waiting) if entry not in entries]
        earliest = _earliest(allowed_from(now, zone, loaded))
        there = select(Branch.id).where(Branch.timezone == zone)
        session.execute(
            update(Plan)
            .where(col(Plan.kind) == "push", front == waiting, last == brought)
            .where(col(Plan.branch_id).in_(there))
            .values(
                front=[*entries[had:], *rest],
                next_due_at=Plan.next_due_at if had else earliest,
            )
            .execution_options(synchronize_session=False)
        )
    return len(held)


def _earliest(due: datetime) -> ColumnElement[Any]:
    at = literal(due, Instant)
    later = or_(col(Plan.next_due_at).is_(None), col(Plan.next_due_at) > at)
    return case((later, at), else_=Plan.next_due_at)


def _lately(now: datetime) -> ColumnElement[str]:
    """What a plan has just had in front, as JSON; empty for anything else."""
    brought = cast(Plan.brought, Text)
    is_recent = col(Plan.last_pushed_at) > now - JUST_NOW
    return case((and_(is_recent, brought.contains('"urgent"')), brought), else_="")


def _had(entries: Sequence[Entry], brought: str) -> int:
    """How many messages of the text a branch has had already, the last of them just now."""
    if not brought:
        return 0
    had = json.loads(brought)
    last = [had["kind"], *had["ids"]]
    return entries.index(last) + 1 if last in entries else 0


def has_ended(work: Work, day: date) -> bool:
    """Whether another edition has taken over by `day`; one that is still to come has not ended.

    第一时间: a new rule is studied from its publication, before it is in force.
    """
    return work.in_force_until is not None and work.in_force_until <= day


def standing(
    session: Session, fronts: Iterable[Sequence[Entry]], day: date
) -> set[tuple[str, int]]:
    """Of what stands in front of plans, what may be pushed on `day`: withdrawn texts are gone,
    and so are editions from which another has taken over."""
    entries = {(kind, number) for front in fronts for kind, number in front}
    return {
        (kind, number)
        for kind in (TEXT, MEDIA)
        for number in standing_ids(session, kind, {n for k, n in entries if k == kind}, day)
    }


def put_back_in_front(session: Session, branch_id: int, entry: Entry) -> None:
    """A message of an urgent text did not go out after all: it waits in front again."""
    plan = session.exec(
        select(Plan).where(Plan.kind == "push", Plan.branch_id == branch_id).with_for_update()
    ).first()
    if plan is not None and entry not in plan.front:
        plan.front = [entry, *plan.front]
        plan.last_pushed_at, plan.brought = None, {}
        session.add(plan)
        session.flush()
