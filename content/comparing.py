"""Two editions of a rule side by side, article by article."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from heapq import nsmallest

from store.tables import Article

ALIKE = 0.5
"""How much of two articles must agree for one to be the other's new wording."""
FEW = 2_500
"""Pairs of articles that are all looked at."""
LONG, MANY = 400, 10_000
"""Articles of an edition, and pairs of those that differ, up to which an answer waits for a
comparison: some hundredths of a second."""
RAREST, CANDIDATES = 30, 4
Signs = dict[int, Counter[str]]
"""By an article's seq how often each pair of neighbouring characters stands in it."""


class Change(StrEnum):
    """What became of an article."""

    SAME = "same"
    MOVED = "moved"  # word for word the same under another number
    CHANGED = "changed"
    ADDED = "added"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Pair:
    """An article of the older edition and what stands for it in the newer one."""

    older: Article | None
    newer: Article | None

    @property
    def change(self) -> Change:
        """What became of it."""
        if self.older is None:
            return Change.ADDED
        if self.newer is None:
            return Change.DROPPED
        if _words(self.older) != _words(self.newer):
            return Change.CHANGED
        return Change.SAME if self.older.label == self.newer.label else Change.MOVED


def compare(older: Sequence[Article], newer: Sequence[Article]) -> list[Pair]:
    """All articles in the newer edition's order; dropped ones stand where they stood.

    An article is followed by its words, not by its number, since numbers move.
    """
    matched = _equal(older, newer)
    matched |= _alike(
        [article for article in older if article.seq not in matched.values()],
        [article for article in newer if article.seq not in matched],
    )
    by_seq = {article.seq: article for article in older}
    kept = set(matched.values())
    dropped = [article for article in older if article.seq not in kept]
    pairs: list[Pair] = []
    for article in newer:
        counterpart = by_seq.get(matched.get(article.seq, -1))
        while counterpart and dropped and dropped[0].seq < counterpart.seq:
            pairs.append(Pair(dropped.pop(0), None))
        pairs.append(Pair(counterpart, article))
    return pairs + [Pair(article, None) for article in dropped]


def counted(pairs: Sequence[Pair]) -> dict[str, int]:
    """How many articles there are of each change."""
    seen = Counter(pair.change.value for pair in pairs)
    return {change.value: seen[change.value] for change in Change}


def counted_if_few(older: Sequence[Article], newer: Sequence[Article]) -> dict[str, int] | None:
    """The same of two editions, for an answer that waits; None where it would take long."""
    same = len(_equal(older, newer))
    if (len(older) - same) * (len(newer) - same) > MANY:
        return None
    return counted(compare(older, newer))


def differences(pair: Pair) -> Iterator[tuple[str, str]]:
    """The runs of a changed article in order: (same | dropped | added, words)."""
    before = pair.older.text if pair.older else ""
    after = pair.newer.text if pair.newer else ""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, from_, to, start, end in matcher.get_opcodes():
        if tag == "equal":
            yield "same", before[from_:to]
            continue
        if to > from_:
            yield "dropped", before[from_:to]
        if end > start:
            yield "added", after[start:end]


def _equal(older: Sequence[Article], newer: Sequence[Article]) -> dict[int, int]:
    """By seq of the newer: the older article of the same words; each is taken once."""
    waiting: dict[str, list[int]] = {}
    for article in older:
        waiting.setdefault(_words(article), []).append(article.seq)
    found = {}
    for article in newer:
        same = waiting.get(_words(article))
        if same:
            found[article.seq] = same.pop(0)
    return found


def _alike(older: Sequence[Article], newer: Sequence[Article]) -> dict[int, int]:
    """The best pairs of what is left, the most alike first."""
    before = {article.seq: _pairs_of_signs(article) for article in older}
    after = {article.seq: _pairs_of_signs(article) for article in newer}
    scored = sorted(
        (
            (_likeness(after[new], before[old]), -abs(new - old), new, old)
            for new, old in _likely(before, after)
        ),
        reverse=True,
    )
    found: dict[int, int] = {}
    taken: set[int] = set()
    for likeness, _, new, old in scored:
        if likeness < ALIKE:
            break
        if new not in found and old not in taken:
            found[new] = old
            taken.add(old)
    return found


def _likely(before: Signs, after: Signs) -> Iterator[tuple[int, int]]:
    """The pairs worth a look: of a long code each article has a few, not a thousand.

    Two articles that agree by half share many pairs of signs, among them some of its rarest;
    those that stand in every article tell nothing.
    """
    if len(before) * len(after) <= FEW:
        yield from ((new, old) for new in after for old in before)
        return
    where: dict[str, list[int]] = {}
    for old, signs in before.items():
        for sign in signs:
            where.setdefault(sign, []).append(old)
    for new, signs in after.items():
        rarest = nsmallest(RAREST, (where[sign] for sign in signs if sign in where), key=len)
        shared = Counter(old for seqs in rarest for old in seqs)
        yield from ((new, old) for old, _ in shared.most_common(CANDIDATES))


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Shared pairs of neighbouring characters, 0 to 1 (Dice)."""
    total = one.total() + other.total()
    shared = sum(min(number, other[sign]) for sign, number in one.items() if sign in other)
    return 2 * shared / total if total else 0.0


def _pairs_of_signs(article: Article) -> Counter[str]:
    words = _words(article)
    return Counter(words[i : i + 2] for i in range(len(words) - 1))


def _words(article: Article) -> str:
    """The article's words without its own number and white space."""
    text = re.sub(r"\s", "", article.text)
    return text.removeprefix(article.label)
