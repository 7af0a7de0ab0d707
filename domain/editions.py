"""The editions of a work: which one is current on a day, and when one takes over from another."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from store.tables import Work


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
    """Say anew until when each active edition of a work is the current one.

    Each ends on the day the next takes over. Editions without a date stand beside each other:
    nothing tells which is the newer.
    """
    works = session.exec(select(Work).where(Work.family == family)).all()
    dated = sorted(
        (work for work in works if work.state == "active" and work.in_force_from is not None),
        key=lambda work: (work.in_force_from or date.min, work.id or 0),
    )
    for work in works:
        work.in_force_until = None
        session.add(work)
    for older, newer in pairwise(dated):
        if older.in_force_from != newer.in_force_from:
            older.in_force_until = newer.in_force_from
    session.flush()
