"""Finds what the marks of the search count: `python -m bench.weights` prints the table anew.

Questions: the trial data's own, the even lines of `tests/finding/questions.tsv` (the odd ones are
kept aside) and `tests/finding/learning.tsv`. The rank is fitted by the likelihood of the right
passage among the candidates, pulled towards `BELIEVED`; the trust by logistic regression on the
best passage. No mark may count against what it stands for. Takes about a minute.
"""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import exp
from pathlib import Path

from sqlmodel import Session

from bot.loading import load_texts
from content.finding.answers import candidates_of
from content.finding.asked import Asked
from content.finding.library import library_of
from content.finding.ranking import Candidate
from content.finding.script import plain
from content.finding.weights import MARKS
from store.database import open_database
from store.migrate import migrate
from store.tables import Work

ROOT = Path(__file__).parents[1]
DATA = ROOT / ".." / "shared" / "data"
NOW = datetime(2026, 1, 5, 2, tzinfo=UTC)
BELIEVED = {
    "cover": 3.5, "squares": 1.5, "near": 0.6, "near_squares": 0.3, "gap": 0.3, "bm25": 0.9,
    "lead": 1.2, "phrase": 1.8, "turn": 0.6, "turn_said": 0.3, "turn_anywhere": 0.2,
    "number": 0.5, "number_said": 0.4, "number_anywhere": 0.3, "heading": 0.86, "title": 1.0,
    "opening": 2.2, "signed": 0.7, "early": 0.8, "formal": 0.9, "only_penal": 0.5, "penal": 0.1,
    "defined": 0.8, "longest": 0.4, "no_number": 0.3, "loose": 0.3,
}  # fmt: skip
"""Weights set by hand before there were questions enough."""
EITHER_WAY = frozenset({"short", "first"})
"""Marks that may count for or against."""
TRUSTED = frozenset(
    (
        "cover",
        "squares",
        "gap",
        "near",
        "near_squares",
        "near_gap",
        "phrase",
        "longest",
        "turn_said",
        "turn_anywhere",
        "no_number",
        "heading",
        "title",
        "loose_said",
        "bm25",
        "asked",
        "defined",
        "lead",
    )
)
"""Marks that tell whether a passage answers at all."""
TWICE = 2
"""The trial data's own questions count double: they are put as members put theirs."""
Row = list[float]
Places = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Case:
    """A question's candidates as rows of marks, which are right, and whether any text answers."""

    rows: list[Row]
    right: list[bool]
    is_answerable: bool


def questions() -> list[tuple[str, Places]]:
    """All questions to learn from, each with the documents and places that answer it."""
    found = []
    for row in json.loads((DATA / "questions.json").read_text("utf-8")):
        places = [(row["doc"], row["where"])] if row["answerable"] else []
        places += [(also["doc"], also["where"]) for also in row["also"]]
        found += [(row["question"], frozenset(places))] * TWICE
    tests = ROOT / "tests" / "finding"
    for line in (tests / "questions.tsv").read_text("utf-8").splitlines()[::2]:
        docs, where, question = line.split("\t")
        found.append((question, frozenset((doc, where) for doc in docs.split("=") if doc != "-")))
    for line in (tests / "learning.tsv").read_text("utf-8").splitlines():
        known, question = line.split("\t")
        pairs = [place.split(":") for place in known.split("=") if place != "-"]
        found.append((question, frozenset((doc, where) for doc, where in pairs)))
    return found


def _is_right(candidate: Candidate, places: Places, docs: dict[int, str]) -> bool:
    passage = candidate.passage
    heads = (passage.label, *passage.path)
    return any(
        docs[passage.work_id] == doc and any(head.startswith(where) for head in heads)
        for doc, where in places
    )


def cases(session: Session) -> list[Case]:
    """Every question with what the index finds for it; texts asked for by name are left out."""
    library = library_of(session)
    library.take_in(session)
    docs = {work: Path(session.get_one(Work, work).source).stem for work in library.cards}
    found = []
    for question, places in questions():
        named = library.naming.read(question)
        if named.is_missing or (named.works and named.label):
            continue
        asked = Asked(library.reading.words(named.rest), named.rest, library.reading.rarity)
        kept = candidates_of(library, asked, named, plain(question))
        rows = [[candidate.marks[name] for name in MARKS] for candidate in kept]
        right = [_is_right(candidate, places, docs) for candidate in kept]
        found.append(Case(rows, right, bool(places)))
    return found


def _dot(first: Sequence[float], second: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(first, second, strict=True))


