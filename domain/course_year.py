"""A year of study ahead of a branch: what each workday will bring, as things stand."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from domain.calendar import Holidays, calendar_known, holidays, is_workday, local_day
from domain.outlines import LIBRARY, Lines, Outliner, Places, places_of, read_outlines
from domain.pushes import push_plan
from domain.question_choice import offered_questions
from domain.tracks import MEDIA, QUESTION, SHOWN, TEXT, Outline, Place, Step
from store.tables import Branch, CourseItem, MediaItem, Plan, Portion

WORKDAYS = 250
FURTHEST = 800  # days looked ahead for so many workdays
ORDER = "全部资料"
"""The one track of a branch that follows no plan."""


@dataclass(frozen=True, slots=True)
class StudyDay:
    """What a workday will bring: the track, the text's title, and the portion's label.

    `kind` is text, media or question, empty for a day on which there is nothing to study.
    """

    day: date
    track: str = ""
    kind: str = ""
    title: str = ""
    label: str = ""


def study_year(
    session: Session,
    branch: Branch,
    now: datetime,
    days: int = WORKDAYS,
    *,
    asks: bool | None = None,
) -> list[StudyDay]:
    """So many workdays from the next push on; nothing is written.

    Editions change on their days, holidays and moved workdays are those that are known now.
    `asks` is whether the plan's questions can be asked, as the library tells where it is None;
    else they are passed over as in pushes.
    """
    plan = push_plan(session, branch.id or 0)
    since = _since(branch, plan, now)
    if asks is None:
        asks = bool(offered_questions(session, [branch.id or 0], since))
    walk = _Walk(session, branch, plan, asks=asks)
    loaded = holidays(session, since)
    return [walk.take(day) for day in _workdays(loaded, since, days)]


def workdays_ahead(session: Session, branch: Branch, now: datetime) -> list[date]:
    """The days that a year ahead shows, without what they bring."""
    since = _since(branch, push_plan(session, branch.id or 0), now)
    return list(_workdays(holidays(session, since), since, WORKDAYS))


def _since(branch: Branch, plan: Plan | None, now: datetime) -> date:
    """The day of the next push."""
    since = local_day(now, branch.timezone)
    if plan is not None and plan.next_due_at is not None:
        since = max(since, local_day(plan.next_due_at, branch.timezone))
    return since


def guessed_years(session: Session, days: Sequence[StudyDay]) -> list[int]:
    """The years of these days whose holidays neither the calendar knows nor an admin loaded."""
    years = sorted({day.day.year for day in days})
    loaded = {day.year for day in holidays(session, days[0].day)} if days else set()
    return [year for year in years if not calendar_known(year) and year not in loaded]


def _workdays(loaded: Holidays, since: date, number: int) -> Iterator[date]:
    found = 0
    for ahead in range(FURTHEST):
        day = since + timedelta(days=ahead)
        if found == number:
            return
        if is_workday(loaded, day):
            found += 1
            yield day


class _Walk:
    """A branch's plan taken day by day, on rows that are read once."""

    def __init__(self, session: Session, branch: Branch, plan: Plan | None, *, asks: bool) -> None:
        course_id = None if plan is None else plan.course_id
        self._course_id = course_id or 0
        self._kinds = SHOWN | {QUESTION} if asks else SHOWN
        self._outlines = read_outlines(session, [] if course_id is None else [course_id])
        order = CourseItem(course_id=0, track=ORDER, seq=1, selector=LIBRARY)
        self._library = Outliner({0: Lines({}, [order])}, self._outlines.shelf)
        self._places: Places = dict(
            places_of(session, [branch.id or 0]).get((branch.id or 0, self._course_id), {})
        )
        last = None if plan is None else plan.last_portion
        self._read: Places = {} if last is None else {ORDER: Place(1, last)}
        self._portions = _Portions(session, self._outlines)

    def take(self, day: date) -> StudyDay:
        """What the day brings; the next one goes on behind it."""
        step = self._step(self._outlines.outline(self._course_id, day), day, self._places)
        if step is not None:
            return step
        found = self._step(self._library.outline(0, day), day, self._read)
        return found or StudyDay(day)

    def _step(self, outline: Outline, day: date, places: Places) -> StudyDay | None:
        step = outline.step(day, places, self._kinds)
        if step is None:
            return None
        rank, shown = self._portions.shown(step)
        places[step.track] = Place(step.item, rank)
        return replace(shown, day=day, track=step.track)


class _Portions:
    """Ranks, labels and titles of everything that may come."""

    def __init__(self, session: Session, outlines: Outliner) -> None:
        rows: Sequence[tuple[int, str]] = session.execute(
            select(col(Portion.rank), col(Portion.label)).order_by(col(Portion.rank))
        ).all()
        self._ranks = [rank for rank, _ in rows]
        self._labels = [label for _, label in rows]
        self._firsts = [text.first for text in outlines.shelf]
        self._titles = [text.work.title for text in outlines.shelf]
        media = {item.media_id for plan in outlines.plans.values() for item in plan.items}
        found = session.exec(select(MediaItem).where(col(MediaItem.id).in_(media - {None})))
        self._media = {medium.id: medium.title for medium in found}

    def shown(self, step: Step) -> tuple[int, StudyDay]:
        """The rank of a step's portion, 0 for none, and what it is called."""
        if step.kind == TEXT:
            place = bisect_right(self._ranks, step.after)
            rank = self._ranks[place]
            title = self._titles[bisect_right(self._firsts, rank) - 1]
            return rank, StudyDay(date.min, kind=TEXT, title=title, label=self._labels[place])
        title = self._media.get(step.after, "") if step.kind == MEDIA else ""
        return 0, StudyDay(date.min, kind=step.kind, title=title)
