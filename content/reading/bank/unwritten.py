"""Answers that no line of their own gives: they stand in the question or right behind it."""

from collections.abc import Callable

from content.reading.bank.draft import Draft
from content.reading.bank.inline import (
    letters_behind,
    letters_in_brackets,
    truth_behind,
    truth_in_brackets,
    words_behind,
    words_in_brackets,
)
from content.reading.bank.question import QuestionKind as K
from content.reading.bank.wording import LONGEST

Finder = Callable[[str], tuple[str, str]]
"""Takes a stem apart: the answer in it, and the stem without the answer."""


def find_unwritten(drafts: list[Draft]) -> None:
    """Fill in the answers that stand inside the questions.

    Words are taken as answers only where the whole text answers its questions in that way: three
    in ten of those without options, which are most of the text or stand under 填空题.
    """
    drafts = [draft for draft in drafts if len(draft.stem) <= LONGEST and not draft.flaw]
    for draft in drafts:
        if draft.answer in (None, "") and draft.stem:
            _letters_or_truth(draft)
    left = [
        draft
        for draft in drafts
        if draft.answer in (None, "")
        and draft.stem
        and not draft.options
        and draft.kind in {None, K.BLANK}
    ]
    blanks = all(draft.kind is K.BLANK for draft in left)
    read = [(draft, *(words_in_brackets if blanks else _words)(draft.stem)) for draft in left]
    found = [(draft, answer, stem) for draft, answer, stem in read if answer]
    if len(found) * 10 >= len(left) * 3 and (len(left) * 2 > len(drafts) or blanks):
        for draft, answer, stem in found:
            draft.answer, draft.stem = answer, stem


def _words(stem: str) -> tuple[str, str]:
    answer, emptied = words_in_brackets(stem)
    return (answer, emptied) if answer else words_behind(stem)


def _letters_or_truth(draft: Draft) -> None:
    finders: tuple[Finder, ...] = (letters_in_brackets, letters_behind)
    if not draft.options and draft.kind in {None, K.JUDGE}:
        finders = (truth_in_brackets, truth_behind, letters_in_brackets)
    if draft.kind in {K.BLANK, K.SHORT}:
        return
    for find in finders:
        draft.answer, draft.stem = find(draft.stem)
        if draft.answer:
            return
    if draft.options:
        _from_last_option(draft)


def _from_last_option(draft: Draft) -> None:
    """Letters behind the last option: `D．丁 （B）` or `D．丁 ABD`."""
    last = max(draft.options)
    for find in (letters_in_brackets, letters_behind):
        answer, text = find(draft.options[last])
        if answer and text.strip(" （()）"):
            draft.answer, draft.options[last] = answer, text.strip(" （()）")
            return


def stands_alone(draft: Draft, line: str) -> bool:
    """Whether a line after a finished statement is the next one, both with filled brackets."""
    return not draft.options and _has_answer(draft.stem) and _has_answer(line)


def _has_answer(line: str) -> bool:
    return len(line) >= 6 and bool(words_in_brackets(line)[0])
