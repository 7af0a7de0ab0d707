"""A question taken apart: which words it asks for, and what kind of answer it expects."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import log

from content.finding.script import pairs, units
from content.finding.thesaurus import Thesaurus

Frequency = Callable[[str], int]
"""In how many passages of the library a pair of neighbours stands."""

WEAK = 0.25
JUNCTION = 0.12
UNKNOWN = 0.7
SINGLE = 0.35


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
        self._words, self._frequency, self._size = words, frequency, max(size, 1)
        self._known: dict[str, float] = {}

    def words(self, written: str) -> list[Word]:
        """What plain text asks for, in its order, each word once."""
        found = {}
        for part, kind in split(written, self._words):
            if part not in found:
                word = self._word(part, kind)
                if word:
                    found[part] = word
        return list(found.values())

    def rarity(self, pair: str) -> float:
        """What a pair counts: the rarer, the more."""
        if pair not in self._known:
            held = self._frequency(pair)
            self._known[pair] = log(1 + (self._size - held + 0.5) / (held + 0.5))
        return self._known[pair]

    def _word(self, part: str, kind: str) -> Word | None:
        factor = WEAK if kind == "weak" else 1.0
        own = self._wording((part,), 1.0, factor)
        others = [
            self._wording(way, quality, factor) for way, quality in self._words.ways.get(part, ())
        ]
        wordings = tuple(wording for wording in (own, *others) if wording.pieces)
        if not wordings:
            return None
        return Word(part, self._weight(part, own, others), wordings)

    def _weight(self, part: str, own: Wording, others: list[Wording]) -> float:
        # A word that the library writes otherwise counts as what the library writes.
        held = [own] if not others or self._is_held(own) else others
        return max(
            (wording.total / max(1, len(wording.pieces) ** 0.5) for wording in held), default=0.0
        )

    def _is_held(self, wording: Wording) -> bool:
        return all(self._frequency(piece.text) for piece in wording.pieces)

    def _wording(self, parts: tuple[str, ...], quality: float, factor: float) -> Wording:
        pieces = tuple(
            Piece(piece.text, piece.weight * factor, piece.factor * factor)
            for part in parts
            for piece in self._pieces(part)
        )
        return Wording(pieces, quality, sum(piece.weight for piece in pieces) or 1.0)

    def _pieces(self, part: str) -> Iterator[Piece]:
        for run in units(part):
            if len(run) == 1:
                yield Piece(run[0], self.rarity(run[0]) * SINGLE, SINGLE)
                continue
            found = pairs(run)
            held = [self._frequency(pair) for pair in found]
            for at, pair in enumerate(found):
                factor = 1.0
                if not held[at]:
                    inside = (at > 0 and held[at - 1]) or (at + 1 < len(found) and held[at + 1])
                    factor = JUNCTION if inside else UNKNOWN
                yield Piece(pair, self.rarity(pair) * factor, factor)


_NUMBERED = re.compile(r"[0-9]+(?:\.[0-9]+)?%?[\u4e00-\u9fff]?")


def split(written: str, words: Thesaurus) -> Iterator[tuple[str, str]]:
    """The parts of plain text that ask for something: (part, "word" | "weak" | "run")."""
    run = ""
    place = 0
    while place < len(written):
        number = _NUMBERED.match(written, place)
        if number:
            run += number[0]
            place = number.end()
            continue
        word = words.word_at(written, place)
        if not word:
            run += written[place]
            place += 1
            continue
        place += len(word)
        if word in words.whole and word not in words.ways:
            run += word
            continue
        if run:
            yield run, "run"
            run = ""
        if word in words.ways:
            yield word, "word"
        elif word in words.weak:
            yield word, "weak"
    if run:
        yield run, "run"
