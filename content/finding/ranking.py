"""Which of the candidates answers best."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from content.finding.asked import FOREIGN, LEAD, Asked
from content.finding.passages import OPENING, Passage
from content.finding.shape import Wanted, expected, fit

ROUGHLY = 0.8
CLOSER = 26
"""How many of the candidates are looked at closely."""
WEIGHTS = (
    0.93,
    0.42,
    0.11,
    0.19,
    0.27,
    0.41,
    0.19,
    0.2,
    0.19,
    0.22,
    0.03,
    0.11,
    0.5,
    0.14,
    0.19,
    0.2,
)
"""What the marks of a candidate count, in the order in which `_candidate` lists them."""

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
    marks: tuple[float, ...]
    place: tuple[int, int]
    score: float


@dataclass(frozen=True, slots=True)
class _Rough:
    """A hit with what can be told quickly."""

    score: float
    number: int
    passage: Passage
    title: str
    inside: frozenset[str]
    relevance: float


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
    return Candidate(number, passage, (), (0, 0), sum(WEIGHTS))


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
        worth = rough + ROUGHLY * score / top
        first.append(_Rough(worth, number, passage, title, inside, score / top))
    first.sort(key=lambda row: (-row.score, row.number))
    found = [_candidate(asked, expects, row) for row in first[:CLOSER]]
    return sorted(found, key=lambda c: (-c.score, c.number))


def _candidate(asked: Asked, expects: Expected, rough: _Rough) -> Candidate:
    passage, inside, body = rough.passage, rough.inside, rough.passage.plain
    foreign = asked.is_foreign(body, passage.headings, rough.title)
    left = FOREIGN if foreign else 1.0
    cover = left * asked.cover(inside, passage.headings, rough.title)
    own = left * asked.share(dict.fromkeys(inside, 1.0))
    opening = body[:LEAD]
    lead = asked.share({text: 1.0 for text in inside if text in opening})
    together, start, end = asked.near(body, inside)
    penal = bool(_PENALTY.search(body))
    around = body[max(0, start - 30) : end + 60]
    marks = (
        cover,
        own,
        together,
        rough.relevance,
        lead,
        asked.phrase(body),
        fit(expects.shapes, "turn", around),
        fit(expects.shapes, "number", around),
        asked.heading(passage.headings)[1],
        asked.heading(rough.title)[1],
        1.0 if expects.penalty and penal else 0.0,
        -1.0 if penal and not expects.penalty else 0.0,
        -1.0 if passage.label == OPENING else 0.0,
        asked.signed(body),
        10.0 / (10.0 + passage.seq),
        -1.0 if not expects.formal and _FORMAL.search(body) else 0.0,
    )
    score = sum(weight * mark for weight, mark in zip(WEIGHTS, marks, strict=True))
    return Candidate(rough.number, passage, marks, (start, end), score)
