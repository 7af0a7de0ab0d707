"""What a question asks for, laid out for measuring many passages quickly."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

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
FOREIGN = 0.6
"""What is left of a passage that never speaks of the Party, for a question that does."""
_PARTY = re.compile("党[员费组课日内纪籍龄章委支]|支部|入党|预备期|组织生活")


_Option = tuple[float, list[tuple[float, tuple[tuple[str, float], ...]]]]
"""What a word counts, and its wordings: a factor and the pieces with their shares."""


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
                    (w.quality / w.total, tuple((p.text, p.weight) for p in w.pieces))
                    for w in word.wordings
                ],
            )
            for word in self.words
        ]
        self.phrases = {
            pair: min(self.rarity(pair), COMMONEST)
            for run in units(self.raw)
            for pair in pairs(run)
        }
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

    def cover(self, inside: frozenset[str], headings: str, title: str) -> float:
        """The share of what is asked for that a passage speaks of, 0 to 1.

        `inside` are the pieces in its text; what only its headings say counts less.
        """
        everywhere = dict.fromkeys(self.heading(title)[0], TITLE)
        everywhere.update(dict.fromkeys(self.heading(headings)[0], HEADINGS))
        everywhere.update(dict.fromkeys(inside, 1.0))
        return self.share(everywhere)

    def roughly(self, inside: frozenset[str], headings: str, title: str) -> float:
        """`cover`, quickly: pieces are added up, whatever word they belong to."""
        above = (self.heading(title)[0] | self.heading(headings)[0]) - inside
        counts = self.pieces.__getitem__
        return (sum(map(counts, inside)) + HEADINGS * sum(map(counts, above))) / self.weight

    def share(self, held: Mapping[str, float]) -> float:
        """The share of what is asked for in pieces, each with what it is worth."""
        total = 0.0
        for weight, options in self._options:
            best = 0.0
            for factor, pieces in options:
                share = 0.0
                for text, counts in pieces:
                    if text in held:
                        share += held[text] * counts
                share *= factor
                if share > best:
                    best = share
            total += weight * best
        return total / self.weight

    def is_foreign(self, *texts: str) -> bool:
        """Whether a question about the Party meets texts that never speak of it."""
        return self.is_party and not any("党" in text for text in texts)

    def near(self, body: str, inside: Iterable[str]) -> tuple[float, int, int]:
        """The greatest share that stands within a short stretch, and where it stands."""
        places = []
        for text in inside:
            at = body.find(text)
            seen = 0
            while at >= 0 and seen < OFTEN:
                places.append((at, text))
                at = body.find(text, at + 1)
                seen += 1
        places.sort()
        start, end = self._densest(places)
        low, high = max(0, start - 4), end + 4
        stretch = body[low:high]
        return self.share({text: 1.0 for text in inside if text in stretch}), start, end

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

    def signed(self, body: str) -> float:
        """The share of the question's single signs in a passage; the rarer, the more."""
        return sum([w for sign, w in self.signs.items() if sign in body]) / self._signed
