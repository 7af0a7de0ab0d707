"""The daily pushes of a batch: what each branch gets, and where its plan stands afterwards."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from domain.calendar import NUMBERS, Holidays, holidays, local_day, next_push
from domain.outbox import Letter
from domain.pushes import BEGINNING, following, portion_ids
from domain.steps import Coming, Wanted, coming, keep_places
from domain.tracks import MEDIA, QUESTION, TEXT
from domain.urgent import FIRST_HOUR, standing
from scheduler.due_plans import Due, Move
from scheduler.group_quizzes import quizzes
from scheduler.room import STARTING, Room

OfferQuestions = Callable[[Session, Iterable[int], date], Mapping[int, tuple[int, ...]]]
"""Gives some of these branches ids of questions that may be pushed to them on their day."""
CARRIED = {
    TEXT: ("push", "portion"),
    MEDIA: ("push_media", "media"),
    QUESTION: ("push_question", "question"),
}
"""By kind of step the sentence that carries it, and the fact in which it finds the id."""
URGENT = "push_urgent"
"""The sentence that carries a portion of an urgent text."""


def no_questions(
    _session: Session, _branches: Iterable[int], _day: date
) -> dict[int, tuple[int, ...]]:
    """No question can be pushed: a plan's line for one is passed over."""
    return {}


def pushes(
    session: Session,
    dues: Sequence[Due],
    room: Room,
    now: datetime,
    offer: OfferQuestions = no_questions,
) -> tuple[list[Letter], list[Move]]:
    """The letters of the daily pushes that are due, and the moves of their plans.

    A branch that follows a study plan gets the plan's step; where the plan has nothing at all,
    the whole library goes on for it.
    """
    if not dues:
        return [], []
    loaded = holidays(session, min(local_day(due.at, due.timezone) for due in dues))
    urgent = _urgent(session, dues)
    first, first_moves = _in_front(dues, urgent, room, loaded, now)
    dues = [due for due in dues if due.plan_id not in urgent]
    nexts = {due.plan_id: _next_due(due, loaded, now) for due in dues}
    steps = _steps(session, dues, nexts, offer)
    read = _Reading(session, [due for due in dues if due.branch_id not in steps])
    letters: list[Letter] = first
    moves, taken = first_moves, []
    asked: dict[int, tuple[Due, int | None]] = {}
    for due in dues:
        next_due, step = nexts[due.plan_id], steps.get(due.branch_id)
        found = read.found(due) if step is None else _of_plan(due, step)
        if found is None or not _may_push(due, room):
            moves.append(Move(due, next_due))
            continue
        kind, facts, move = found
        # Whatever still stands in front of it may not be pushed any more.
        moves.append(Move(due, next_due, **move, front=()))
        letters += _letters(due, room, CARRIED[kind][0], facts)
        if kind != QUESTION:
            asked[due.plan_id] = due, facts.get("portion")
        if step is not None:
            taken.append(step)
    keep_places(session, taken)
    return letters + quizzes(session, asked.values(), room), moves


def _urgent(session: Session, dues: Sequence[Due]) -> dict[int, list[Any]]:
    """By plan what still stands in front of it; plans with nothing there are left out."""
    by_day: dict[date, list[Due]] = {}
    for due in dues:
        if due.front:
            by_day.setdefault(local_day(due.at, due.timezone), []).append(due)
    found = {}
    for day, those in by_day.items():
        stands = standing(session, [due.front for due in those], day)
        for due in those:
            found[due.plan_id] = [entry for entry in due.front if tuple(entry) in stands]
    return {plan_id: front for plan_id, front in found.items() if front}


def _in_front(
    dues: Sequence[Due],
    urgent: Mapping[int, Sequence[Any]],
    room: Room,
    loaded: Holidays,
    now: datetime,
) -> tuple[list[Letter], list[Move]]:
    """The messages of urgent texts; each takes the day's place, and the plan waits where it is."""
    letters: list[Letter] = []
    moves = []
    for due in dues:
        front = urgent.get(due.plan_id)
        if front is None:
            continue
        next_due = _next_day(due, loaded, now)
        if not _may_push(due, room):
            moves.append(Move(due, next_due or _next_morning(due, loaded, now)))
            continue
        kind, number = front[0]
        brought = {"kind": kind, "ids": [number], "urgent": True}
        moves.append(
            Move(due, next_due, brought, due.last_portion, due.next_portion, list(front[1:]))
        )
        text_key = URGENT if kind == TEXT else CARRIED[kind][0]
        facts = {CARRIED[kind][1]: number, "front": [kind, number]}
        letters += _letters(due, room, text_key, facts)
    return letters, moves


