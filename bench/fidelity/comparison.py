"""A document as it was cut against what people who read it say of it."""

import hashlib
import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from content.cutting.document import Article, Document
from content.cutting.lines import bare

UNITS = {"bian": "编", "fenbian": "分编", "zhang": "章", "jie": "节", "tiao": "条"}
_NUMERAL = "[一二三四五六七八九十百]+"
LEVELS = {
    "一、": re.compile(f"{_NUMERAL}、"),
    "（一）": re.compile(rf"[（(]{_NUMERAL}[）)]"),
    "1.": re.compile(r"\d+[.．、]"),
    "（1）": re.compile(r"[（(]\d+[）)]"),
}
"""How the lines of official papers begin, by the names that the truth gives them."""


def measured(text: str) -> str:
    """`text` without what does not count: white space and the marks of Markdown."""
    return re.sub(r"[\s*#>\\]", "", text)


def digest(text: str) -> str:
    """The hash under which the truth knows the text of an article."""
    return hashlib.sha1(measured(text).encode()).hexdigest()[:16]


def level_counts(document: Document) -> dict[str, int]:
    """How many lines begin with 一、, （一）, 1. and （1）."""
    return {
        name: sum(1 for line in document.paragraphs if pattern.match(line))
        for name, pattern in LEVELS.items()
    }


@dataclass(slots=True)
class Comparison:
    """What was compared and what differs; each difference is told in words."""

    counts: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    articles: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    texts_right: int = 0

    @property
    def differences(self) -> list[str]:
        """All of them, the graver ones first."""
        return [*self.counts, *self.headings, *self.articles, *self.texts]


def compare(document: Document, expected: dict[str, Any], *, tail: bool = False) -> Comparison:
    """Hold a document against its truth. `tail` lets the last article go on behind its end."""
    found = Comparison()
    _compare_counts(document, expected, found)
    _compare_headings(document, expected, found)
    _compare_articles(document.articles, expected["articles"], found, tail=tail)
    return found


def _compare_counts(document: Document, expected: dict[str, Any], found: Comparison) -> None:
    counts = document.counts()
    for key, unit in UNITS.items():
        if counts[unit] != expected["counts"][key]:
            found.counts.append(f"{counts[unit]} {unit}, not {expected['counts'][key]}")
    for name, number in level_counts(document).items():
        if number != expected["gongwen_levels"][name]:
            found.counts.append(f"{number} lines {name}, not {expected['gongwen_levels'][name]}")


def _compare_headings(document: Document, expected: dict[str, Any], found: Comparison) -> None:
    got = [bare(heading.text) for heading in document.headings if 1 <= heading.level <= 4]
    want = [bare(text) for text in expected["headings"]]
    if got != want:
        at = next((n for n, (a, b) in enumerate(zip(got, want, strict=False)) if a != b), None)
        place = min(len(got), len(want)) if at is None else at
        found.headings.append(f"heading {place + 1} of {len(want)} differs")


def _compare_articles(
    articles: tuple[Article, ...], truth: list[dict[str, Any]], found: Comparison, *, tail: bool
) -> None:
    """Articles are paired by label and path, so that one too many does not spoil all others."""
    got = [(article.label, tuple(map(bare, article.path))) for article in articles]
    want = [(article["label"], tuple(map(bare, article["path"]))) for article in truth]
    for tag, a, b, c, d in SequenceMatcher(None, got, want, autojunk=False).get_opcodes():
        if tag == "equal":
            for mine, theirs in zip(articles[a:b], truth[c:d], strict=True):
                _compare_text(mine, theirs, found, goes_on=tail and theirs is truth[-1])
            continue
        found.articles += [f"{label} is not there as it should be" for label, _ in want[c:d]]
        found.articles += [f"{label} should not be there" for label, _ in got[a:b]]


def _compare_text(
    article: Article, truth: dict[str, Any], found: Comparison, *, goes_on: bool
) -> None:
    text = measured(article.text)
    if digest(text[: truth["n"]] if goes_on else text) == truth["sha1"]:
        found.texts_right += 1
        return
    more = len(text) - truth["n"]
    length = f"{abs(more)} characters {'more' if more > 0 else 'fewer'}" if more else "same length"
    found.texts.append(f"the text of {truth['label']} differs ({length})")
