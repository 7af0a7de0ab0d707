"""What still stands on the shelves of what was once pushed: the withdrawn is gone at once."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import or_
from sqlmodel import Session, col, select

from domain.study_questions import askable
from domain.tracks import MEDIA, QUESTION, TEXT
from store.among import among
from store.tables import MediaItem, Portion, StudyQuestion, Work


def standing_ids(
    session: Session, kind: str, ids: Collection[int], day: date | None = None
) -> set[int]:
    """Of these portions, media or questions (by kind of step) those that may be shown.

    With a day, without the portions of editions from which another has taken over by then.
    """
    if not ids:
        return set()
    if kind == TEXT:
        return _portions(session, ids, day)
    if kind == MEDIA:
        found = select(MediaItem.id).where(
            among(session, col(MediaItem.id), ids), MediaItem.state == "active"
        )
        return {number or 0 for number in session.exec(found)}
    if kind == QUESTION:
        asked = askable(select(col(StudyQuestion.id)))
        rows = session.execute(asked.where(among(session, col(StudyQuestion.id), ids)))
        return {number for (number,) in rows}
    return set()


def all_stand(session: Session, kind: str, ids: Sequence[int]) -> bool:
    """Whether each of these may be shown."""
    return set(ids) == standing_ids(session, kind, ids)


def _portions(session: Session, ids: Collection[int], day: date | None) -> set[int]:
    statement = (
        select(Portion.id)
        .join(Work, col(Work.id) == col(Portion.work_id))
        .where(among(session, col(Portion.id), ids), Work.state == "active")
    )
    if day is not None:
        until = col(Work.in_force_until)
        statement = statement.where(or_(until.is_(None), until > day))
    return {number or 0 for number in session.exec(statement)}
