"""Questions for self-study: banks, questions, and what only the person himself ever sees."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from store.columns import Facts, Instant
from store.tables.loaded import Loaded


class Bank(Loaded, table=True):
    """A question bank as it was loaded; an admin's own questions form one as well."""

    id: int | None = Field(default=None, primary_key=True)
    title: str
    sha256: str = Field(unique=True)
    counts: dict[str, Any] = Field(default_factory=dict, sa_type=Facts)


class StudyQuestion(SQLModel, table=True):
    """A question with its answer and the passage that answers it.

    `answer` are positions in `options`; a question without options has `answer_text`. The
    passage is verbatim; it is looked up through the work's `family` and `label`, or through
    `portion_id` for a guide. `source` is where the bank says that the answer stands;
    `tied_against` the state of the library in which the passage was last looked for.
    """

    __tablename__ = "study_question"

    id: int | None = Field(default=None, primary_key=True)
    bank_id: int = Field(foreign_key="bank.id", index=True)
    seq: int
    kind: str  # single | multiple | judge | blank | short
    stem: str
    options: list[str] = Field(default_factory=list, sa_type=Facts)
    answer: list[int] = Field(default_factory=list, sa_type=Facts)
    answer_text: str = ""
    analysis: str = ""
    fingerprint: str = Field(unique=True)  # of stem and options: the same question once
    family: str | None = Field(default=None, index=True)
    label: str | None = None
    portion_id: int | None = Field(default=None, foreign_key="portion.id", index=True)
    passage: str = ""
    source: str = ""
    tied_against: str = ""


class Recall(SQLModel, table=True):
    """When a question comes back to a person; nobody but that person ever sees it."""

    __table_args__ = (Index("ix_recall_due", "account_id", "due_at"),)

    account_id: int = Field(primary_key=True, foreign_key="account.id")
    question_id: int = Field(primary_key=True, foreign_key="study_question.id")
    due_at: datetime = Field(sa_type=Instant)
    card: dict[str, Any] = Field(default_factory=dict, sa_type=Facts)


class QuizRound(SQLModel, table=True):
    """Five questions asked in private, one after the other; gone when it ends."""

    __tablename__ = "quiz_round"

    account_id: int = Field(primary_key=True, foreign_key="account.id")
    questions: list[int] = Field(default_factory=list, sa_type=Facts)
    at_question: int = 0
    chosen: list[int] = Field(default_factory=list, sa_type=Facts)
    started_at: datetime = Field(sa_type=Instant)
