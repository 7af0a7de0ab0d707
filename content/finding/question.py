"""A question taken apart: which words it asks for, and what kind of answer it expects."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import log

from content.finding.parts import compounds, split
from content.finding.script import pairs, units
from content.finding.thesaurus import Thesaurus

Frequency = Callable[[str], int]
"""In how many passages of the library a pair of neighbours stands."""

WEAK = 0.25
"""What a weak word counts of its rarity."""
JUNCTION = 0.12
"""What neighbours count that the library never holds, between others that it holds."""
UNKNOWN = 0.7
"""What they count where nothing beside them is held either."""
SINGLE = 0.35
"""What a single sign counts."""
BARE = 4
"""Signs of a search that is taken as it stands."""
EITHER = "还是"
"""甲还是乙: either of them answers."""
BOUND = 0.06
"""Cohesion from which a sign belongs to its neighbour."""
SHORT = 3
"""Signs of a run that is one word: 活动室. In longer ones neighbours may be strangers."""
TIGHT = 0.02
"""Cohesion from which neighbours in a run count in full."""
LOOSE = 0.25
"""What neighbours count at least that hardly ever meet."""
SMALLEST = 5_000
"""Passages of a library in which it can be told what is rare; smaller ones count as so large."""
REMEMBERED = 100_000
"""Frequencies that are kept."""
_DIGIT = re.compile("[0-9]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A pair of neighbours, what it counts, and what of its rarity that is."""

    text: str
    weight: float
    factor: float


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to say a word: its pieces, and how well it stands for what was asked."""

    pieces: tuple[Piece, ...]
    quality: float
    total: float


@dataclass(frozen=True, slots=True)
class Word:
    """Something a passage should speak of, in any of its wordings."""

    text: str
    weight: float
    wordings: tuple[Wording, ...]


class Reading:
    """Takes questions apart against the words of a library of `size` passages."""

    def __init__(self, words: Thesaurus, frequency: Frequency, size: int) -> None:
        self._words, self._ask, self._size = words, frequency, max(size, SMALLEST)
        self._known: dict[str, int] = {}

    def words(self, written: str) -> list[Word]:
        """What plain text asks for, in its order, each word once."""
        found: dict[str, Word] = {}
        choice = written.find(EITHER)
        before: str | None = None
        for part, kind, place in compounds(split(written, self._words, self._binds)):
            word = None if part in found else self._word(part, kind)
            if word is None:
                continue
            if before and place >= choice >= 0:
                found[before], choice = _either(found[before], word), -1
                continue
            found[part], before = word, part
        return list(found.values()) or self._bare(written)

    def _bare(self, written: str) -> list[Word]:
        """The signs themselves, where a short search is made of nothing but asking words."""
        if len(written) > BARE:
            return []
        words = (self._word("".join(run), "run") for run in units(written) if len(run) > 1)
        return [word for word in words if word]

    def rarity(self, pair: str) -> float:
        """What a pair counts: the rarer, the more."""
        held = self._frequency(pair)
        return log(1 + (self._size - held + 0.5) / (held + 0.5))

    def _frequency(self, pair: str) -> int:
        held = self._known.get(pair)
        if held is None:
            if len(self._known) > REMEMBERED:
                self._known.clear()
            held = self._known[pair] = self._ask(pair)
        return held

    def cohesion(self, pair: str) -> float:
        """How much two neighbours belong together: 0 for strangers, 1 where one never is alone."""
        first, second = split_pair(pair)
        held = self._frequency(pair)
        rarer = min(self._frequency(first), self._frequency(second))
        return held / rarer if rarer else 0.0

    def _binds(self, pair: str) -> bool:
        return self.cohesion(pair) >= BOUND

    def _word(self, part: str, kind: str) -> Word | None:
        factor = WEAK if kind == "weak" else 1.0
        own = self._wording((part,), 1.0, factor, is_run=kind == "run")
        others = [
            self._wording(way, quality, factor, is_run=False)
            for way, quality in self._words.ways.get(part, ())
        ]
        wordings = tuple(
            wording for wording in (own, *others) if wording.pieces and self._is_known(wording)
        )
        wordings = wordings or (own,) * bool(own.pieces)
        if not wordings:
            return None
        return Word(part, self._weight(own, others), wordings)

    def _weight(self, own: Wording, others: list[Wording]) -> float:
        # A word that the library writes otherwise counts as what the library writes.
        held = [own] if not others or self._is_held(own) else others
        return max(
            (wording.total / max(1, len(wording.pieces) ** 0.5) for wording in held), default=0.0
        )

    def _is_known(self, wording: Wording) -> bool:
        """Whether the library holds anything of a wording."""
        return any(self._frequency(piece.text) for piece in wording.pieces)

    def _is_held(self, wording: Wording) -> bool:
        return all(self._frequency(piece.text) for piece in wording.pieces)

    def _wording(
        self, parts: tuple[str, ...], quality: float, factor: float, *, is_run: bool
    ) -> Wording:
        pieces = tuple(
            Piece(piece.text, piece.weight * factor, piece.factor * factor)
            for part in parts
            for piece in self._pieces(part, is_run=is_run)
        )
        return Wording(pieces, quality, sum(piece.weight for piece in pieces) or 1.0)

    def _pieces(self, part: str, *, is_run: bool) -> Iterator[Piece]:
        is_run = is_run and part not in self._words.whole and not _DIGIT.search(part)
        for run in units(part):
            if len(run) == 1:
                yield Piece(run[0], self.rarity(run[0]) * SINGLE, SINGLE)
                continue
            found = pairs(run)
            held = [self._frequency(pair) for pair in found]
            for at, pair in enumerate(found):
                factor = 1.0
                if held[at] and is_run and len(run) > 2:
                    factor = max(LOOSE, min(1.0, self.cohesion(pair) / TIGHT))
                if not held[at]:
                    inside = (at > 0 and held[at - 1]) or (at + 1 < len(found) and held[at + 1])
                    inside = inside and len(run) > SHORT
                    factor = JUNCTION if inside else UNKNOWN
                yield Piece(pair, self.rarity(pair) * factor, factor)


def _either(first: Word, second: Word) -> Word:
    """甲还是乙: a passage answers that speaks of one of them."""
    weight = max(first.weight, second.weight)
    return Word(first.text + second.text, weight, (*first.wordings, *second.wordings))


def split_pair(pair: str) -> tuple[str, str]:
    """The two neighbours of a pair: signs, whole numbers or Latin words."""
    found = next(iter(units(pair)), [pair])
    return (found[0], found[-1]) if len(found) > 1 else (pair[:1], pair[1:])
