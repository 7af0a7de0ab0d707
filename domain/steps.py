"""What comes next for branches that follow a study plan (学习计划), and where they stand on it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from domain.outlines import Outliner, Places, places_of, portions_after, read_outlines
from domain.tracks import QUESTION, SHOWN, TEXT, Place, Step
from store.statements import insert_for
from store.tables import Plan, Progress


@dataclass(frozen=True, slots=True)
class Wanted:
    """A branch whose plan is asked on a day; `then` is the day after it that is asked as well."""

    branch_id: int
    course_id: int
    day: date
    then: date | None = None


@dataclass(frozen=True, slots=True)
class Coming:
    """What comes next for a branch: the kind, the ids of portions, media or questions, and the
    place on its plan that it takes up.

    `rank` is the portion's; `before` the place it follows, None at the beginning of a track;
    `following` the rank of the portion on the day after, where one was asked for.
    """

    branch_id: int
    course_id: int
    kind: str
    ids: tuple[int, ...]
    track: str
    place: Place
    before: Place | None
    following: int | None = None

    @property
    def rank(self) -> int | None:
        """The portion's rank in the library; None for what is no portion."""
        return self.place.rank if self.kind == TEXT else None

    def facts(self) -> dict[str, Any]:
        """What a push keeps so that it may be taken back: JSON values."""
        before = None if self.before is None else [self.before.item, self.before.rank]
        return {
            "course": self.course_id,
            "track": self.track,
            "place": [self.place.item, self.place.rank],
            "before": before,
        }


def coming(
    session: Session,
    wanted: Collection[Wanted],
    questions: Mapping[int, tuple[int, ...]] | None = None,
) -> dict[int, Coming]:
    """By branch what its plan brings on the day; without those whose plan has nothing at all.

    `questions` are those that each branch may be asked now. Where there are none, a line for a
    question is passed over, and a track of questions gives way to the next. The number of
    statements does not grow with the branches.
    """
    if not wanted:
        return {}
    outliner = read_outlines(session, {one.course_id for one in wanted})
    standing = places_of(session, {one.branch_id for one in wanted})
    offered = questions or {}
    found: dict[int, tuple[Wanted, Places, Step]] = {}
    for one in wanted:
        places = standing.get((one.branch_id, one.course_id), {})
        step = _step(outliner, one, one.day, places, offered)
        if step is not None:
            found[one.branch_id] = (one, places, step)
    portions = portions_after(session, [s.after for _, _, s in found.values() if s.kind == TEXT])
    steps = [_taken(*each, portions, offered) for each in found.values()]
    return _with_following(session, outliner, found, steps, offered)


def _step(
    outliner: Outliner,
    one: Wanted,
    day: date,
    places: Places,
    offered: Mapping[int, tuple[int, ...]],
) -> Step | None:
    kinds = SHOWN | {QUESTION} if offered.get(one.branch_id) else SHOWN
    return outliner.outline(one.course_id, day).step(day, places, kinds)


def _taken(
    one: Wanted,
    places: Places,
    step: Step,
    portions: Mapping[int, tuple[int, int]],
    offered: Mapping[int, tuple[int, ...]],
) -> Coming:
    ids: tuple[int, ...] = (step.after,)
    rank = 0
    if step.kind == TEXT:
        number, rank = portions[step.after]
        ids = (number,)
    elif step.kind == QUESTION:
        ids = offered[one.branch_id]
    return Coming(
        one.branch_id,
        one.course_id,
        step.kind,
        ids,
        step.track,
        Place(step.item, rank),
        places.get(step.track),
    )


def _with_following(
    session: Session,
    outliner: Outliner,
    found: Mapping[int, tuple[Wanted, Places, Step]],
    steps: Iterable[Coming],
    offered: Mapping[int, tuple[int, ...]],
) -> dict[int, Coming]:
    taken = {step.branch_id: step for step in steps}
    after: dict[int, int] = {}
    for branch_id, step in taken.items():
        one, places, _ = found[branch_id]
        if one.then is None:
            continue
        later = _step(outliner, one, one.then, places | {step.track: step.place}, offered)
        if later is not None and later.kind == TEXT:
            after[branch_id] = later.after
    ranks = portions_after(session, after.values())
    for branch_id, rank in after.items():
        taken[branch_id] = replace(taken[branch_id], following=ranks[rank][1])
    return taken


def keep_places(session: Session, steps: Collection[Coming]) -> None:
    """The branches have had these steps: their tracks stand there now."""
    if not steps:
        return
    statement = insert_for(session, Progress)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["branch_id", "course_id", "track"],
            set_={
                "item_seq": statement.excluded.item_seq,
                "portion_rank": statement.excluded.portion_rank,
            },
        ),
        [
            {
                "branch_id": step.branch_id,
                "course_id": step.course_id,
                "track": step.track,
                "item_seq": step.place.item,
                "portion_rank": step.place.rank,
            }
            for step in steps
        ],
    )


def put_step_back(session: Session, branch_id: int, facts: Mapping[str, Any]) -> None:
    """A push of a plan did not go out after all: its step waits for the next workday.

    `facts` are those of `Coming.facts`. Nothing changes when the track has moved on since.
    """
    item, rank = facts["place"]
    stands = (
        (col(Progress.branch_id) == branch_id)
        & (col(Progress.course_id) == facts["course"])
        & (col(Progress.track) == facts["track"])
        & (col(Progress.item_seq) == item)
        & (col(Progress.portion_rank) == rank)
    )
    if session.exec(select(Progress.track).where(stands)).first() is None:
        return
    if facts["before"] is None:
        session.execute(delete(Progress).where(stands))
    else:
        item, rank = facts["before"]
        session.execute(update(Progress).where(stands).values(item_seq=item, portion_rank=rank))
    session.execute(
        update(Plan)
        .where(col(Plan.kind) == "push", col(Plan.branch_id) == branch_id)
        .values(last_pushed_at=None, brought={})
    )
