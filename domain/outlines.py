"""Study plans laid over the library: which texts a plan's lines mean on a day."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from typing import Any

from sqlalchemy import Integer, column, func, literal, values
from sqlalchemy.orm import load_only
from sqlmodel import Session, col, select

from domain.editions import EDITED_KINDS, current
from domain.tracks import MEDIA, TEXT, Outline, Place, Stretch
from store.among import among
from store.tables import Course, CourseItem, MediaItem, Portion, Progress, Work

STRIDE = 10_000
"""A portion's rank is its work's rank times this and its number in the work."""
READ = ("title", "family", "kind", "state", "rank", "in_force_from", "in_force_until")
LIBRARY = {"kinds": ["guide", "charter", "regulation", "speech", "case", "notice"]}
"""The selector of a line that takes all there is."""
Places = dict[str, Place]
"""Where a branch stands, by track."""


@dataclass(frozen=True, slots=True)
class Shelved:
    """A text in hand: the edition, and the ranks of its first and last portion."""

    work: Work
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Lines:
    """A plan's rhythm and lines as the database holds them."""

    rhythm: Mapping[str, str]
    items: Sequence[CourseItem]


@dataclass
class Outliner:
    """Plans and texts read once; makes the outline of any plan on any day."""

    plans: Mapping[int, Lines]
    shelf: Sequence[Shelved]
    _made: dict[tuple[int, date | None], Outline] = field(default_factory=dict)

    def outline(self, course_id: int, day: date) -> Outline:
        """The plan on that day; one without tracks where the plan is not there any more."""
        key = (course_id, max((turn for turn in self._turns if turn <= day), default=None))
        if key not in self._made:
            plan = self.plans.get(course_id)
            self._made[key] = Outline() if plan is None else lay(plan, self.shelf, day)
        return self._made[key]

    @cached_property
    def _turns(self) -> list[date]:
        """The days on which a text comes into force or ends: a plan is the same in between."""
        ends = {(text.work.in_force_from, text.work.in_force_until) for text in self.shelf}
        return [day for pair in ends for day in pair if day is not None]


def read_outlines(session: Session, course_ids: Iterable[int]) -> Outliner:
    """What is needed for the outlines of these plans: three statements however many."""
    ids = set(course_ids)
    rhythms = dict(
        session.execute(
            select(col(Course.id), col(Course.rhythm)).where(
                among(session, col(Course.id), ids), Course.state == "active"
            )
        ).all()
    )
    items: dict[int, list[CourseItem]] = {course_id: [] for course_id in rhythms}
    for item in session.exec(
        select(CourseItem)
        .outerjoin(MediaItem, col(MediaItem.id) == col(CourseItem.media_id))
        .where(
            among(session, col(CourseItem.course_id), rhythms),
            (col(CourseItem.media_id).is_(None)) | (MediaItem.state == "active"),
        )
        .order_by(col(CourseItem.course_id), col(CourseItem.seq))
    ):
        items[item.course_id].append(item)
    plans = {number: Lines(rhythms[number], items[number]) for number in rhythms}
    return Outliner(plans, read_shelf(session))


@cache
def _shelf() -> Any:
    """The statement of `read_shelf`, built once: every batch of the planner needs it."""
    return (
        select(Work, _bound(func.min), _bound(func.max))
        .where(Work.state == "active")
        .order_by(col(Work.rank))
        .options(load_only(*[getattr(Work, name) for name in READ]))
    )


def _bound(which: Any) -> Any:
    # By rank: the index on a portion's work would be read to its end.
    return (
        select(which(Portion.rank))
        .where(
            col(Portion.rank) > col(Work.rank) * literal(STRIDE),
            col(Portion.rank) < (col(Work.rank) + literal(1)) * literal(STRIDE),
        )
        .correlate(Work)
        .scalar_subquery()
    )


