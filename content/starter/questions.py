"""Questions of our own on the starter pack, each answered by a sentence of its portion.

They stand in `questions/*.toml`, one file for each file of portions and under the same name;
answers are written there as letters (A, BD) or as 对 and 错.
"""

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from content.reading.bank.question import RIGHT, WRONG, QuestionKind
from content.starter.pack import StarterPortion, starter_pack

_PACKAGE = "content.starter"
LETTERS = "ABCD"
_RIGHT_ONES = {QuestionKind.SINGLE: (1, 1), QuestionKind.MULTIPLE: (2, len(LETTERS))}


@dataclass(frozen=True)
class StarterQuestion:
    """One question for self-study, with the words that answer it.

    `answer` is what a `BankQuestion` has: positions in `options`, from 0 and rising; a question
    to be judged has no options and is 对 or 错. `passage` stands verbatim in `portion.text`, in
    whole sentences.

    Raises ValueError naming the question when one of this does not hold.
    """

    kind: QuestionKind
    stem: str
    options: tuple[str, ...]
    answer: tuple[int, ...] | str
    portion: StarterPortion
    passage: str

    def __post_init__(self) -> None:
        problem = next(self._problems(), None)
        if problem is not None:
            raise ValueError(f"starter question {self.stem!r}: {problem}")

    def _problems(self) -> Iterator[str]:
        if not self.stem.strip():
            yield "has no stem"
        if not self.passage or self.passage not in self.portion.text:
            yield f"the passage does not stand in {self.portion.id}"
        yield from self._judged() if self.kind is QuestionKind.JUDGE else self._chosen()

    def _judged(self) -> Iterator[str]:
        if self.options:
            yield "is to be judged and has options"
        if self.answer not in (RIGHT, WRONG):
            yield f"the answer {self.answer!r} is neither {RIGHT} nor {WRONG}"

    def _chosen(self) -> Iterator[str]:
        if self.kind not in _RIGHT_ONES:
            yield f"the kind {self.kind} is not used here"
            return
        if len({option.strip() for option in self.options} - {""}) != len(LETTERS):
            yield "needs four different options"
        fewest, most = _RIGHT_ONES[self.kind]
        if not fewest <= len(self.answer) <= most:
            yield f"{len(self.answer)} right options do not fit the kind {self.kind}"
        letters = tuple(range(len(LETTERS)))
        if self.answer != tuple(at for at in letters if at in tuple(self.answer)):
            yield f"the answer {self.answer!r} is not among the options, or out of order"


@cache
def starter_questions() -> tuple[StarterQuestion, ...]:
    """All questions, in the order in which their portions are pushed.

    Raises ValueError naming the question when it is malformed, tied to no portion of the pack,
    or asked twice.
    """
    portions = {portion.id: portion for portion in starter_pack().portions}
    order = list(portions)
    questions = [_question(row, portions) for row in _rows()]
    _refuse_repeats(questions)
    return tuple(sorted(questions, key=lambda each: order.index(each.portion.id)))


def _rows() -> Iterator[dict[str, Any]]:
    for file in files(_PACKAGE).joinpath("questions").iterdir():
        if file.name.endswith(".toml"):
            yield from tomllib.loads(file.read_text(encoding="utf-8"))["question"]


def _question(row: dict[str, Any], portions: dict[str, StarterPortion]) -> StarterQuestion:
    portion = portions.get(row["portion"])
    if portion is None:
        raise ValueError(f"starter question {row['stem']!r}: no portion {row['portion']!r}")
    return StarterQuestion(
        kind=QuestionKind(row["kind"]),
        stem=row["stem"],
        options=tuple(row.get("options", ())),
        answer=_answer(row["answer"]),
        portion=portion,
        passage=row["passage"],
    )


def _answer(written: str) -> tuple[int, ...] | str:
    """对 or 错 as it stands; letters as positions, -1 for one that names no option."""
    return written if written in (RIGHT, WRONG) else tuple(map(LETTERS.find, written))


def _refuse_repeats(questions: list[StarterQuestion]) -> None:
    for stem, times in Counter(question.stem for question in questions).items():
        if times > 1:
            raise ValueError(f"starter question {stem!r} is asked twice")
