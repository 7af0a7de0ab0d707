"""Putting question banks on the library's shelves: a file's, the pack's own, an admin's own."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, select

from content.reading.bank.question import Bank as ReadBank
from content.reading.bank.question import BankQuestion
from content.starter.pack import starter_pack
from content.starter.questions import StarterQuestion, starter_questions
from domain.study_questions import OWN, STARTER, NewQuestion, Shelved, put_bank, put_starter
from store.tables import Bank, Portion, Work


def shelve_bank(
    session: Session,
    read: ReadBank,
    title: str,
    sha256: str,
    source: str,
    now: datetime,
    *,
    loaded_by: int | None = None,
    state: str = "active",
    origin: str | None = None,
) -> Shelved:
    """Store the questions of a file. What stands already, here or elsewhere, stays as it is."""
    bank = Bank(
        title=title,
        sha256=sha256,
        source=source,
        origin=origin,
        state=state,
        loaded_by=loaded_by,
        loaded_at=now,
    )
    return put_bank(session, bank, rows_of(read))


def rows_of(read: ReadBank) -> list[NewQuestion]:
    """The questions of a file as they are put on the shelf."""
    return [new_question(question) for question in read.questions]


def shelve_own(
    session: Session, question: NewQuestion, title: str, now: datetime, loaded_by: int, state: str
) -> Shelved:
    """Store a question that an admin wrote in the chat: a bank of its own, confirmed alone."""
    bank = Bank(
        title=title,
        sha256=OWN + question.fingerprint,
        source=title,
        state=state,
        loaded_by=loaded_by,
        loaded_at=now,
    )
    return put_bank(session, bank, [question])


def new_question(question: BankQuestion) -> NewQuestion:
    """A question of a file as it is put on the shelf."""
    chosen = not isinstance(question.answer, str)
    return NewQuestion(
        kind=question.kind.value,
        stem=question.stem,
        options=question.options,
        answer=tuple(question.answer) if chosen else (),  # type: ignore[arg-type]
        answer_text="" if chosen else str(question.answer),
        analysis=question.analysis,
        source=question.source,
    )


def shelve_starter_questions(session: Session, work: Work, title: str, now: datetime) -> None:
    """Store the pack's own questions, each tied to its portion of `work`; once for each wording.

    They may be asked while the pack is published: nothing has to be confirmed twice.
    """
    questions = starter_questions()
    portions = {
        row.label: row for row in session.exec(select(Portion).where(Portion.work_id == work.id))
    }
    bank = Bank(
        title=title,
        sha256=STARTER + _digest(questions),
        source="zhibu",
        state="active",
        loaded_at=now,
        counts={},
    )
    rows = [_of_starter(question, portions[question.portion.title]) for question in questions]
    for row in rows:
        bank.counts[row.kind] = bank.counts.get(row.kind, 0) + 1
    put_starter(session, bank, rows)


def _digest(questions: Iterable[StarterQuestion]) -> str:
    words = [starter_pack().edition]
    for each in questions:
        answer = each.answer if isinstance(each.answer, str) else repr(each.answer)
        words += [each.stem, *each.options, answer, each.passage]
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def _of_starter(question: StarterQuestion, portion: Portion) -> NewQuestion:
    judged = isinstance(question.answer, str)
    return NewQuestion(
        kind=question.kind.value,
        stem=question.stem,
        options=question.options,
        answer=() if judged else tuple(question.answer),  # type: ignore[arg-type]
        answer_text=str(question.answer) if judged else "",
        portion_id=portion.id,
        passage=question.passage,
    )
