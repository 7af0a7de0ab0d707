"""Questions for self-study on the shelf: banks of them, each question once for ever."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, insert, or_, update
from sqlmodel import Session, col, select

from store.tables import Bank, Portion, StudyQuestion, Work

AT_ONCE = 500
RIGHT = "对"
"""What `answer_text` of a question to be judged reads; the other answer is 错."""
PUBLIC_KINDS = ("single", "judge")
"""Kinds that a group may be asked: one right answer, told by a press."""
OVER = ("withdrawn", "replaced")
OWN = "own:"
STARTER = "starter-questions:"
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """A question before it is a row; the fields are those of `StudyQuestion`."""

    kind: str
    stem: str
    options: tuple[str, ...] = ()
    answer: tuple[int, ...] = ()
    answer_text: str = ""
    analysis: str = ""
    source: str = ""
    family: str | None = None
    label: str | None = None
    portion_id: int | None = None
    passage: str = ""

    @property
    def fingerprint(self) -> str:
        """Of the stem and the options in any order: the same question in another file has it."""
        parts = [_bare(self.stem), *sorted(map(_bare, self.options))]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def says(self, row: StudyQuestion) -> bool:
        """Whether a row of the same fingerprint gives the same answer."""
        return right_words(self) == right_words(row)


def _bare(words: str) -> str:
    """Without widths, spaces and punctuation; of what has nothing else, as it stands."""
    plain = unicodedata.normalize("NFKC", words)
    return _SIGNS.sub("", plain).lower() or plain.strip()


def right_words(question: NewQuestion | StudyQuestion) -> set[str]:
    """What is right: the words of the right options, or the answer's text."""
    if not question.options:
        return {_bare(question.answer_text)}
    return {_bare(question.options[at]) for at in question.answer}


@dataclass(frozen=True, slots=True)
class Shelved:
    """What became of a bank: its row (None where every question stood already), how many
    questions are new, how many stood already, and how many of those with another answer."""

    bank: Bank | None
    added: int
    known: int
    differing: int


def put_bank(session: Session, bank: Bank, questions: Sequence[NewQuestion]) -> Shelved:
    """Put questions on the shelf; `bank` is a row that is not in the session yet.

    The same file, or the same questions in another, change nothing. A question whose bank was
    withdrawn moves to this one, and a bank that was withdrawn comes back as `bank` says.
    """
    asked = {question.fingerprint: question for question in questions}
    standing = _standing(session, asked)
    orphans = [
        row for row, of in standing.values() if of.state in OVER and of.sha256 != bank.sha256
    ]
    fresh = [asked[print_] for print_ in asked if print_ not in standing]
    kept = session.exec(select(Bank).where(Bank.sha256 == bank.sha256)).first()
    back = kept is not None and _bring_back(session, kept, bank)
    if kept is None and (fresh or orphans):
        kept = bank
        kept.counts = dict(Counter(question.kind for question in asked.values()))
        session.add(kept)
        session.flush()
    if kept is not None:
        _insert(session, kept, fresh)
        _adopt(session, kept, orphans)
    differing = sum(not asked[print_].says(row) for print_, (row, _) in standing.items())
    added = len(asked) if back else len(fresh) + len(orphans)
    return Shelved(kept, added, len(asked) - added, differing)


def _standing(
    session: Session, asked: dict[str, NewQuestion]
) -> dict[str, tuple[StudyQuestion, Bank]]:
    found: dict[str, tuple[StudyQuestion, Bank]] = {}
    for some in _some(list(asked)):
        rows = session.execute(
            select(StudyQuestion, Bank)
            .join(Bank, col(Bank.id) == col(StudyQuestion.bank_id))
            .where(col(StudyQuestion.fingerprint).in_(some))
        ).all()
        found |= {row.fingerprint: (row, bank) for row, bank in rows}
    return found


def _some(prints: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(prints), AT_ONCE):
        yield prints[at : at + AT_ONCE]


def _bring_back(session: Session, kept: Bank, again: Bank) -> bool:
    if kept.state != "withdrawn":
        return False
    kept.state, kept.loaded_by, kept.loaded_at = again.state, again.loaded_by, again.loaded_at
    kept.approved_by = kept.approved_at = kept.withdrawn_by = kept.withdrawn_at = None
    session.add(kept)
    session.flush()
    return True


def _insert(session: Session, bank: Bank, questions: Sequence[NewQuestion]) -> None:
    rows = [
        row_of(question) | {"bank_id": bank.id, "seq": seq, "tied_against": ""}
        for seq, question in enumerate(questions, start=1)
    ]
    if rows:
        session.execute(insert(StudyQuestion), rows)


def row_of(question: NewQuestion) -> dict[str, Any]:
    """The columns that a question gives its row."""
    return {
        "kind": question.kind,
        "stem": question.stem,
        "options": list(question.options),
        "answer": list(question.answer),
        "answer_text": question.answer_text,
        "analysis": question.analysis,
        "source": question.source,
        "fingerprint": question.fingerprint,
        "family": question.family,
        "label": question.label,
        "portion_id": question.portion_id,
        "passage": question.passage,
    }


def _adopt(session: Session, bank: Bank, rows: Sequence[StudyQuestion]) -> None:
    for row in rows:
        row.bank_id = bank.id or 0
        session.add(row)
    session.flush()


def known(session: Session, questions: Sequence[NewQuestion]) -> int:
    """How many of these questions stand on the shelf already."""
    asked = {question.fingerprint: question for question in questions}
    return sum(of.state not in OVER for _, of in _standing(session, asked).values())


def put_starter(session: Session, bank: Bank, questions: Sequence[NewQuestion]) -> None:
    """The pack's own questions, once an edition; those of an older one follow its portions."""
    if session.exec(select(Bank.id).where(Bank.sha256 == bank.sha256)).first() is not None:
        return
    session.add(bank)
    session.flush()
    asked = {question.fingerprint: question for question in questions}
    standing = _standing(session, asked)
    _insert(session, bank, [asked[print_] for print_ in asked if print_ not in standing])
    for print_, (row, of) in standing.items():
        if of.sha256.startswith(STARTER):
            changes = row_of(asked[print_]) | {"bank_id": bank.id}
            session.execute(
                update(StudyQuestion).where(col(StudyQuestion.id) == row.id).values(**changes)
            )
    replaced = select(Bank).where(col(Bank.sha256).startswith(STARTER), Bank.id != bank.id)
    for older in session.exec(replaced).all():
        older.state = "replaced"
        session.add(older)
    session.flush()


def askable(select_from: Any) -> Any:
    """A statement on StudyQuestion, narrowed to what may be asked now.

    Its bank is published; a question on a portion of the pack rests on the pack.
    """
    return (
        select_from.join(Bank, col(Bank.id) == col(StudyQuestion.bank_id))
        .outerjoin(Portion, col(Portion.id) == col(StudyQuestion.portion_id))
        .outerjoin(Work, col(Work.id) == col(Portion.work_id))
        .where(_may_be_asked())
    )


def _may_be_asked() -> ColumnElement[bool]:
    rests = or_(col(StudyQuestion.portion_id).is_(None), col(Work.state) == "active")
    return and_(col(Bank.state) == "active", rests)
