"""Spaced repetition: what was missed comes back before what was known, whatever came before."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from domain import recalls
from domain.question_choice import five
from domain.recalls import due_questions, forget_all, remember
from domain.study_questions import put_bank
from store.tables import Account, Bank, Recall, StudyQuestion
from tests.questions.shelf import BLANK, SINGLE

ROOT = Path(__file__).parents[2]
HISTORY = st.lists(st.tuples(st.booleans(), st.integers(0, 60 * 24 * 40)), max_size=8)
WHO, OTHER = "7", "8"


@pytest.fixture
def asked(session: Session, now: datetime) -> tuple[int, int, int]:
    """An account and two questions."""
    account = Account(channel="telegram", address=WHO)
    session.add(account)
    put_bank(session, Bank(title="题库", sha256="b", loaded_at=now), [SINGLE, BLANK])
    session.flush()
    one, two = session.exec(select(StudyQuestion.id).order_by(StudyQuestion.seq)).all()  # type: ignore[arg-type]
    return account.id or 0, one or 0, two or 0


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(HISTORY)
def test_what_was_missed_comes_back_before_what_was_known(
    session: Session, now: datetime, asked: tuple[int, int, int], history: list[tuple[bool, int]]
) -> None:
    """Two questions with the same past: the one missed last is due first, within the hour; the
    one known last not before the next day."""
    account, missed, known = asked
    forget_all(session, account)
    session.expire_all()
    moment = now
    for knew, minutes in history:
        moment += timedelta(minutes=minutes)
        for number in (missed, known):
            remember(session, account, number, moment, knew=knew)
    moment += timedelta(minutes=30)
    remember(session, account, missed, moment, knew=False)
    remember(session, account, known, moment, knew=True)
    due = dict(session.exec(select(Recall.question_id, Recall.due_at)).all())
    assert moment < due[missed] <= moment + timedelta(hours=1)
    assert due[known] >= moment + timedelta(days=1)
    assert due_questions(session, account, moment + timedelta(hours=1), 5) == [missed]


def test_the_same_answers_give_the_same_days(
    session: Session, now: datetime, asked: tuple[int, int, int]
) -> None:
    """No chance is in it: nothing is fuzzed."""
    account, one, two = asked
    for day in (0, 2, 9):
        for number in (one, two):
            remember(session, account, number, now + timedelta(days=day), knew=True)
    first, second = session.exec(select(Recall.due_at)).all()
    assert first == second
    assert first > now + timedelta(days=11)


def test_due_questions_go_before_new_ones(
    session: Session, now: datetime, asked: tuple[int, int, int]
) -> None:
    account, one, two = asked
    remember(session, account, two, now, knew=False)
    assert five(session, account, None, now + timedelta(hours=1)) == [two, one]
    assert five(session, account, None, now) == [one, two]  # not due: new ones first


def test_nobody_sees_what_another_answered(
    session: Session, now: datetime, asked: tuple[int, int, int]
) -> None:
    account, one, two = asked
    other = Account(channel="telegram", address=OTHER)
    session.add(other)
    session.flush()
    before = five(session, other.id or 0, None, now)
    remember(session, account, one, now, knew=False)
    remember(session, account, two, now, knew=True)
    assert five(session, other.id or 0, None, now) == before
    assert due_questions(session, other.id or 0, now + timedelta(days=99), 5) == []


def test_only_one_module_touches_what_was_answered() -> None:
    """No list, count, score or export can be made where nothing else reads the rows.

    The table's own module, the list of tables and the migration name it; `domain.recalls` alone
    asks it, and each of its functions is about one account that is handed in.
    """
    named = {"store/tables/questions.py", "store/tables/__init__.py", "domain/recalls.py"}
    found = {
        path.relative_to(ROOT).as_posix()
        for floor in (
            "bot",
            "channels",
            "content",
            "domain",
            "handlers",
            "scheduler",
            "web",
            "store",
        )
        for path in (ROOT / floor).rglob("*.py")
        if re.search(r"\bRecall\b|\brecall\b", path.read_text("utf-8"))
    }
    assert found - {"store/migrations/versions/0002_the_living_library.py"} == named
    source = Path(recalls.__file__).read_text("utf-8")
    functions = re.findall(r"^def (\w+)\(([^)]*)\)", source, re.MULTILINE)
    assert functions
    assert [name for name, given_ in functions if "account_id" not in given_] == []
    assert not re.search(r"func\.|count\(|sum\(", source)


def test_rounds_are_read_only_where_practice_is_played() -> None:
    allowed = {
        "store/tables/questions.py",
        "store/tables/__init__.py",
        "domain/quiz_rounds.py",
        "handlers/quizzing.py",
    }
    found = {
        path.relative_to(ROOT).as_posix()
        for floor in (
            "bot",
            "channels",
            "content",
            "domain",
            "handlers",
            "scheduler",
            "web",
            "store",
        )
        for path in (ROOT / floor).rglob("*.py")
        if re.search(r"\bQuizRound\b|\bquiz_round\b", path.read_text("utf-8"))
    }
    assert found - {"store/migrations/versions/0002_the_living_library.py"} == allowed
