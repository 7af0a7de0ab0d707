"""Whole sentences around the best part of a passage, and the found words in them."""

import re
from collections.abc import Sequence

from content.finding.question import Word
from content.finding.script import aligned

LONGEST = 400
"""Characters of an excerpt; a single longer sentence stays whole."""

_SENTENCE = re.compile(r"[^。；！？;!?\n]*[。；！？;!?\n]+[”’」』）》)]*|[^。；！？;!?\n]+$")


def excerpt(
    text: str, words: Sequence[Word], best: tuple[int, int]
) -> tuple[int, str, tuple[tuple[int, int], ...]]:
    """Where the excerpt begins in `text`, its words, and the spans of the found words in it.

    `best` is the stretch that answers, in places of the text in one script.
    """
    written, origins = aligned(text)
    start, end = _around(
        text, origins[min(best[0], len(written))], origins[min(best[1], len(written))]
    )
    quoted = text[start:end]
    spans = _spans(written, origins, words)
    inside = tuple(
        (max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start
    )
    return start, quoted, inside


def _around(text: str, first: int, last: int) -> tuple[int, int]:
    """Sentences from the one that holds `first` on, as many as fit, before it as well."""
    if len(text) <= LONGEST:
        return 0, len(text)
    sentences = [match.span() for match in _SENTENCE.finditer(text)] or [(0, len(text))]
    low = max(i for i, (a, _) in enumerate(sentences) if a <= first or i == 0)
    high = max(low, *(i for i, (a, _) in enumerate(sentences) if a < max(last, first + 1)))
    while True:
        grown = False
        if high + 1 < len(sentences) and sentences[high + 1][1] - sentences[low][0] <= LONGEST:
            high, grown = high + 1, True
        if low > 0 and sentences[high][1] - sentences[low - 1][0] <= LONGEST:
            low, grown = low - 1, True
        if not grown:
            break
    start, end = sentences[low][0], sentences[high][1]
    return start + len(text[start:end]) - len(text[start:end].lstrip()), start + len(
        text[start:end].rstrip()
    )


def _spans(written: str, origins: list[int], words: Sequence[Word]) -> list[tuple[int, int]]:
    """The places of the found pieces in the text itself; what touches is one span."""
    marked: list[tuple[int, int]] = []
    for word in words:
        for wording in word.wordings:
            for piece in wording.pieces:
                if len(piece.text) < 2:
                    continue
                at = written.find(piece.text)
                while at >= 0:
                    last = at + len(piece.text) - 1
                    marked.append((origins[at], _end(origins, last)))
                    at = written.find(piece.text, at + 1)
    marked.sort()
    joined: list[tuple[int, int]] = []
    for start, end in marked:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _end(origins: list[int], last: int) -> int:
    """One behind the sign of the text that the last sign of a piece was written for."""
    following = last + 1
    while following < len(origins) and origins[following] == origins[last]:
        following += 1
    # Signs that were dropped or joined to a number stand between: they belong to neither.
    return origins[last] + 1 if following < len(origins) else origins[last] + 1
