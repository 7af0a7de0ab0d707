"""1: all documents against their truth: headings, labels, paths and texts."""

from collections.abc import Callable
from typing import Any

from bench.fidelity.comparison import Comparison, compare, measured
from bench.fidelity.outcome import outcome_of
from bench.fidelity.report import TITLES
from bench.fidelity.share import Share, all_of
from bench.fidelity.trial_data import TrialData
from bench.figures import Section, shown
from content.cutting.document import Document
from content.cutting.portions import portions
from content.cutting.units import body_of

TEXTS_BAR = 99.5
Say = Callable[[str], None]


def work(data: TrialData, say: Say) -> Section:
    """Read and compare every document. Raises Missing."""
    section = Section(
        TITLES["documents"],
        "Each document as the product reads and cuts it, against what is known of it: the number "
        "of 编 分编 章 节 条 and of lines that begin with 一、（一）1.（1）, every heading, the "
        "label and path of every article, and the text of every article by its hash without white "
        "space. A document counts as right when nothing differs.",
        ("document", "what differs first", "differences"),
    )
    tallies = {name: Share() for name in ("counts", "headings", "articles", "texts", "documents")}
    tallies |= {name: Share() for name in ("characters", "portions")}
    seconds = 0.0
    for slug, expected in data.documents().items():
        outcome = outcome_of(data.file("docs", expected["file"]))
        seconds += outcome.seconds
        document = outcome.document
        if document is None:
            section.rows.append((slug, outcome.sentence, ""))
            _tally_unread(tallies, expected)
            continue
        found = compare(document, expected)
        _tally(tallies, found, expected)
        _tally_text(tallies, data, document, expected)
        if found.differences:
            section.rows.append((slug, found.differences[0], str(len(found.differences))))
            say(f"{slug}: {'; '.join(found.differences[:5])}")
    section.rows = section.rows or [("none differs", "", "")]
    section.how += f" All were read in {shown(seconds)} s."
    _judge(section, tallies)
    return section


def _tally_unread(tallies: dict[str, Share], expected: dict[str, Any]) -> None:
    for name, tally in tallies.items():
        tally.add(0, len(expected["articles"]) if name in {"articles", "texts"} else 1)


def _tally(tallies: dict[str, Share], found: Comparison, expected: dict[str, Any]) -> None:
    tallies["documents"].add(not found.differences, 1)
    tallies["counts"].add(not found.counts, 1)
    tallies["headings"].add(not found.headings, 1)
    wanted = len(expected["articles"])
    tallies["articles"].add(max(0, wanted - len(found.articles)), wanted)
    tallies["texts"].add(found.texts_right, wanted)


def _tally_text(
    tallies: dict[str, Share], data: TrialData, document: Document, expected: dict[str, Any]
) -> None:
    """Whether the whole text is that of the file, and whether its portions are the whole text."""
    source = data.file("docs", expected["file"]).read_text(encoding="utf-8-sig")
    kept = measured("".join(document.paragraphs))
    tallies["characters"].add(kept == measured(source.replace("\u200b", "")), 1)
    told = measured("".join(part.text for part in portions(document)))
    body = measured("".join(block.text for block in body_of(document)))
    tallies["portions"].add(told == body, 1)


def _judge(section: Section, tallies: dict[str, Share]) -> None:
    section.verdicts = [
        all_of("documents whose counts are right", tallies["counts"]),
        all_of("documents whose headings are right", tallies["headings"]),
        all_of("articles with their label and path", tallies["articles"]),
        tallies["texts"].at_least("article texts, by hash", TEXTS_BAR),
        all_of("documents with every character of their file and no other", tallies["characters"]),
        all_of("documents whose portions are their body, word for word", tallies["portions"]),
    ]
    whole = tallies["documents"]
    section.how += f" {whole.right} of {whole.all} documents are right in everything."
