"""Which of the candidates answers best: covered words, how near they stand, the kind of answer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from content.finding.passages import Passage
from content.finding.question import Word

HEADINGS = 0.8
TITLE = 0.55
_SENTENCE_END = re.compile(r"[。;!?\n]")
WINDOW = 90
"""Characters within which words stand near each other."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may answer, with the marks it earned."""

    number: int
    passage: Passage
    cover: float
    near: float
    relevance: float
    score: float


def cover(words: Sequence[Word], passage: Passage, title: str) -> float:
    """The share of what the question asks for that a passage speaks of, 0 to 1."""
    asked = sum(word.weight for word in words)
    if not asked:
        return 0.0
    return sum(word.weight * _presence(word, passage, title) for word in words) / asked


def _presence(word: Word, passage: Passage, title: str) -> float:
    best = 0.0
    for wording in word.wordings:
        held = 0.0
        for piece in wording.pieces:
            if piece.text in passage.plain:
                held += piece.weight
            elif piece.text in passage.headings:
                held += piece.weight * HEADINGS
            elif piece.text in title:
                held += piece.weight * TITLE
        share = wording.quality * held / wording.total
        best = max(best, share)
    return best


def near(words: Sequence[Word], passage: Passage) -> tuple[float, int, int]:
    """The best share within one stretch of text, and where it begins and ends."""
    text = passage.plain
    asked = sum(word.weight for word in words) or 1.0
    best, place = 0.0, (0, min(len(text), WINDOW))
    for start, end in _stretches(text):
        stretch = text[start:end]
        share = sum(word.weight * _within(word, stretch) for word in words) / asked
        if share > best:
            best, place = share, (start, end)
    return best, *place


def _stretches(text: str) -> list[tuple[int, int]]:
    """Neighbouring sentences, two by two, long ones alone."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    if not ends or ends[-1] < len(text):
        ends.append(len(text))
    starts = [0, *ends[:-1]]
    found = []
    for at, start in enumerate(starts):
        end = ends[at]
        if at + 1 < len(ends) and ends[at + 1] - start <= WINDOW:
            end = ends[at + 1]
        found.append((start, end))
    return found


def _within(word: Word, stretch: str) -> float:
    return max(
        wording.quality
        * sum(piece.weight for piece in wording.pieces if piece.text in stretch)
        / wording.total
        for wording in word.wordings
    )
