"""What a question bank holds: questions, and the rows that were not taken."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum


class QuestionKind(StrEnum):
    """The kinds of question; `short` is answered in whole sentences."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    JUDGE = "judge"
    BLANK = "blank"
    SHORT = "short"


RIGHT, WRONG = "对", "错"
"""The two answers of a question to be judged."""


@dataclass(frozen=True, slots=True)
class BankQuestion:
    """One question as its source has it.

    `answer` are positions in `options`, from 0; a question without options has its answer as text,
    a question to be judged 对 or 错. `row` counts from 1: rows of a sheet, lines of a text,
    entries of a JSON file.
    """

    kind: QuestionKind
    stem: str
    options: tuple[str, ...]
    answer: tuple[int, ...] | str
    analysis: str = ""
    source: str = ""
    row: int = 0
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class BankProblem:
    """What is wrong with a row: a code for `problems.sentence`, and the facts it names.

    The question is taken all the same where `kept` is True. `unit` is what `row` counts.
    """

    row: int
    sheet: str
    code: str
    facts: dict[str, object] = field(default_factory=dict)
    kept: bool = False
    unit: str = "行"


@dataclass(frozen=True, slots=True)
class Bank:
    """The questions of a file, those that stand in it a second time, and its problem rows."""

    questions: tuple[BankQuestion, ...]
    repeated: tuple[BankQuestion, ...]
    problems: tuple[BankProblem, ...]

    def counts(self) -> dict[str, int]:
        """How many questions of each kind the file holds; a repeated one counts each time."""
        return dict(Counter(question.kind.value for question in (*self.questions, *self.repeated)))
