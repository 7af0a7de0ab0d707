"""What a question asks for, laid out for measuring many passages quickly."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from content.finding.question import Word
from content.finding.script import pairs, units

HEADINGS = 0.8
TITLE = 0.75
NEAR = 80
"""Characters within which words stand near each other."""
LEAD = 42
"""Characters at the beginning of a passage that say what it is about."""
OFTEN = 12
"""Places of one piece in a passage that are looked at."""
COMMONEST = 6.0
WHOLLY = 0.9
PARTLY = 0.85
"""What is left of another wording of which a text holds less than `WHOLLY`."""
FOREIGN = 0.6
"""What is left of a passage that never speaks of the Party, for a question that does."""
_PARTY = re.compile("党[员费组课日内纪籍龄章委支]|支部|入党|预备期|组织生活")


_Ways = list[tuple[float, float, tuple[tuple[str, float], ...]]]
"""The wordings of a word: a factor, what it takes to be whole, and the pieces."""
_Run = tuple[str, list[float], list[int]]
"""Signs without a break, what the pairs up to each count, and where each sign begins."""
_Option = tuple[float, _Ways]


@dataclass
class Asked:
    """The words of one question; `weight` is what all of them count."""

    words: Sequence[Word]
    raw: str
    rarity: Callable[[str], float] = lambda _pair: 1.0
    weight: float = 0.0
    is_party: bool = False
    pieces: dict[str, float] = field(default_factory=dict)
    phrases: dict[str, float] = field(default_factory=dict)
    marked: frozenset[str] = frozenset()
    signs: dict[str, float] = field(default_factory=dict)
    _runs: list[_Run] = field(default_factory=list)
    _signed: float = 1.0
    _typed: float = 1.0
    _options: list[_Option] = field(default_factory=list)
    _headings: dict[str, tuple[frozenset[str], float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.is_party = bool(_PARTY.search(self.raw))
        self.weight = sum(word.weight for word in self.words) or 1.0
        for word in self.words:
            for wording in word.wordings:
                for piece in wording.pieces:
                    share = word.weight * wording.quality * piece.weight / wording.total
                    self.pieces[piece.text] = max(share, self.pieces.get(piece.text, 0.0))
        self.marked = frozenset(self.pieces)
        self._options = [
            (
                word.weight,
                [
                    (
                        w.quality / w.total,
                        0.0 if w.quality >= 1.0 else w.total * WHOLLY,
                        tuple((p.text, p.weight) for p in w.pieces),
                    )
                    for w in word.wordings
                ],
            )
            for word in self.words
        ]
        runs = list(units(self.raw))
        self.phrases = {
            pair: min(self.rarity(pair), COMMONEST) for run in runs for pair in pairs(run)
        }
        self._runs = [
            (
                "".join(run),
                [0.0, *accumulate(self.phrases[pair] for pair in pairs(run))],
                [0, *accumulate(map(len, run))],
            )
            for run in runs
        ]
        self.signs = {
            sign: self.rarity(sign) ** 2
            for word in self.words
            for run in units(word.text)
            for sign in run
        }
        self._signed = sum(self.signs.values()) or 1.0
        self._typed = sum(self.phrases.values()) or 1.0

    def held(self, text: str) -> frozenset[str]:
        """The pieces that stand in a text."""
        return frozenset([piece for piece in self.pieces if piece in text])

    def heading(self, text: str) -> tuple[frozenset[str], float]:
        """The pieces in a title or in headings and their share; remembered: many share them."""
        found = self._headings.get(text)
        if found is None:
            held = self.held(text)
            found = self._headings[text] = held, self.share(dict.fromkeys(held, 1.0))
        return found

    def everywhere(self, inside: frozenset[str], headings: str, title: str) -> dict[str, float]:
        """The pieces that a passage speaks of, each with what it is worth.

        `inside` are the pieces in its text; what only its headings say counts less.
        """
        held = dict.fromkeys(self.heading(title)[0], TITLE)
        held.update(dict.fromkeys(self.heading(headings)[0], HEADINGS))
        held.update(dict.fromkeys(inside, 1.0))
        return held

    def roughly(self, inside: frozenset[str], headings: str, title: str) -> float:
        """`cover`, quickly: pieces are added up, whatever word they belong to."""
        above = (self.heading(title)[0] | self.heading(headings)[0]) - inside
        counts = self.pieces.__getitem__
        return (sum(map(counts, inside)) + HEADINGS * sum(map(counts, above))) / self.weight

    def share(self, held: Mapping[str, float]) -> float:
        """The share of what is asked for in pieces, each with what it is worth."""
        total = 0.0
        for weight, options in self._options:
            total += weight * self._best(options, held)
        return total / self.weight

    def _best(self, options: _Ways, held: Mapping[str, float]) -> float:
        """The share of a word in the wording of which most is held."""
        best = 0.0
        for factor, exact, pieces in options:
            share = 0.0
            for text, counts in pieces:
                if text in held:
                    share += held[text] * counts
            if exact and share < exact:
                share *= PARTLY
            if factor * share > best:
                best = factor * share
        return best

    def is_foreign(self, *texts: str) -> bool:
        """Whether a question about the Party meets texts that never speak of it."""
        return self.is_party and not any("党" in text for text in texts)

    def near(self, body: str, inside: Iterable[str]) -> tuple[int, int]:
        """The short stretch of a text that holds the greatest share."""
        places = []
        for text in inside:
            at = body.find(text)
            seen = 0
            while at >= 0 and seen < OFTEN:
                places.append((at, text))
                at = body.find(text, at + 1)
                seen += 1
        places.sort()
        return self._densest(places)

    def _densest(self, places: Sequence[tuple[int, str]]) -> tuple[int, int]:
        """The stretch whose different pieces count most; `places` in their order."""
        best, span = 0.0, (0, 0)
        low, standing, total = 0, dict[str, int](), 0.0
        for at, text in places:
            count = standing.get(text, 0)
            if not count:
                total += self.pieces[text]
            standing[text] = count + 1
            while at - places[low][0] > NEAR:
                gone = places[low][1]
                standing[gone] -= 1
                if not standing[gone]:
                    total -= self.pieces[gone]
                low += 1
            if total > best + 1e-9:
                best, span = total, (places[low][0], at + len(text))
        return span

    def phrase(self, body: str) -> float:
        """The share of the question's own neighbours, as it was typed, in a passage."""
        return sum([w for pair, w in self.phrases.items() if pair in body]) / self._typed

    def longest(self, body: str) -> tuple[float, int]:
        """The longest stretch of the question that a passage holds: its share, and its end."""
        best, end = 0.0, 0
        for run, counts, places in self._runs:
            low, last = 0, len(places) - 1
            for high in range(2, last + 1):
                while high - low > 1 and run[places[low] : places[high]] not in body:
                    low += 1
                if high - low > 1 and counts[high - 1] - counts[low] > best:
                    best = counts[high - 1] - counts[low]
                    stretch = run[places[low] : places[high]]
                    end = body.find(stretch) + len(stretch)
        return best / self._typed, end

    def measure(self, held: Mapping[str, float]) -> tuple[float, float, float]:
        """Shares of what is asked for: of all, of all with half-held words counting less.

        The third is the greatest share that one word misses.
        """
        total = gap = squares = 0.0
        for weight, options in self._options:
            best = self._best(options, held)
            counts = weight * best
            total += counts
            squares += counts * best
            if weight - counts > gap:
                gap = weight - counts
        return total / self.weight, squares / self.weight, gap / self.weight

    def signed(self, body: str) -> float:
        """The share of the question's single signs in a passage; the rarer, the more."""
        return sum([w for sign, w in self.signs.items() if sign in body]) / self._signed
