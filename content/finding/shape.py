"""The kind of answer a question expects: a number with its unit, a list, a penalty, a meaning."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Shape:
    """Questions that match `ask` are answered by texts that match `answer`, or half by `partly`."""

    ask: re.Pattern[str]
    answer: re.Pattern[str]
    partly: re.Pattern[str] | None
    weight: float

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
            re.compile(row["answer"]),
            re.compile(row["partly"]) if "partly" in row else None,
            row.get("weight", 1.0),
        )
        for row in tomllib.loads(source)["shape"]
    )


def expected(question: str) -> list[Shape]:
    """The shapes of the answers that a question in one script expects."""
    return [shape for shape in shapes() if shape.ask.search(question)]


def fit(expected_shapes: Sequence[Shape], stretch: str) -> float:
    """The share of the expected shapes that a stretch of text has; 0 where none is expected."""
    if not expected_shapes:
        return 0.0
    whole = sum(shape.weight for shape in expected_shapes)
    return sum(shape.weight * shape.fits(stretch) for shape in expected_shapes) / max(1.0, whole)
