"""Putting a study plan that was read on the shelf, and how long it lasts."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from content.course_lines import Resolved, resolve
from content.courses import BUILT_IN, ready_made
from content.reading.course_file import CourseFile
from content.reading.course_problems import course_sentence
from domain.calendar import local_day
from domain.courses import take_over
from domain.outlines import Lines, lay, read_shelf
from domain.tracks import QUESTION, TEXT, Outline, Stretch
from store.tables import Course

WORKDAYS = 5
PROBLEMS_SHOWN = 20
SHELVING = 7_268_021  # any number: PostgreSQL's advisory lock of those who shelve plans


def shelve_course(
    session: Session,
    read: CourseFile,
    sha256: str,
    source: str,
    now: datetime,
    day: date,
    loaded_by: int | None = None,
    state: str = "active",
) -> tuple[Course, bool]:
    """Store a plan with its lines; whether it was new. The same bytes again change nothing.

    One that waits for a second 确认 is followed by nobody. `day` is the day on which titles and
    editions are looked up.
    """
    found = session.exec(
        select(Course).where(Course.sha256 == sha256, col(Course.state).in_(("active", "waiting")))
    ).first()
    if found is not None:
        return found, False
    course = Course(
        name=read.name,
        branch_kind=read.branch_kind,
        rhythm=dict(read.rhythm),
        sha256=sha256,
        source=source,
        state=state,
        loaded_by=loaded_by,
        loaded_at=now,
    )
    session.add(course)
    session.flush()
    for item in resolve(session, read, day).items:
        item.course_id = course.id or 0
        session.add(item)
    session.flush()
    return course, True


def course_facts(
    session: Session, read: CourseFile, now: datetime, timezone: str
) -> dict[str, object]:
    """What a preview names: lines, tracks, how long it lasts, and what is wrong with which line."""
    day = local_day(now, timezone)
    resolved = resolve(session, read, day)
    problems = [course_sentence(problem) for problem in resolved.problems]
    return {
        "name": read.name,
        "kind": read.branch_kind,
        "lines": len(resolved.items),
        "tracks": list(read.tracks),
        "days": lasting(session, read, resolved, day),
        "problems": problems[:PROBLEMS_SHOWN],
        "more": max(0, len(problems) - PROBLEMS_SHOWN),
    }


def lasting(session: Session, read: CourseFile, resolved: Resolved, day: date) -> int:
    """About how many workdays pass until every track has been read once; 0 for nothing."""
    return rounds(lay(Lines(read.rhythm, resolved.items), read_shelf(session), day))


def rounds(outline: Outline) -> int:
    """The same for an outline. A track without a weekday of its own is not waited for."""
    if not outline.tracks:
        return 0
    first = next(iter(outline.tracks))
    days = [outline.rhythm.get(str(day), first) for day in range(1, WORKDAYS + 1)]
    lengths = {track: _length(stretches) for track, stretches in outline.tracks.items()}
    return max(
        (-(-lengths[track] * WORKDAYS // days.count(track)) for track in lengths if track in days),
        default=lengths[first],
    )


def _length(stretches: Sequence[Stretch]) -> int:
    return sum(
        stretch.last - stretch.first + 1 if stretch.kind == TEXT else stretch.kind != QUESTION
        for stretch in stretches
    )


def shelve_ready_made(session: Session, now: datetime, day: date) -> None:
    """Store the plans that ship with the product; a newer edition of one takes its place.

    One that an admin has withdrawn stays away, and an admin's own plan of the name stays. Where
    all stand already, one statement.
    """
    if not _missing(session):
        return
    if session.get_bind().dialect.name == "postgresql":
        # Two secretaries who ask at once must not put everything there twice.
        session.execute(select(func.pg_advisory_xact_lock(SHELVING)))
    for digest, read in _missing(session):
        course, _ = shelve_course(session, read, digest, "zhibu", now, day)
        take_over(session, course)


def _missing(session: Session) -> list[tuple[str, CourseFile]]:
    rows = session.execute(
        select(col(Course.name), col(Course.sha256), col(Course.state)).order_by(col(Course.id))
    ).all()
    known = {digest for _, digest, state in rows if state in ("active", "withdrawn")}
    standing = {name: digest for name, digest, state in rows if state == "active"}
    return [
        (digest, read)
        for digest, read in ready_made()
        if digest not in known and standing.get(read.name, BUILT_IN).startswith(BUILT_IN)
    ]