def _next_day(due: Due, loaded: Holidays, now: datetime) -> datetime | None:
    """The next push on a later day: an urgent text before the push time takes its place."""
    coming = _next_due(due, loaded, now)
    today = local_day(max(now, due.at), due.timezone)
    if coming is None or due.push_time is None or local_day(coming, due.timezone) != today:
        return coming
    return next_push(coming, due.push_time, due.timezone, loaded)


def _next_morning(due: Due, loaded: Holidays, now: datetime) -> datetime:
    """When a branch that has stopped its daily push is tried again."""
    return next_push(max(now, due.at), FIRST_HOUR, due.timezone, loaded)


Found = tuple[str, dict[str, Any], dict[str, Any]]
"""What goes out: its kind, the facts of its letters, and what the plan's move says of it."""


class _Reading:
    """The whole library in order, for the branches without a study plan."""

    def __init__(self, session: Session, dues: Sequence[Due]) -> None:
        self._coming: dict[tuple[date, int], int | None] = {}
        self._later: dict[tuple[date, int], int | None] = {}
        ranks: set[int] = set()
        for day in {local_day(due.at, due.timezone) for due in dues}:
            after = [_last(due) for due in dues if local_day(due.at, due.timezone) == day]
            found = following(session, after, day)
            those = {rank for rank in found.values() if rank is not None}
            self._coming.update({(day, rank): next_rank for rank, next_rank in found.items()})
            later = following(session, those, day)
            self._later.update({(day, rank): next_rank for rank, next_rank in later.items()})
            ranks |= those
        self._ids = portion_ids(session, ranks) if dues else {}

    def found(self, due: Due) -> Found | None:
        """What the branch reads next; None where there is nothing."""
        day = local_day(due.at, due.timezone)
        rank = self._coming[day, _last(due)]
        if rank is None:
            return None
        number = self._ids[rank]
        facts = {"portion": number, "rank": rank, "after": due.last_portion}
        move = {
            "brought": {"kind": TEXT, "ids": [number]},
            "last_portion": rank,
            "next_portion": self._later[day, rank],
        }
        return TEXT, facts, move


def _steps(
    session: Session,
    dues: Sequence[Due],
    nexts: Mapping[int, datetime | None],
    offer: OfferQuestions,
) -> dict[int, Coming]:
    wanted = [
        _wanted(due, due.course_id, nexts[due.plan_id]) for due in dues if due.course_id is not None
    ]
    by_day: dict[date, list[int]] = {}
    for one in wanted:
        by_day.setdefault(one.day, []).append(one.branch_id)
    questions: dict[int, tuple[int, ...]] = {}
    for day, branches in by_day.items():
        questions.update(offer(session, branches, day))
    return coming(session, wanted, questions)


def _wanted(due: Due, course_id: int, then: datetime | None) -> Wanted:
    day = local_day(due.at, due.timezone)
    return Wanted(due.branch_id, course_id, day, then and local_day(then, due.timezone))


def _of_plan(due: Due, step: Coming) -> Found:
    facts = {CARRIED[step.kind][1]: step.ids[0], **step.facts()}
    move = {
        "brought": {"kind": step.kind, "ids": list(step.ids)},
        "last_portion": due.last_portion,
        "next_portion": step.following,
    }
    return step.kind, facts, move


def _last(due: Due) -> int:
    return BEGINNING if due.last_portion is None else due.last_portion


def _next_due(due: Due, loaded: Holidays, now: datetime) -> datetime | None:
    if due.push_time is None:
        return None
    return next_push(max(now, due.at), due.push_time, due.timezone, loaded)


def _may_push(due: Due, room: Room) -> bool:
    """All of the branch's groups read the same portion, so they must all have room for it."""
    if room.moments[due.timezone] - due.at > NUMBERS.push_late:
        return False
    groups = room.groups.get(due.branch_id, [])
    reserved = room.reserved(due.branch_id, STARTING)
    return bool(groups) and all(room.fits(chat_id, reserved) for chat_id in groups)


def _letters(due: Due, room: Room, text_key: str, facts: Mapping[str, Any]) -> list[Letter]:
    # With its instant: a push that came to nothing may be planned again for later in the day,
    # and an urgent text may follow within the minute.
    local = due.at.astimezone(ZoneInfo(due.timezone))
    letters = []
    for chat_id in room.groups[due.branch_id]:
        room.take(chat_id)
        letters.append(
            Letter(
                key=f"push:{due.branch_id}:{local:%Y-%m-%dT%H:%M:%S.%f}:{chat_id}",
                chat_id=chat_id,
                kind="push",
                text_key=text_key,
                facts=facts,
                branch_id=due.branch_id,
                started=True,
                due_at=room.moments[due.timezone],
                expires_at=due.at + NUMBERS.push_late,
            )
        )
    return letters