class _Descent:
    """Adam, with a pull towards `start`; `free` tells what may fall below nothing."""

    def __init__(self, start: Row, free: Sequence[bool], pull: float) -> None:
        self.start, self.free, self.pull = start, free, pull
        self.weights, self._mean, self._spread = list(start), [0.0] * len(start), [0.0] * len(start)
        self._steps = 0

    def step(self, slopes: Row, size: float) -> None:
        """One step down."""
        self._steps += 1
        for j, slope in enumerate(slopes):
            slope += self.pull * (self.weights[j] - self.start[j])
            self._mean[j] = 0.9 * self._mean[j] + 0.1 * slope
            self._spread[j] = 0.99 * self._spread[j] + 0.01 * slope * slope
            mean = self._mean[j] / (1 - 0.9**self._steps)
            spread = self._spread[j] / (1 - 0.99**self._steps)
            self.weights[j] -= size * mean / (spread**0.5 + 1e-6)
            if not self.free[j]:
                self.weights[j] = max(0.0, self.weights[j])


def ranks(known: Sequence[Case], steps: int = 200) -> Row:
    """Weights under which the right passages are likeliest among their candidates."""
    descent = _Descent(
        [BELIEVED.get(name, 0.0) for name in MARKS], [name in EITHER_WAY for name in MARKS], 0.01
    )
    learnt = [case for case in known if any(case.right)]
    for step in range(steps):
        slopes = [0.0] * len(MARKS)
        for case in learnt:
            scores = [_dot(descent.weights, row) for row in case.rows]
            odds = [exp(score - max(scores)) for score in scores]
            every, right = (
                sum(odds),
                sum(o for o, is_so in zip(odds, case.right, strict=True) if is_so),
            )
            for row, odd, is_so in zip(case.rows, odds, case.right, strict=True):
                error = odd / every - (odd / right if is_so else 0.0)
                for j, mark in enumerate(row):
                    slopes[j] += error * mark / len(learnt)
        descent.step(slopes, 0.1 if step < 150 else 0.03)
    return descent.weights


def trust(known: Sequence[Case], weights: Row, steps: int = 300) -> Row:
    """Weights of the marks, of the score and a constant, for whether the best passage answers."""
    learnt = []
    for case in known:
        order = sorted(range(len(case.rows)), key=lambda k: -_dot(weights, case.rows[k]))
        if not order:
            continue
        five = any(case.right[k] for k in order[:5])
        counts = 2.0 if not case.is_answerable else (1.0 if case.right[order[0]] else 0.4)
        best = case.rows[order[0]]
        kept = [m if name in TRUSTED else 0.0 for name, m in zip(MARKS, best, strict=True)]
        learnt.append(([*kept, _dot(weights, best) / 10, 1.0], five, counts))
    size = len(MARKS) + 2
    descent = _Descent([0.0] * size, [j == size - 1 for j in range(size)], 0.005)
    total = sum(counts for *_, counts in learnt)
    for step in range(steps):
        slopes = [0.0] * size
        for row, is_so, counts in learnt:
            error = (1 / (1 + exp(-_dot(descent.weights, row))) - is_so) * counts / total
            for j, mark in enumerate(row):
                slopes[j] += error * mark
        descent.step(slopes, 0.15 if step < 200 else 0.05)
    return descent.weights


def firsts(known: Sequence[Case], weights: Row) -> int:
    """How many questions have a right passage first."""
    found = 0
    for case in known:
        best = max(range(len(case.rows)), key=lambda k: _dot(weights, case.rows[k]), default=-1)
        found += best >= 0 and case.right[best]
    return found


def main() -> None:
    """Print how the fit does on questions it was not fitted on, and the table."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_database(f"sqlite:///{folder}/weights.db")
        migrate(engine)
        load_texts(engine, [DATA / "docs"], None, False, NOW)
        with Session(engine) as session:
            known = cases(session)
        engine.dispose()
    answerable = [case for case in known if case.is_answerable]
    parts = [answerable[at::4] for at in range(4)]
    held = 0
    for part in parts:
        others = [case for other in parts if other is not part for case in other]
        held += firsts(part, ranks(others))
    weights = ranks(known)
    print(f"{len(answerable)} questions; first {firsts(known, weights)}, by fours {held}")
    trusts = trust(known, weights)
    for name, weight, trusted in zip(MARKS, weights, trusts, strict=False):
        print(f'    "{name}": ({weight:.2f}, {trusted:.2f}),')
    print(f"TRUST_SCORE = {trusts[-2] / 10:.3f}\nTRUST = {trusts[-1]:.2f}")


if __name__ == "__main__":
    main()
