"""What can be told of a passage against a question, each thing as a mark from about 0 to 1."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from content.finding.asked import FOREIGN, LEAD, Asked
from content.finding.passages import OPENING, Passage
from content.finding.shape import Wanted, expected, fit

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
_DEFINES = re.compile(
    r"[^。;,\n]{0,3}(?:是(?!否)|为|:|已经?转[化变]为|就是|,是指|是指|包括|分为|有[0-9]+[种类项]|如下|的?(?:下列|以下))"
)
_END = re.compile("[。;\n]")
FIRST = 15
"""Characters within which a passage comes to the point at once."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What the question's own turn of phrase says about its answer."""

    shapes: Sequence[Wanted]
    penalty: bool
    formal: bool
    number: bool

    @classmethod
    def by(cls, question: str) -> "Expected":
        """As a question in one script lets expect it."""
        shapes = expected(question)
        return cls(
            shapes,
            bool(_ASKS_PENALTY.search(question)),
            bool(_ASKS_FORMAL.search(question)),
            any(shape.kind == "number" for shape in shapes),
        )


@dataclass(frozen=True, slots=True)
class Met:
    """A passage that the index found: its title in one script, what of the question it holds.

    `relevance` is its BM25 score as a share of the best one's.
    """

    number: int
    passage: Passage
    title: str
    inside: frozenset[str]
    relevance: float


Stretch = tuple[int, int]


def glance(asked: Asked, met: Met) -> dict[str, float]:
    """The marks that are told quickly: how much of what is asked for the passage speaks of."""
    passage, body = met.passage, met.passage.plain
    left = FOREIGN if asked.is_foreign(body, passage.headings, met.title) else 1.0
    everywhere = asked.everywhere(met.inside, passage.headings, met.title)
    cover, squares, gap = asked.measure(everywhere)
    return {
        "cover": left * cover,
        "squares": left * squares,
        "gap": -gap,
        "heading": asked.heading(passage.headings)[1],
        "title": asked.heading(met.title)[1],
        "phrase": asked.phrase(body),
        "bm25": met.relevance,
        "opening": -1.0 if passage.label == OPENING else 0.0,
        "early": 10.0 / (10.0 + passage.seq),
    }


def marks(
    asked: Asked, expects: Expected, met: Met, seen: dict[str, float]
) -> tuple[dict[str, float], Stretch]:
    """All marks of a passage by name, and where it answers best; `seen` are those of a glance."""
    body = met.passage.plain
    start, end = asked.near(body, met.inside)
    low, high = _sentences(body, start, end)
    found = seen | _words(asked, met, body[low:high])
    found |= _turns(expects, body, (start, end), (low, high))
    found |= _place(expects, met.passage, start)
    found["asked"] = asked.weight / 30
    return found, (start, end)


def _words(asked: Asked, met: Met, said: str) -> dict[str, float]:
    """How near to each other, and in what wording, the passage holds what is asked for."""
    body = met.passage.plain
    opening = body[:LEAD]
    near, squares, gap = asked.measure({piece: 1.0 for piece in met.inside if piece in said})
    longest, after = asked.longest(body)
    return {
        "near": near,
        "near_squares": squares,
        "near_gap": -gap,
        "lead": asked.share({piece: 1.0 for piece in met.inside if piece in opening}),
        "signed": asked.signed(body),
        "longest": longest,
        "defined": longest if _DEFINES.match(body, after) else 0.0,
    }


def _turns(expects: Expected, body: str, best: Stretch, said: Stretch) -> dict[str, float]:
    """Whether the passage has the shape of an answer, at its best stretch and anywhere."""
    around = (max(0, best[0] - 30), best[1] + 60)
    fits = fit(expects.shapes, body, (around, (said[0], said[1] + 60), (0, len(body))))
    turn, number, loose = fits["turn"], fits["number"], fits["loose"]
    return {
        "turn": turn[0],
        "turn_said": turn[1],
        "turn_anywhere": turn[2],
        "number": number[0],
        "number_said": number[1],
        "number_anywhere": number[2],
        "no_number": -1.0 if expects.number and not (number[0] or number[1]) else 0.0,
        "loose": loose[0],
        "loose_said": loose[1],
    }


def _place(expects: Expected, passage: Passage, start: int) -> dict[str, float]:
    """What kind of passage it is, and where in its work."""
    body = passage.plain
    penal = bool(_PENALTY.search(body))
    return {
        "penal": 1.0 if penal and expects.penalty else 0.0,
        "only_penal": -1.0 if penal and not expects.penalty else 0.0,
        "formal": -1.0 if not expects.formal and _FORMAL.search(body) else 0.0,
        "first": 1.0 if start < FIRST else 0.0,
        "short": -log(len(body) + 60) / 4,
        "article": 1.0 if passage.article_id else 0.0,
    }


def _sentences(body: str, start: int, end: int) -> Stretch:
    """The whole sentences around a stretch."""
    low = max(body.rfind(sign, 0, start) for sign in "。;\n") + 1
    match = _END.search(body, max(end - 1, 0))
    return low, match.end() if match else len(body)
