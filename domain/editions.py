"""The editions of a work: which one is current on a day, and when one takes over from another."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from store.tables import Work

EDITED_KINDS = ("charter", "regulation")
"""Kinds of text of which a new edition replaces the old."""


def family_of(title: str) -> str:
    """What the editions of one work share: its title without brackets, spaces and （试行）."""
    return title.strip("《》 　").replace(" ", "").replace("　", "").replace("（试行）", "")


def is_current(day: date) -> ColumnElement[bool]:
    """A condition on Work: in force on `day`, so that it may be pushed and is quoted first."""
    return and_(
        col(Work.state) == "active",
        or_(col(Work.in_force_from).is_(None), col(Work.in_force_from) <= day),
        or_(col(Work.in_force_until).is_(None), col(Work.in_force_until) > day),
    )


def current(works: Iterable[Work], day: date) -> list[Work]:
    """Those of `works` that are in force on `day`; as `is_current`, on rows in hand."""
    return [
        work
        for work in works
        if work.state == "active"
        and (work.in_force_from is None or work.in_force_from <= day)
        and (work.in_force_until is None or work.in_force_until > day)
    ]


def settle(session: Session, family: str) -> None:
    """Say anew until when each edition of a rule is the current one.

    Each ends on the day the next takes over; of two of the same day the one loaded last counts.
    An edition that names no day gives way to those that do: nothing proves that it is current.
    Speeches, cases and notices of one title are different texts, not editions.
    """
    works = session.exec(
        select(Work).where(Work.family == family, col(Work.kind).in_(EDITED_KINDS))
    ).all()
    dated = sorted(
        (work for work in works if work.state == "active" and work.in_force_from is not None),
        key=lambda work: (work.in_force_from or date.min, work.id or 0),
    )
    ends = {older.id: newer.in_force_from for older, newer in pairwise(dated)}
    first = dated[0].in_force_from if dated else None
    for work in works:
        undated = work.in_force_from is None
        work.in_force_until = first if undated else ends.get(work.id)
        session.add(work)
    session.flush()


def editions_of(session: Session, family: str) -> list[Work]:
    """The active editions of a work, the newest first."""
    works = session.exec(select(Work).where(Work.family == family, Work.state == "active")).all()
    return sorted(
        works, key=lambda work: (work.in_force_from or date.min, work.id or 0), reverse=True
    )


def replaced_by(session: Session, work: Work) -> Work | None:
    """The active edition from which `work` takes over on its day.

    None for the first one, for the same edition from another file, and for one that is itself
    replaced by a newer edition that is loaded already.
    """
    since = work.in_force_from
    if work.kind not in EDITED_KINDS or since is None:
        return None
    others = [
        (other.in_force_from or date.min, other)
        for other in editions_of(session, work.family)
        if other.id != work.id and other.kind in EDITED_KINDS
    ]
    if any(day >= since for day, _ in others):
        return None
    return others[0][1] if others else None