def read_shelf(session: Session) -> list[Shelved]:
    """The texts that were approved and have portions, in the library's order."""
    return [
        Shelved(work, first, last)
        for work, first, last in session.execute(_shelf())
        if first is not None
    ]


def lay(plan: Lines, shelf: Sequence[Shelved], day: date) -> Outline:
    """The plan on a day. A track none of whose lines has anything is not in it.

    A text that a line of a track names is not taken by a later line for a sort of texts there.
    """
    in_force = {id(work) for work in current([text.work for text in shelf], day)}
    held = _newest([text for text in shelf if id(text.work) in in_force])
    tracks: dict[str, list[Stretch]] = {}
    taken: dict[str, set[int]] = {}
    for item in plan.items:
        found = _stretches(item, held, taken.setdefault(item.track, set()))
        if found:
            tracks.setdefault(item.track, []).extend(found)
    return Outline(tracks, plan.rhythm)


def _newest(texts: Sequence[Shelved]) -> list[Shelved]:
    """Of each rule one edition: where several stand beside each other, the one loaded last."""
    last = {text.work.family: text.work.id or 0 for text in texts if _is_edited(text.work)}
    for text in texts:
        if _is_edited(text.work):
            last[text.work.family] = max(last[text.work.family], text.work.id or 0)
    return [t for t in texts if not _is_edited(t.work) or last[t.work.family] == t.work.id]


def _is_edited(work: Work) -> bool:
    return work.kind in EDITED_KINDS


def _stretches(item: CourseItem, held: Sequence[Shelved], taken: set[int]) -> list[Stretch]:
    if item.kind != TEXT:
        number = item.media_id or 0 if item.kind == MEDIA else 0
        return [Stretch(item.seq, item.kind, number, number)]
    if item.first_label is not None:
        return [_pinned(item, text) for text in held if text.work.id == item.work_id]
    if item.selector:
        texts = [t for t in held if t.work.id not in taken and selects(item.selector, t.work)]
    else:
        texts = [text for text in held if text.work.family == item.family]
    taken.update(text.work.id or 0 for text in texts)
    renewed = not item.selector and len(texts) == 1
    return [Stretch(item.seq, TEXT, text.first, text.last, renewed) for text in texts]


def _pinned(item: CourseItem, text: Shelved) -> Stretch:
    begins = text.work.rank * STRIDE
    first = begins + (item.first_portion or 1)
    return Stretch(item.seq, TEXT, first, begins + (item.last_portion or item.first_portion or 1))


def selects(selector: Mapping[str, Any], work: Work) -> bool:
    """Whether a line for a sort of texts takes this one: by its kind, and a word of its title."""
    kinds, words = selector.get("kinds", ()), selector.get("words", ())
    if kinds and work.kind not in kinds:
        return False
    return not words or any(word in work.title for word in words)


def places_of(session: Session, branch_ids: Collection[int]) -> dict[tuple[int, int], Places]:
    """Where branches stand on the tracks of their plans: by branch and plan, one statement."""
    found: dict[tuple[int, int], Places] = {}
    for row in session.exec(
        select(Progress).where(among(session, col(Progress.branch_id), branch_ids))
    ):
        place = Place(row.item_seq, row.portion_rank)
        found.setdefault((row.branch_id, row.course_id), {})[row.track] = place
    return found


def portions_after(session: Session, ranks: Iterable[int]) -> dict[int, tuple[int, int]]:
    """For each rank the id and the rank of the next portion of all; one statement."""
    wanted = sorted(set(ranks))
    if not wanted:
        return {}
    given = values(column("rank", Integer), name="given").data([(r,) for r in wanted]).cte("given")
    coming = (
        select(func.min(Portion.rank))
        .where(col(Portion.rank) > given.c.rank)
        .correlate(given)
        .scalar_subquery()
    )
    rows = session.execute(
        select(given.c.rank, col(Portion.id), col(Portion.rank)).join(
            Portion, col(Portion.rank) == coming
        )
    )
    return {after: (number, rank) for after, number, rank in rows}
