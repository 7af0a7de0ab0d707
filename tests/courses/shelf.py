"""Texts and study plans on a shelf, made for tests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, select

from content.cutting.numbers import chinese
from domain.editions import family_of, settle
from store.tables import Article, Course, CourseItem, MediaItem, Portion, Work


@dataclass(frozen=True)
class Line:
    """A line of a plan: a title, articles of an edition, a selector, a medium or a question."""

    track: str
    title: str = ""
    pinned: tuple[Work, int, int] | None = None
    selector: Mapping[str, Any] | None = None
    media: int | None = None
    question: bool = False


def a_text(
    session: Session,
    now: datetime,
    title: str,
    portions: int = 2,
    kind: str = "regulation",
    rank: int | None = None,
    since: date | None = None,
    state: str = "active",
) -> Work:
    """An edition with so many portions of an article each."""
    number = rank or _next(session)
    work = Work(
        title=title,
        family=family_of(title),
        kind=kind,
        edition=f"{since:%Y}年版" if since else "",
        in_force_from=since,
        sha256=f"{title}{number}",
        rank=number,
        state=state,
        loaded_at=now,
    )
    session.add(work)
    session.flush()
    # As rows: an object for each takes most of the time of a large library.
    session.execute(insert(Portion), [_portion(work, seq) for seq in range(1, portions + 1)])
    session.execute(insert(Article), [_article(work, seq) for seq in range(1, portions + 1)])
    settle(session, work.family)
    return work


def _article(work: Work, seq: int) -> dict[str, Any]:
    return {
        "work_id": work.id,
        "seq": seq,
        "label": f"第{chinese(seq)}条",
        "path": ["第一章　总则" if seq < 3 else "第二章　附则"],
        "text": f"{work.title}的第{seq}段。",
    }


def _portion(work: Work, seq: int) -> dict[str, Any]:
    article = _article(work, seq)
    return article | {
        "rank": work.rank * 10_000 + seq,
        "path": [],
        "articles": [article["label"]],
        "references": [],
    }


def _next(session: Session) -> int:
    return len(session.exec(select(Work)).all()) + 1


def a_medium(session: Session, now: datetime, title: str, state: str = "active") -> MediaItem:
    item = MediaItem(
        kind="picture", title=title, name="a.png", mime="image/png", size=1, sha256=title,
        key=title, source="自编", state=state, loaded_at=now,
    )  # fmt: skip
    session.add(item)
    session.flush()
    return item


def a_course(
    session: Session,
    now: datetime,
    lines: Sequence[Line],
    rhythm: Mapping[str, str] | None = None,
    name: str = "计划",
) -> Course:
    """A study plan of these lines."""
    course = Course(name=name, rhythm=dict(rhythm or {}), sha256=name, loaded_at=now)
    session.add(course)
    session.flush()
    for seq, line in enumerate(lines, start=1):
        session.add(_item(course.id or 0, seq, line))
    session.flush()
    return course


def _item(course_id: int, seq: int, line: Line) -> CourseItem:
    item = CourseItem(course_id=course_id, track=line.track, seq=seq, title=line.title)
    item.family = family_of(line.title)
    item.selector = dict(line.selector or {})
    if line.pinned is not None:
        work, item.first_portion, item.last_portion = line.pinned
        item.work_id, item.title, item.family = work.id, work.title, work.family
        item.first_label, item.last_label = (f"第{chinese(n)}条" for n in line.pinned[1:])
    if line.media is not None:
        item.kind, item.media_id = "media", line.media
    if line.question:
        item.kind = "question"
    return item
