"""The kind of answer a question expects: a number with its unit, a list, a penalty, a meaning."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

NOUN = "{N}"
"""Stands in an answer's pattern for what the first group of the question's pattern caught."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Questions that match `ask` are answered by texts that match `answer`, or half by `partly`.

    `kind` is "number" where the answer is a number with its unit, else "turn".
    """

    ask: re.Pattern[str]
    answer: str
    partly: str
    kind: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A shape that a question expects, with its own words put in."""

    answer: re.Pattern[str]
    partly: re.Pattern[str] | None
    kind: str

    def fits(self, stretch: str) -> float:
        """1 for an answer of this shape, a half for one that comes near it, else 0."""
        if self.answer.search(stretch):
            return 1.0
        return 0.5 if self.partly and self.partly.search(stretch) else 0.0


@cache
def shapes() -> tuple[Shape, ...]:
    """All shapes of the product, from `data/shapes.toml`; in one script."""
    source = files("content.finding.data").joinpath("shapes.toml").read_text("utf-8")
    return tuple(
        Shape(
            re.compile(row["ask"]),
            row["answer"],
            row.get("partly", ""),
            row.get("kind", "turn"),
        )
        for row in tomllib.loads(source)["shape"]
    )


def expected(question: str) -> list[Wanted]:
    """The shapes of the answers that a question in one script expects."""
    found = []
    for shape in shapes():
        match = shape.ask.search(question)
        if match:
            noun = match[1] if NOUN in shape.answer else ""
            found.append(_wanted(shape, noun))
    return found


@cache
def _wanted(shape: Shape, noun: str) -> Wanted:
    partly = shape.partly.replace(NOUN, noun)
    return Wanted(
        re.compile(shape.answer.replace(NOUN, noun)),
        re.compile(partly) if partly else None,
        shape.kind,
    )


def fit(wanted: Sequence[Wanted], kind: str, stretch: str) -> float:
    """The share of the expected shapes of a kind that a text has; 0 where none is expected."""
    ours = [shape for shape in wanted if shape.kind == kind]
    return sum(shape.fits(stretch) for shape in ours) / len(ours) if ours else 0.0
