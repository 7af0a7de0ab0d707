"""The words of the field: which mean the same, which lead to an official term, which ask."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from content.finding.script import plain

Way = tuple[tuple[str, ...], float]
"""One wording: the words that belong to it, and how well it stands for what was asked."""

AREAS = ("party", "office", "law", "life")
"""What people say and how papers write it: `data/said_*.toml`."""
ALIKE = 0.9
LEADS = 0.85


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """Words in the one script of `finding.script`.

    `ways` tells for a word how else a text may say it; `dropped` are words that only ask;
    `weak` are words that most passages hold; `whole` are words that must not be taken apart;
    `particles` are signs that stand for themselves outside of such words.
    """

    ways: dict[str, tuple[Way, ...]]
    dropped: frozenset[str]
    weak: frozenset[str]
    whole: frozenset[str]
    particles: frozenset[str]
    longest: int

    def word_at(self, written: str, place: int) -> str:
        """The longest known word that begins at `place`; empty if there is none."""
        for end in range(min(len(written), place + self.longest), place, -1):
            word = written[place:end]
            if word in self.ways or word in self.dropped or word in self.weak or word in self.whole:
                return word
        return ""


@cache
def thesaurus() -> Thesaurus:
    """The thesaurus of the product, read once from `data/*.toml`."""
    same, ask = _read("synonyms"), _read("asking")
    leads = [same["leads"], *(_read(f"said_{area}")["leads"] for area in AREAS)]
    ways: dict[str, dict[tuple[str, ...], float]] = {}
    for line in same["alike"]:
        group = [plain(word) for word in line.split()]
        for word in group:
            others = ways.setdefault(word, {})
            others.update({(other,): ALIKE for other in group if other != word})
    for word, targets in (pair for table in leads for pair in table.items()):
        others = ways.setdefault(plain(word), {})
        for target in filter(None, targets.split("/")):
            others.setdefault(tuple(plain(part) for part in target.split("+")), LEADS)
    known = {word: tuple(found.items()) for word, found in ways.items()}
    names = ("dropped", "weak", "whole", "particles")
    dropped, weak, whole, particles = (_words(str(ask[name])) for name in names)
    longest = max(map(len, (*known, *dropped, *weak, *whole)))
    return Thesaurus(known, dropped, weak, whole, particles, longest)


def _words(text: str) -> frozenset[str]:
    return frozenset(plain(word) for word in text.split())


@cache
def _read(name: str) -> dict[str, Any]:
    source = files("content.finding.data").joinpath(f"{name}.toml")
    return tomllib.loads(source.read_text("utf-8"))
