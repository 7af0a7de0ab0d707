"""Which of the candidates answers best."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from content.finding.asked import LEAD, Asked
from content.finding.passages import OPENING, Passage
from content.finding.shape import Wanted, expected, fit

CLOSER = 26
"""How many of the candidates are looked at closely."""
WEIGHTS = (1.0, 0.5, 0.1, 0.2, 0.25, 0.45, 0.17, 0.2, 0.1, 0.3, 0.04, 0.1, 0.5, 0.15, 0.18, 0.2)
"""What the marks of a candidate count, in the order of `Marks`."""

_PENALTY = re.compile(
    r"^.{0,12}(?:违反|有下列(?:行为|情形)之1|未按照|未依照|拒不).{0,400}?(?:罚款|处分|责令|追究|有期徒刑|拘留|吊销)"
    r"|处[0-9]+年以[上下]有期徒刑|处.{2,20}元以[上下].{0,20}罚款",
    re.DOTALL,
)
_ASKS_PENALTY = re.compile(
    r"罚|处分|判|坐牢|犯法|违法|犯罪|后果|追究|责任|怎么处理|拘留|怎样$|会怎么样|怎么样$|怎么办|处理|什么罪|刑"
)
_FORMAL = re.compile(
    r"制定本(?:法|条例|规定|办法|规则|解释|准则|细则)|自[0-9]{4}年.{2,8}起(?:施|实)行|由.{2,30}负责解释"
)
_ASKS_FORMAL = re.compile(r"施行|实施|生效|目的|为什么制定|为了什么|依据|解释|废止|什么时候起")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may answer, with what it earned."""

    number: int
    passage: Passage
    cover: float
    rarest: float
    marks: tuple[float, ...]
    place: tuple[int, int]
    score: float


@dataclass(frozen=True, slots=True)
class Expected:
    """What the question's own turn of phrase says about its answer."""

    shapes: Sequence[Wanted]
    penalty: bool
    formal: bool

    @classmethod
    def by(cls, question: str) -> "Expected":
        """As a question in one script lets expect it."""
        return cls(
            expected(question),
            bool(_ASKS_PENALTY.search(question)),
            bool(_ASKS_FORMAL.search(question)),
        )


def cited(number: int, passage: Passage) -> Candidate:
    """An article that was asked for by its number: there is nothing to weigh."""
    return Candidate(number, passage, 1.0, 1.0, (), (0, 0), sum(WEIGHTS))


def ranked(
    asked: Asked,
    expects: Expected,
    hits: Sequence[tuple[float, int, Passage, str]],
) -> list[Candidate]:
    """Candidates, best first. `hits` are BM25 score, number, passage and title in one script."""
    top = hits[0][0] if hits else 1.0
    first = []
    for score, number, passage, title in hits:
        everywhere, inside = asked.cover(passage.plain, passage.headings, title)
        rough = everywhere + 0.3 * inside + 0.4 * score / top
        first.append((rough, number, passage, title, everywhere, inside, score / top))
    first.sort(key=lambda row: (-row[0], row[1]))
    found = [_candidate(asked, expects, row) for row in first[:CLOSER]]
    return sorted(found, key=lambda c: (-c.score, c.number))


def _candidate(
    asked: Asked,
    expects: Expected,
    row: tuple[float, int, Passage, str, float, float, float],
) -> Candidate:
    _, number, passage, title, everywhere, inside, relevance = row
    body = passage.plain
    _, start, end = asked.near(body)
    together = asked.lead(body[max(0, start - 4) : end + 4])
    lead = asked.lead(body[:LEAD])
    penal = bool(_PENALTY.search(body))
    around = body[max(0, start - 30) : end + 60]
    headed, titled = asked.named(passage.headings), asked.named(title)
    marks = (
        everywhere,
        inside,
        together,
        relevance,
        lead,
        asked.phrase(body),
        fit(expects.shapes, "turn", around),
        fit(expects.shapes, "number", around),
        headed,
        titled,
        1.0 if expects.penalty and penal else 0.0,
        -1.0 if penal and not expects.penalty else 0.0,
        -1.0 if passage.label == OPENING else 0.0,
        asked.signed(body),
        10.0 / (10.0 + passage.seq),
        -1.0 if not expects.formal and _FORMAL.search(body) else 0.0,
    )
    score = sum(weight * mark for weight, mark in zip(WEIGHTS, marks, strict=True))
    rarest = asked.rarest(body, passage.headings, title)
    return Candidate(number, passage, everywhere, rarest, marks, (start, end), score)
