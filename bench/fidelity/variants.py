"""2: every untidy file ends as its own line says it must."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.fidelity.comparison import level_counts
from bench.fidelity.expectation import PAGE_NUMBER, Expectation, read_expectation
from bench.fidelity.outcome import Outcome, apart_outcome_of, outcome_of
from bench.fidelity.report import TITLES
from bench.fidelity.same_text import differences, lost_and_added
from bench.fidelity.share import Share, all_of
from bench.fidelity.trial_data import TrialData
from bench.figures import Section, shown
from content.cutting.document import Document

SWIFT_SECONDS = 2.0
Say = Callable[[str], None]


def work(data: TrialData, say: Say) -> Section:
    """Read and judge every untidy file. Raises Missing."""
    section = Section(
        TITLES["variants"],
        "Each file against a check made from the words that say how it must end: the same "
        "headings, counts and article texts as the document it was made from (for papers without "
        "articles: not a character lost), words that may not stand in the text, or a refusal in "
        "one plain sentence with what it must say. While a file is read, the process may reach "
        "for no address and no other file; read in a process of its own, as the files of admins "
        "are, each must end in the same way.",
        ("file", "ended", "as it must", "what a person sees"),
    )
    judged, by_kind = Share(), Counter[str]()
    documents = data.documents()
    for entry in data.truth("variants", "variants.json"):
        path = data.file("variants", entry["file"])
        outcome = outcome_of(path)
        wrong = judge(outcome, entry, data, documents) or _apart(path, outcome)
        judged.add(not wrong, 1)
        by_kind["imported" if outcome.document else "refused"] += 1
        if wrong:
            say(f"{entry['file']}: {'; '.join(wrong[:5])}")
        section.rows.append(
            (
                entry["file"],
                "imported" if outcome.document else "refused",
                f"**no**: {wrong[0]}" if wrong else "yes",
                outcome.sentence,
            )
        )
    section.how += f" {by_kind['imported']} were imported, {by_kind['refused']} refused."
    section.verdicts.append(all_of("files that end as they must", judged))
    return section


def _apart(path: Path, outcome: Outcome) -> list[str]:
    """Whether the reader's own process ends otherwise."""
    apart = apart_outcome_of(path)
    if outcome.document is None and apart.sentence != outcome.sentence:
        return [f"in a process of its own: {apart.sentence or 'imported'}"]
    if apart.document != outcome.document:
        return [f"in a process of its own: {apart.sentence or 'another text'}"]
    return []


def judge(
    outcome: Outcome, entry: dict[str, Any], data: TrialData, documents: dict[str, dict[str, Any]]
) -> list[str]:
    """In words, how the outcome is not what the entry expects; nothing where all is well."""
    expectation = read_expectation(entry["expect"], entry["how"])
    if not expectation.is_known:
        return ["its expectation is not understood"]
    wrong = [f"reached out: {what}" for what in outcome.reached]
    if expectation.swift and outcome.seconds > SWIFT_SECONDS:
        wrong.append(f"took {shown(outcome.seconds)} s")
    if outcome.document is None:
        return wrong + _judge_refusal(outcome, expectation)
    if not expectation.imported:
        return [*wrong, "must be refused"]
    base = documents.get(entry["base"] or "")
    if base is None:
        return [*wrong, "has no base and must not be imported"]
    return wrong + _judge_import(outcome.document, expectation, data.read(base), base)


def _judge_refusal(outcome: Outcome, expectation: Expectation) -> list[str]:
    if not expectation.refused:
        return ["must be imported"]
    wrong = [] if outcome.is_plain else ["its sentence is not plain"]
    missing = [word for word in expectation.words if word not in outcome.sentence]
    return [*wrong, *(f"its sentence does not say {word}" for word in missing)]


def _judge_import(
    document: Document, expectation: Expectation, base: Document, truth: dict[str, Any]
) -> list[str]:
    wrong = differences(document, base, truth) if expectation.same else []
    if expectation.parts and level_counts(document)["一、"] != truth["gongwen_levels"]["一、"]:
        wrong.append(f"{level_counts(document)['一、']} parts 一、")
    if expectation.articles and document.counts()["条"] != truth["counts"]["tiao"]:
        wrong.append(f"{document.counts()['条']} articles, not {truth['counts']['tiao']}")
    if expectation.parts and (lost := lost_and_added(document, base, labels=False)[0]):
        wrong.append(f"{lost} characters of the text are lost")
    if expectation.warned and not getattr(document, "warnings", ()):
        wrong.append("imported without a warning")
    text = "".join("".join(line.split()) for line in document.paragraphs)
    wrong += [f"{word!r} stands in the text" for word in expectation.absent if word in text]
    if expectation.no_page_numbers and any(map(PAGE_NUMBER.fullmatch, document.paragraphs)):
        wrong.append("a page number stands in the text")
    return wrong
