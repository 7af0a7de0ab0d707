"""Questions of our own over the trial documents; half of them were never looked at in tuning."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot.loading import load_texts
from content.finding import Found, search
from store.database import open_database
from store.tables import Work

DOCS = Path(__file__).parents[2] / ".." / "shared" / "data" / "docs"
QUESTIONS = Path(__file__).with_name("questions.tsv")


@dataclass(frozen=True)
class Trial:
    """A question and the documents and places that answer it; none where nothing does."""

    question: str
    docs: tuple[str, ...]
    where: str


def trials() -> list[Trial]:
    rows = [line.split("\t") for line in QUESTIONS.read_text("utf-8").splitlines()]
    return [
        Trial(question, () if docs == "-" else tuple(docs.split("=")), where)
        for docs, where, question in rows
    ]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Session]:
    if not DOCS.is_dir():
        pytest.skip("the trial documents are not here")
    path = tmp_path_factory.mktemp("trial") / "trial.db"
    path.write_bytes(sqlite_template.read_bytes())
    engine = open_database(f"sqlite:///{path}")
    load_texts(engine, [DOCS], None, False, datetime.fromisoformat("2026-01-05T10:00+08:00"))
    with Session(engine) as session:
        yield session
    engine.dispose()


def place(session: Session, trial: Trial, found: Found) -> int | None:
    """The place, from 0, of the first passage that is right."""
    works = session.exec(select(Work)).all()
    right = {work.id for work in works if Path(work.source).stem in trial.docs}
    for number, passage in enumerate(found.passages):
        top = passage.path[0] if passage.path else ""
        if passage.work_id in right and (
            passage.label.startswith(trial.where) or top.startswith(trial.where)
        ):
            return number
    return None


# A step below what was reached, so that a change of a word or two is no failure.
@pytest.mark.parametrize(("half", "first", "five"), [(0, 0.80, 0.92), (1, 0.72, 0.84)])
def test_questions_find_their_passages(
    loaded: Session, now: datetime, half: int, first: float, five: float
) -> None:
    asked = [trial for trial in trials()[half::2] if trial.docs]
    places = [place(loaded, trial, search(loaded, trial.question, now)) for trial in asked]
    assert sum(at == 0 for at in places) / len(asked) >= first
    assert sum(at is not None for at in places) / len(asked) >= five


def test_what_nothing_answers_is_not_answered_for_sure(loaded: Session, now: datetime) -> None:
    asked = [trial for trial in trials() if not trial.docs]
    found = [search(loaded, trial.question, now) for trial in asked]
    assert sum(not answer.passages for answer in found) / len(asked) >= 0.6
    assert sum(answer.sure and bool(answer.passages) for answer in found) / len(asked) <= 0.25


def test_every_excerpt_is_verbatim_and_every_mark_inside(loaded: Session, now: datetime) -> None:
    for trial in trials():
        for passage in search(loaded, trial.question, now).passages:
            end = passage.start + len(passage.excerpt)
            assert passage.text[passage.start : end] == passage.excerpt
            assert all(0 <= a < b <= len(passage.excerpt) for a, b in passage.spans)
