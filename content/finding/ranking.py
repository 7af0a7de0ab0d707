"""Which of the candidates answers best, and how much it can be trusted to answer at all."""

from collections.abc import Sequence
from dataclasses import dataclass

from content.finding.asked import FOREIGN, Asked
from content.finding.marks import Expected, Met, glance, marks
from content.finding.passages import Passage
from content.finding.weights import MARKS, TRUST, TRUST_SCORE

ROUGHLY = 0.8
GLANCES, CLOSER = 26, 12
"""How many of the candidates are glanced at, and how many are looked at closely."""
CERTAIN = 100.0
"""Score and trust of an article that was asked for by its number."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may answer, with what it earned; `marks` by name as in `weights.MARKS`."""

    number: int
    passage: Passage
    marks: dict[str, float]
    place: tuple[int, int]
    score: float

    @property
    def trust(self) -> float:
        """How likely it answers: the logarithm of the odds, found on questions of our own."""
        if not self.marks:
            return CERTAIN
        told = sum(MARKS[name][1] * mark for name, mark in self.marks.items())
        return told + TRUST_SCORE * self.score + TRUST


def cited(number: int, passage: Passage) -> Candidate:
    """An article that was asked for by its number: there is nothing to weigh."""
    return Candidate(number, passage, {}, (0, 0), CERTAIN)


def ranked(
    asked: Asked,
    expects: Expected,
    hits: Sequence[tuple[float, int, Passage, str]],
) -> list[Candidate]:
    """Candidates, best first. `hits` are BM25 score, number, passage and title in one script."""
    top = hits[0][0] if hits else 1.0
    first = []
    for score, number, passage, title in hits:
        inside = asked.held(passage.plain)
        rough = asked.roughly(inside, passage.headings, title)
        if asked.is_foreign(passage.plain, passage.headings, title):
            rough *= FOREIGN
        met = Met(number, passage, title, inside, score / top)
        first.append((-rough - ROUGHLY * met.relevance, number, met))
    first.sort(key=lambda row: row[:2])
    seen = [(met, glance(asked, met)) for *_, met in first[:GLANCES]]
    seen.sort(key=lambda row: (-_score(row[1]), row[0].number))
    found = [_candidate(asked, expects, met, told) for met, told in seen[:CLOSER]]
    return sorted(found, key=lambda c: (-c.score, c.number))


def _candidate(asked: Asked, expects: Expected, met: Met, seen: dict[str, float]) -> Candidate:
    told, place = marks(asked, expects, met, seen)
    return Candidate(met.number, met.passage, told, place, _score(told))


def _score(told: dict[str, float]) -> float:
    return sum([MARKS[name][0] * mark for name, mark in told.items()])
