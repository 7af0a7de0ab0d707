"""A round of practice: five questions in private, one after the other."""

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col

from domain.recalls import remember
from domain.refusals import Refused
from domain.study_questions import RIGHT
from store.row_locks import lock_row
from store.statements import upsert
from store.tables import QuizRound, StudyQuestion


def begin(session: Session, account_id: int, questions: list[int], now: datetime) -> None:
    """A new round; one that was not finished is left."""
    row = {
        "account_id": account_id,
        "questions": questions,
        "at_question": 0,
        "chosen": [],
        "started_at": now,
    }
    upsert(session, QuizRound, row, ["account_id"])
    standing = session.get(QuizRound, account_id)
    if standing is not None:
        session.refresh(standing)


def current(session: Session, account_id: int, question_id: int) -> QuizRound:
    """The person's round, which stands at this question; held until the commit.

    Raises Refused("quiz_gone") where it stands elsewhere.
    """
    found = session.get(QuizRound, account_id)
    if found is not None:
        lock_row(session, found)
    if found is None or at(found) != question_id:
        raise Refused("quiz_gone")
    return found


def standing(session: Session, account_id: int) -> QuizRound | None:
    """The person's round, if one is under way."""
    return session.get(QuizRound, account_id)


def at(found: QuizRound) -> int:
    """The question at which a round stands."""
    return found.questions[found.at_question]


def toggle(session: Session, found: QuizRound, option: int) -> None:
    """An option is chosen, or is not any more."""
    found.chosen = sorted(set(found.chosen) ^ {option})
    session.add(found)
    session.flush()


def answer(session: Session, found: QuizRound, now: datetime, *, knew: bool) -> int | None:
    """The question is answered; the next one, None at the end, where the round is deleted."""
    remember(session, found.account_id, at(found), now, knew=knew)
    if found.at_question + 1 >= len(found.questions):
        session.delete(found)
        session.flush()
        return None
    found.at_question += 1
    found.chosen = []
    session.add(found)
    session.flush()
    return at(found)


def is_right(question: StudyQuestion, chosen: list[int]) -> bool:
    """Whether these options are the right ones; of a question to be judged, 0 is 对 and 1 错."""
    if question.kind == "judge" and not question.options:
        return chosen == [0 if question.answer_text == RIGHT else 1]
    return sorted(chosen) == sorted(question.answer)


def end(session: Session, account_id: int) -> None:
    """The round is over without an answer."""
    session.execute(delete(QuizRound).where(col(QuizRound.account_id) == account_id))
