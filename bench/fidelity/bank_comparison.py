"""A question bank as it was read against what is known of it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from content.reading.bank.question import Bank, BankQuestion, QuestionKind

KINDS = {
    "单选题": QuestionKind.SINGLE,
    "多选题": QuestionKind.MULTIPLE,
    "判断题": QuestionKind.JUDGE,
    "填空题": QuestionKind.BLANK,
    "简答题": QuestionKind.SHORT,
}
"""The names of the truth, and the product's."""
MEASURES = ("stems", "types", "options", "answers")
JsonDict = dict[str, Any]


@dataclass(slots=True)
class BankFaults:
    """How many of the known questions are wrong in each measure, and what differs, in words."""

    wrong: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)
    more: int = 0


def same_words(text: str) -> str:
    """`text` without white space: what must be equal."""
    return re.sub(r"\s+", "", text)


def letters(question: BankQuestion) -> str:
    """The answer as the truth writes it: letters of options, or the words."""
    if isinstance(question.answer, str):
        return question.answer
    return "".join(chr(ord("A") + place) for place in sorted(question.answer))


def all_read(bank: Bank) -> list[BankQuestion]:
    """Every question of the file, repeated ones as well."""
    return [*bank.questions, *bank.repeated]


def repeated_beside(bank: Bank, rejected: list[JsonDict]) -> list[BankQuestion]:
    """The repeated questions of a file but for those whose row is to be left out as such."""
    rows = {entry["row"] for entry in rejected}
    return [question for question in bank.repeated if question.row not in rows]


def compare_questions(read: Iterable[BankQuestion], known: list[JsonDict]) -> BankFaults:
    """Questions are paired by their stem; of equal stems, the one that fits best is taken."""
    by_stem: dict[str, list[BankQuestion]] = defaultdict(list)
    for question in read:
        by_stem[same_words(question.stem)].append(question)
    found = BankFaults()
    for number, truth in enumerate(known, start=1):
        candidates = by_stem[same_words(truth["stem"])]
        if not candidates:
            found.wrong.update(MEASURES)
            found.told.append(f"question {number} is missing")
            continue
        best = min(candidates, key=lambda question: len(faults(question, truth)))
        candidates.remove(best)
        wrong = faults(best, truth)
        found.wrong.update(wrong)
        found.told += [f"question {number}: {measure}" for measure in wrong]
    found.more = sum(map(len, by_stem.values()))
    return found


def faults(question: BankQuestion, truth: JsonDict) -> list[str]:
    """The measures in which a question is not as known."""
    wrong = []
    if question.kind is not KINDS[truth["type"]]:
        wrong.append("types")
    options = [same_words(option) for option in question.options]
    # The options of a question to be judged are always 对 and 错, written or not.
    if truth["options"] and options != [same_words(option) for option in truth["options"]]:
        wrong.append("options")
    if letters(question) != truth["answer"]:
        wrong.append("answers")
    return wrong


def rows_left_out(bank: Bank, rejected: list[JsonDict]) -> list[str]:
    """In words, the rows that should have been rejected and named, and were not.

    A row that is no question at all need not be named, only left out.
    """
    taken = {question.row for question in bank.questions}
    named = {problem.row for problem in bank.problems} | {twice.row for twice in bank.repeated}
    wrong = []
    for entry in rejected:
        if entry["row"] in taken:
            wrong.append(f"row {entry['row']} was taken")
        elif entry["row"] not in named and "not a question" not in entry["reason"]:
            wrong.append(f"row {entry['row']} is not named")
    return wrong


def count_faults(bank: Bank, truth: JsonDict) -> list[str]:
    """In words, where the numbers of questions by type are not as known.

    A question that the file leaves without a usable answer counts as seen when it was named.
    """
    counts = bank.counts()
    wrong = []
    taken = sum(counts.values())
    named = sum(not row.kept and row.code != "repeated" for row in bank.problems)
    if truth["questions"] is not None and truth["questions"] not in (taken, taken + named):
        said = f"{taken} questions" + (f" and {named} named rows" if named else "")
        wrong.append(f"{said}, not {truth['questions']}")
    for name, number in truth["by_type"].items():
        if counts.get(KINDS[name].value, 0) != number:
            wrong.append(f"{counts.get(KINDS[name].value, 0)} {name}, not {number}")
    return wrong
