"""Study plans that still hold an edition which was replaced or withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sqlmodel import Session, col, select

from domain.editions import current
from domain.telling import write_admins
from store.tables import Course, CourseItem, Work

LINES_TOLD = 30


@dataclass(frozen=True, slots=True)
class Held:
    """A line of a plan that is passed over: the plan, its track, the text and the articles.

    `why` is replaced or withdrawn; `since` the day from which another edition holds, None for a
    text that was withdrawn.
    """

    item_id: int
    course: str
    track: str
    title: str
    first: str | None
    last: str | None
    edition: str
    why: str
    since: date | None

    def facts(self) -> dict[str, object]:
        """As JSON values."""
        return {
            "course": self.course,
            "track": self.track,
            "title": self.title,
            "first": self.first,
            "last": self.last,
            "edition": self.edition,
            "why": self.why,
            "since": self.since.isoformat() if self.since else None,
        }


def held_items(session: Session, day: date, family: str | None = None) -> list[Held]:
    """The lines of plans in use that nothing is read from on `day`, because the edition that
    they name was replaced or withdrawn, or the whole text was.

    Of one work only, where `family` is given.
    """
    statement = (
        select(CourseItem, Course.name)
        .join(Course, col(Course.id) == col(CourseItem.course_id))
        .where(Course.state == "active", CourseItem.kind == "text", CourseItem.family != "")
        .order_by(col(CourseItem.course_id), col(CourseItem.seq))
    )
    if family is not None:
        statement = statement.where(CourseItem.family == family)
    rows = session.exec(statement).all()
    works = _works(session, {item.family for item, _ in rows})
    found = [_held(item, name, works.get(item.family, []), day) for item, name in rows]
    return [held for held in found if held is not None]


def _works(session: Session, families: set[str]) -> dict[str, list[Work]]:
    found: dict[str, list[Work]] = {}
    for work in session.exec(
        select(Work)
        .where(col(Work.family).in_(families), Work.state != "waiting")
        .order_by(col(Work.id))
    ):
        found.setdefault(work.family, []).append(work)
    return found


def _held(item: CourseItem, course: str, works: Sequence[Work], day: date) -> Held | None:
    named = [work for work in works if item.work_id in (None, work.id)]
    # What is not yet in force waits for its day and is no trouble.
    if not named or current(named, day) or any(_to_come(work, day) for work in named):
        return None
    last = named[-1]
    replaced = last.state != "withdrawn"
    return Held(
        item_id=item.id or 0,
        course=course,
        track=item.track,
        title=item.title or last.title,
        first=item.first_label,
        last=item.last_label,
        edition=last.edition,
        why="replaced" if replaced else "withdrawn",
        since=last.in_force_until if replaced else None,
    )


def _to_come(work: Work, day: date) -> bool:
    since = work.in_force_from
    return work.state == "active" and since is not None and since > day


def report_held(session: Session, family: str, now: datetime) -> list[Held]:
    """One letter to the admins about the plans that hold an edition of a work which is replaced,
    now or from a day that is fixed, or withdrawn; called whenever that happens.

    The same lines are told once.
    """
    found = held_items(session, date.max, family)
    if found:
        told = ";".join(f"{held.item_id}:{held.why}:{held.since}" for held in found)
        key = f"held:{sha256(f'{family};{told}'.encode()).hexdigest()[:32]}"
        lines = [held.facts() for held in found[:LINES_TOLD]]
        facts = {"lines": lines, "more": max(0, len(found) - LINES_TOLD)}
        write_admins(session, key, "held_items", facts, now)
    return found
