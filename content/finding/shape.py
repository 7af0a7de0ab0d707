"""The kind of answer a question expects: a number with its unit, a list, a penalty, a meaning."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

Stretch = tuple[int, int]
"""Where a part of a text begins and ends."""
KINDS = ("turn", "number", "loose")
NOUN = "{N}"
"""Stands in an answer's pattern for what the first group of the question's pattern caught."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Questions that match `ask` are answered by texts that match `answer`, or half by `partly`.

    `kind` is "number" where the answer is a number with its unit, "loose" where the shape is one
    that many texts have, else "turn".
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

    def fits(self, body: str, stretches: Sequence[Stretch]) -> list[float]:
        """For each stretch 1 for an answer of this shape, a half for what comes near, else 0."""
        fitting = [0.0] * len(stretches)
        for pattern, worth in ((self.partly, 0.5), (self.answer, 1.0)):
            if pattern and pattern.search(body):
                for at, (start, end) in enumerate(stretches):
                    if pattern.search(body, start, end):
                        fitting[at] = worth
        return fitting


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


def fit(
    wanted: Sequence[Wanted], body: str, stretches: Sequence[Stretch]
) -> dict[str, list[float]]:
    """By kind the share of the expected shapes that each stretch of a text has."""
    found: dict[str, list[list[float]]] = {kind: [] for kind in KINDS}
    for shape in wanted:
        found[shape.kind].append(shape.fits(body, stretches))
    none = [0.0] * len(stretches)
    return {
        kind: [sum(column) / len(rows) for column in zip(*rows, strict=True)] if rows else none
        for kind, rows in found.items()
    }
