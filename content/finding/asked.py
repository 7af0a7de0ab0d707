"""What a question asks for, laid out for measuring many passages quickly."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from content.finding.question import Word
from content.finding.script import pairs, units

HEADINGS = 0.8
TITLE = 0.55
NEAR = 64
"""Characters within which words stand near each other."""
LEAD = 70
"""Characters at the beginning of a passage that say what it is about."""
FOREIGN = 0.6
"""What is left of a passage that never speaks of the Party, for a question that does."""
_PARTY = re.compile("党[员费组课日内纪籍龄章委支]|支部|入党|预备期|组织生活")


@dataclass
class Asked:
    """The words of one question; `weight` is what all of them count."""

    words: Sequence[Word]
    raw: str
    weight: float = 0.0
    is_party: bool = False
    pieces: dict[str, float] = field(default_factory=dict)
    phrases: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.is_party = bool(_PARTY.search(self.raw))
        self.weight = sum(word.weight for word in self.words) or 1.0
        for word in self.words:
            for wording in word.wordings:
                for piece in wording.pieces:
                    share = word.weight * wording.quality * piece.weight / wording.total
                    self.pieces[piece.text] = max(share, self.pieces.get(piece.text, 0.0))
        self.phrases = list(
            dict.fromkeys(pair for run in units(self.raw) for pair in pairs(run))
        )

    def cover(self, body: str, headings: str, title: str) -> tuple[float, float]:
        """The share of what is asked for that a passage speaks of, with its headings and without.

        Both from 0 to 1.
        """
        held = {}
        for text in self.pieces:
            if text in body:
                held[text] = 1.0
            elif text in headings:
                held[text] = HEADINGS
            elif text in title:
                held[text] = TITLE
        everywhere = inside = 0.0
        for word in self.words:
            best = best_inside = 0.0
            for wording in word.wordings:
                share = own = 0.0
                for piece in wording.pieces:
                    got = held.get(piece.text)
                    if got:
                        share += got * piece.weight
                        if got == 1.0:
                            own += piece.weight
                best = max(best, wording.quality * share / wording.total)
                best_inside = max(best_inside, wording.quality * own / wording.total)
            everywhere += word.weight * best
            inside += word.weight * best_inside
        if self.is_party and "党" not in body and "党" not in headings and "党" not in title:
            everywhere, inside = everywhere * FOREIGN, inside * FOREIGN
        return everywhere / self.weight, inside / self.weight

    def rarest(self, body: str, headings: str, title: str) -> float:
        """How much of the word that counts most a passage holds, 0 to 1."""
        word = max(self.words, key=lambda word: word.weight, default=None)
        if word is None:
            return 0.0
        return max(
            sum(p.weight for p in wording.pieces if p.text in body or p.text in headings or p.text in title)
            / wording.total
            * wording.quality
            for wording in word.wordings
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
        if not self.phrases:
            return 0.0
        return sum(pair in body for pair in self.phrases) / len(self.phrases)
