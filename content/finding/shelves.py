"""What stands in the library at this moment, and a cheap stamp that tells when it changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, bindparam, case, func
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from content.finding.passages import Passage, passages
from domain.editions import is_current
from store.tables import Article, Portion, Work

Stamp = tuple[Any, ...]

# Built once: a search asks these two and nothing else.
_ACTIVE = case((col(Work.state) == "active", col(Work.id)), else_=0)
_STAMP = sa_select(
    func.count(),
    func.max(Work.id),
    func.max(Work.loaded_at),
    func.sum(_ACTIVE),
    func.sum(_ACTIVE * _ACTIVE),
)
_DAY: Any = bindparam("day", type_=Date)
_QUOTABLE = sa_select(col(Work.id), col(Work.sha256), is_current(_DAY)).where(
    col(Work.id).in_(bindparam("works", expanding=True)), col(Work.state) == "active"
)


@dataclass(frozen=True, slots=True)
class Card:
    """What a citation names of a work."""

    work_id: int
    title: str
    family: str
    short_titles: tuple[str, ...]
    edition: str
    issued: str | None
    sha256: str


def stamp(session: Session) -> Stamp:
    """A value that changes whenever a text is added, confirmed, replaced or withdrawn.

    One row, whatever the library holds. Days that pass need no new index.
    """
    return tuple(session.execute(_STAMP).one())


def cards(session: Session) -> dict[int, Card]:
    """The cards of the works that may be quoted, in force or not, by id."""
    works = session.exec(select(Work).where(Work.state == "active").order_by(col(Work.id))).all()
    return {work.id or 0: _card(work) for work in works}


def quotable(session: Session, shas: Mapping[int, str], day: date) -> dict[int, bool]:
    """Which works may be quoted now, and whether each is the edition in force on `day`.

    `shas` are the hashes of the works as the index knows them; a work with another is another.
    """
    if not shas:
        return {}
    rows = session.execute(_QUOTABLE, {"day": day, "works": list(shas)}).all()
    return {work: bool(stands) for work, sha, stands in rows if shas[work] == sha}


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
        work.sha256,
    )
