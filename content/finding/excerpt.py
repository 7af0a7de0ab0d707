"""Whole sentences around the best part of a passage, and the found words in them."""

import re
from collections.abc import Iterable

from content.finding.script import aligned

LONGEST = 400
"""Characters of an excerpt; a single longer sentence stays whole."""

_END = re.compile(r"[。；！？;!?\n][”’」』）》)]*")
_PLAIN_END = re.compile(r"[。;!?\n]")

Spans = tuple[tuple[int, int], ...]


def excerpt(
    text: str, written: str, pieces: Iterable[str], best: tuple[int, int]
) -> tuple[int, str, Spans]:
    """Where the excerpt begins in `text`, its words, and the spans of the found words in it.

    `written` is `text` in one script, `best` the stretch of it that answers.
    """
    start, end = _around(text, written, best)
    quoted = text[start:end]
    return start, quoted, _spans(quoted, pieces)


def _around(text: str, written: str, best: tuple[int, int]) -> tuple[int, int]:
    """As many sentences as fit, from the one that holds the best stretch on, and before it."""
    if len(text) <= LONGEST:
        return 0, len(text)
    ends = [match.end() for match in _END.finditer(text)]
    if not ends or ends[-1] < len(text):
        ends.append(len(text))
    starts = [0, *ends[:-1]]
    # Both scripts have the same ends of sentences, so their number tells the place.
    low = min(len(_PLAIN_END.findall(written, 0, best[0])), len(ends) - 1)
    high = min(max(low, len(_PLAIN_END.findall(written, 0, best[1] - 1))), len(ends) - 1)
    while high > low and ends[high] - starts[low] > LONGEST:
        high -= 1
    while high + 1 < len(ends) and ends[high + 1] - starts[low] <= LONGEST:
        high += 1
    while low > 0 and ends[high] - starts[low - 1] <= LONGEST:
        low -= 1
    quoted = text[starts[low] : ends[high]]
    return starts[low] + len(quoted) - len(quoted.lstrip()), starts[low] + len(quoted.rstrip())


def _spans(quoted: str, pieces: Iterable[str]) -> Spans:
    """The places of the found pieces; what touches or overlaps is one span."""
    written, origins = aligned(quoted)
    marked = []
    for piece in pieces:
        at = written.find(piece) if len(piece) > 1 else -1
        while at >= 0:
            marked.append((origins[at], origins[at + len(piece) - 1] + 1))
            at = written.find(piece, at + 1)
    joined: list[tuple[int, int]] = []
    for start, end in sorted(marked):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
