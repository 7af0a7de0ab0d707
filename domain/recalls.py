"""When a question comes back to a person: spaced repetition by FSRS, for that person alone.

Nothing else reads or writes these rows (burden rule 1: no scores and no ranks of anybody).
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from fsrs import Card, Rating, Scheduler
from sqlalchemy import ColumnElement, delete, exists
from sqlmodel import Session, col, select

from domain.study_questions import askable
from store.tables import Recall, StudyQuestion

AGAIN = (timedelta(minutes=10),)
"""What was missed comes back in the next round; what was known not before another day."""
SCHEDULER = Scheduler(learning_steps=AGAIN, relearning_steps=AGAIN, enable_fuzzing=False)


def remember(
    session: Session, account_id: int, question_id: int, now: datetime, *, knew: bool
) -> None:
    """The person answered; from this the day is reckoned on which the question comes back."""
    row = session.get(Recall, (account_id, question_id))
    moment = now.astimezone(UTC)
    if row is None:
        row = Recall(account_id=account_id, question_id=question_id, due_at=moment)
        card = Card(card_id=question_id, due=moment)
    else:
        card = Card.from_dict(cast(Any, row.card))
    rating = Rating.Good if knew else Rating.Again
    card, _ = SCHEDULER.review_card(card, rating, moment)
    row.card, row.due_at = dict(card.to_dict()), card.due
    session.add(row)
    session.flush()


def due_questions(session: Session, account_id: int, now: datetime, most: int) -> Sequence[int]:
    """Questions that come back to the person now, the longest overdue first."""
    return _known(session, account_id, col(Recall.due_at) <= now, most)


def next_questions(session: Session, account_id: int, now: datetime, most: int) -> Sequence[int]:
    """Questions that were asked and are not due yet, the nearest first."""
    return _known(session, account_id, col(Recall.due_at) > now, most)


def _known(
    session: Session, account_id: int, when: ColumnElement[bool], most: int
) -> Sequence[int]:
    statement = askable(select(col(StudyQuestion.id)))
    rows = session.execute(
        statement.join(Recall, col(Recall.question_id) == col(StudyQuestion.id))
        .where(col(Recall.account_id) == account_id, when)
        .order_by(col(Recall.due_at), col(Recall.question_id))
        .limit(most)
    )
    return [number for (number,) in rows]


def never_asked(account_id: int) -> ColumnElement[bool]:
    """A condition on StudyQuestion: the person has not been asked it in private."""
    return ~exists().where(
        col(Recall.question_id) == col(StudyQuestion.id), col(Recall.account_id) == account_id
    )


def forget_all(session: Session, account_id: int) -> None:
    """Everything of one person is deleted."""
    session.execute(delete(Recall).where(col(Recall.account_id) == account_id))
