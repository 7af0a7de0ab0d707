"""Set texts (必学篇目): what is read at a kind of meeting, named in its notice."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete
from sqlmodel import Session, col, select

from domain.editions import family_of
from domain.library import find_article, works_titled
from domain.refusals import Refused
from store.tables import Article, SetText, Work

MOST = 6
"""六个必学: as many as one meeting can read."""


def set_texts(session: Session, meeting_kind: str) -> Sequence[SetText]:
    """The texts set for a kind of meeting, in order."""
    return session.exec(
        select(SetText).where(SetText.meeting_kind == meeting_kind).order_by(col(SetText.seq))
    ).all()


def all_set_texts(session: Session) -> dict[str, list[SetText]]:
    """The set texts of every kind of meeting that has some."""
    found: dict[str, list[SetText]] = {}
    for row in session.exec(select(SetText).order_by(col(SetText.seq))).all():
        found.setdefault(row.meeting_kind, []).append(row)
    return found


def set_for(
    session: Session, meeting_kind: str, wanted: Sequence[tuple[str, str | None]], day: date
) -> Sequence[SetText]:
    """Set these texts (title, article or None for the whole) in place of the former ones.

    Raises Refused("set_texts_many") or Refused("set_text_unknown") before anything is changed.
    """
    if len(wanted) > MOST:
        raise Refused("set_texts_many", most=MOST)
    rows = [
        SetText(
            meeting_kind=meeting_kind,
            seq=seq,
            title=_known(session, title, label, day).title,
            family="",
            label=label,
        )
        for seq, (title, label) in enumerate(wanted, start=1)
    ]
    for row in rows:
        row.family = family_of(row.title)
    session.execute(delete(SetText).where(col(SetText.meeting_kind) == meeting_kind))
    session.add_all(rows)
    session.flush()
    return rows


def read_set_text(
    session: Session, row: SetText, day: date
) -> tuple[Work, Article | None, int] | None:
    """A set text as it stands on `day`: the edition in force, its article, how many editions.

    None where it was withdrawn, or where the edition in force has no such article.
    """
    if row.label is not None:
        return find_article(session, row.title, row.label, day)
    works = works_titled(session, row.title, day)
    return (works[0], None, 1) if works else None


def _known(session: Session, title: str, label: str | None, day: date) -> Work:
    if label is not None:
        found = find_article(session, title, label, day)
        if found is None:
            raise Refused("set_text_unknown", title=title, label=label)
        return found[0]
    works = works_titled(session, title, day)
    if not works:
        raise Refused("set_text_unknown", title=title, label="")
    return works[0]
