"""What a question asks for, laid out for measuring many passages quickly."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from content.finding.question import Word
from content.finding.script import pairs, units

HEADINGS = 0.8
TITLE = 0.75
NEAR = 80
"""Characters within which words stand near each other."""
LEAD = 42
"""Characters at the beginning of a passage that say what it is about."""
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
    _named: dict[str, float] = field(default_factory=dict)
    _covered: dict[str, frozenset[str]] = field(default_factory=dict)

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

    def cover(self, body: str, headings: str, title: str) -> tuple[float, float]:
        """The share of what is asked for that a passage speaks of, with its headings and without.

        Both from 0 to 1.
        """
        inside = {text for text in self.pieces if text in body}
        everywhere = dict.fromkeys(inside, 1.0)
        for text in self.covered(title):
            everywhere.setdefault(text, TITLE)
        for text in self.covered(headings):
            if text not in inside:
                everywhere[text] = HEADINGS
        own = self._share(dict.fromkeys(inside, 1.0))
        whole = own if len(everywhere) == len(inside) else self._share(everywhere)
        if self.is_party and "党" not in body and "党" not in headings and "党" not in title:
            return whole * FOREIGN, own * FOREIGN
        return whole, own

    def lead(self, text: str) -> float:
        """The share that a short text speaks of."""
        return self._share({piece: 1.0 for piece in self.pieces if piece in text})

    def named(self, heading: str) -> float:
        """The share that a title or headings speak of; remembered, for many share them."""
        found = self._named.get(heading)
        if found is None:
            found = self._named[heading] = self.lead(heading) if heading else 0.0
        return found

    def covered(self, heading: str) -> frozenset[str]:
        """The pieces that a title or headings hold; remembered, for many share them."""
        found = self._covered.get(heading)
        if found is None:
            held = frozenset(text for text in self.pieces if text in heading)
            found = self._covered[heading] = held
        return found

    def _share(self, held: dict[str, float]) -> float:
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

    def rarest(self, body: str, headings: str, title: str) -> float:
        """How much of the word that counts most a passage holds, 0 to 1."""
        if not self._options:
            return 0.0
        _, options = max(self._options, key=lambda option: option[0])
        return max(
            factor
            * sum(c for text, c in pieces if text in body or text in headings or text in title)
            for factor, pieces in options
        )

    def near(self, body: str) -> tuple[float, int, int]:
        """The greatest share that stands within a short stretch, and where it stands."""
        places = []
        for text in self.pieces:
            at = body.find(text)
            seen = 0
            while at >= 0 and seen < 12:
                places.append((at, text))
                at = body.find(text, at + 1)
                seen += 1
        places.sort()
        best, span = 0.0, (0, 0)
        low, inside, total = 0, dict[str, int](), 0.0
        for at, text in places:
            count = inside.get(text, 0)
            if not count:
                total += self.pieces[text]
            inside[text] = count + 1
            while at - places[low][0] > NEAR:
                gone = places[low][1]
                inside[gone] -= 1
                if not inside[gone]:
                    total -= self.pieces[gone]
                low += 1
            if total > best + 1e-9:
                best, span = total, (places[low][0], at + len(text))
        return min(1.0, best / self.weight), *span

    def phrase(self, body: str) -> float:
        """The share of the question's own neighbours, as it was typed, in a passage."""
        return sum([w for pair, w in self.phrases.items() if pair in body]) / self._typed

    def signed(self, body: str) -> float:
        """The share of the question's single signs in a passage; the rarer, the more."""
        return sum([w for sign, w in self.signs.items() if sign in body]) / self._signed
