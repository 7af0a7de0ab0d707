"""What stands in the library at this moment, and a cheap stamp that tells when it changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, func
from sqlmodel import Session, col, select

from content.finding.passages import Passage, passages
from domain.editions import current
from store.tables import Article, Portion, Work

Stamp = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """What a citation names of a work."""

    work_id: int
    title: str
    family: str
    short_titles: tuple[str, ...]
    edition: str
    issued: str | None
    kind: str


def stamp(session: Session) -> Stamp:
    """A value that changes whenever a text is added, confirmed, replaced or withdrawn.

    One row, whatever the library holds.
    """
    active = case((col(Work.state) == "active", col(Work.id)), else_=0)
    row = session.execute(
        select(  # type: ignore[call-overload]
            func.count(), func.max(Work.id), func.sum(active), func.sum(active * active)
        )
    ).one()
    return tuple(row)


def cards(session: Session) -> dict[int, Card]:
    """The cards of the works that may be quoted, in force or not, by id."""
    works = session.exec(select(Work).where(Work.state == "active")).all()
    return {work.id or 0: _card(work) for work in works}


def in_force(session: Session, works: Iterable[int], day: date) -> dict[int, bool]:
    """Which of `works` may be quoted now, and whether each is the edition in force on `day`."""
    rows = session.execute(
        select(Work.id, Work.in_force_from, Work.in_force_until).where(
            col(Work.id).in_(list(works)), Work.state == "active"
        )
    ).all()
    return {
        work_id: (begun is None or begun <= day) and (ended is None or ended > day)
        for work_id, begun, ended in rows
    }


def read_passages(session: Session, work_id: int) -> list[Passage]:
    """All passages of one work, from its rows."""
    work = session.get_one(Work, work_id)
    articles = session.exec(
        select(Article).where(Article.work_id == work_id).order_by(col(Article.seq))
    ).all()
    portions = session.exec(
        select(Portion).where(Portion.work_id == work_id).order_by(col(Portion.seq))
    ).all()
    return passages(work, articles, portions)


def _card(work: Work) -> Card:
    return Card(
        work.id or 0,
        work.title,
        work.family,
        tuple(work.short_titles),
        work.edition,
        work.issued,
        work.kind,
    )
