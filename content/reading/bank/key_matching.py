"""Which questions a key of answers belongs to, where the paper only numbers both."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from content.reading.bank.answer_key import Key
from content.reading.bank.draft import Draft


def apply_keys(drafts: list[Draft], keys: list[Key]) -> None:
    """Give each question the answer of its number in the key of its section.

    Keys that stand together belong in their order to the open sections above them, if there are
    as many of that kind; else each to the one section that has exactly its numbers. Where that is
    not certain, no answer is given.
    """
    taken: set[int] = set()
    filled = [key for key in keys if key.answers]
    for before, group in groupby(filled, key=lambda key: key.before):
        together = list(group)
        for kind in sorted({key.kind for key in together}, key=lambda kind: kind is None):
            same = [key for key in together if key.kind is kind]
            above = [draft for draft in drafts[:before] if draft.section not in taken]
            fitting = [d for d in above if kind is None or d.kind in {None, kind}]
            for key, chosen in _pairs(same, fitting):
                _fill(key, chosen)
                taken.update(draft.section for draft in chosen)


def _pairs(keys: Sequence[Key], drafts: Sequence[Draft]) -> Iterator[tuple[Key, list[Draft]]]:
    """Each key with the questions of its section."""
    sections: dict[int, list[Draft]] = {}
    for draft in drafts:
        if draft.answer in (None, ""):
            sections.setdefault(draft.section, []).append(draft)
    numbers = [draft.number for part in sections.values() for draft in part]
    if len(keys) == 1 and len(set(numbers)) == len(numbers):
        yield keys[0], [draft for part in sections.values() for draft in part]
    elif len(keys) == len(sections):
        yield from zip(keys, sections.values(), strict=True)
    else:
        yield from _by_numbers(keys, sections)


def _by_numbers(
    keys: Sequence[Key], sections: dict[int, list[Draft]]
) -> Iterator[tuple[Key, list[Draft]]]:
    for key in keys:
        same = [part for part in sections.values() if {d.number for d in part} == set(key.answers)]
        if len(same) == 1:
            yield key, same[0]


def _fill(key: Key, drafts: Sequence[Draft]) -> None:
    for draft in drafts:
        if draft.number in key.answers:
            draft.answer = key.answers[draft.number]
            draft.analysis = draft.analysis or key.analyses.get(draft.number, "")
