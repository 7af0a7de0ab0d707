"""One question in JSON: the parts of a record, whatever names they have."""

import re
from typing import Any

from content.reading.bank.draft import Draft
from content.reading.bank.kind_words import kind_from, without_tag
from content.reading.bank.option_text import (
    options_in_cell,
    split_stem_and_options,
    untangled,
    without_labels,
)
from content.reading.bank.question import RIGHT, WRONG, QuestionKind
from content.reading.bank.record_keys import KEYS
from content.reading.bank.wording import clean, comparable

_SLOT = re.compile(r"(?:option|opt|choice|item|answer|选项|xx)?_?([a-l]|\d{1,2})(?:选项|项)?")
_NEVER_TEXT = frozenset({"answers", "answerlist"})

Record = dict[str, Any]


def plain_keys(value: dict[str, Any]) -> Record:
    """A record by its names in lower case, without spaces, hyphens and underscores."""
    return {re.sub(r"[\s_\-]", "", comparable(name)).lower(): part for name, part in value.items()}


def part_of(record: Record, part: str) -> Any:
    """The value of the first name that this part of a question may have; None if it has none."""
    return next((record[name] for name in KEYS[part] if name in record), None)


def draft_of_record(value: dict[str, Any], kind: QuestionKind | None) -> Draft | None:
    """The draft of a record; None where it has no question with an answer or options."""
    record = plain_keys(value)
    stem_name = _name(record, "stems", (str, int, float))
    slots = _slots(record)
    options_name = _name(record, "options", (list, dict)) or _name(record, "options", (str,))
    held = {options_name, stem_name, "a" if slots else ""}
    answer_name = next((n for n in KEYS["answers"] if n in record and n not in held), "")
    index = part_of(record, "indexes")
    listed = record.get(options_name) or None
    if not stem_name or not (answer_name or index is not None or slots or listed):
        return None
    draft = Draft(0, unit="题", analysis=clean(part_of(record, "analyses")))
    draft.source = clean(part_of(record, "sources"))
    draft.answer = answer_of(index if index is not None else record.get(answer_name))
    draft.from_zero = index is not None
    _read_stem(draft, record, stem_name, kind)
    _read_options(draft, listed, slots)
    return draft


def _name(record: Record, part: str, kinds: tuple[type, ...]) -> str:
    """The first name of a part whose value is of one of `kinds`."""
    words = kinds == (str,)
    return next(
        (
            name
            for name in KEYS[part]
            if isinstance(record.get(name), kinds) and not (words and name in _NEVER_TEXT)
        ),
        "",
    )


def _read_stem(draft: Draft, record: Record, name: str, kind: QuestionKind | None) -> None:
    draft.stem, tagged = without_tag(clean(record[name]))
    words = clean(part_of(record, "kinds"))
    draft.kind = tagged or kind_from(words) or kind
    draft.kind_code = "" if kind_from(words) else words


def _read_options(draft: Draft, listed: object, slots: dict[int, str]) -> None:
    draft.options, draft.correct = options_of(listed) if listed else (slots, ())
    draft.options = untangled(without_labels(draft.options))
    if not draft.options:
        draft.stem, draft.options = split_stem_and_options(draft.stem)


def _slots(record: Record) -> dict[int, str]:
    """Options that have a name each: A, optionB, 选项3."""
    slots: dict[int, str] = {}
    for name, part in record.items():
        found = _SLOT.fullmatch(name)
        if found and isinstance(part, str | int | float) and clean(part):
            mark = found[1]
            slots[int(mark) - 1 if mark.isdigit() else ord(mark) - ord("a")] = clean(part)
    return slots if len(slots) > 1 and (0 in slots or min(slots) < 0) else {}


def options_of(listed: object) -> tuple[dict[int, str], tuple[int, ...]]:
    """The options of a list, a record by letter, or one text, and those marked as right."""
    if isinstance(listed, str):
        return options_in_cell(listed), ()
    if isinstance(listed, dict):
        return {slot: clean(part) for slot, part in enumerate(listed.values())}, ()
    options: dict[int, str] = {}
    correct: list[int] = []
    for slot, part in enumerate(listed if isinstance(listed, list) else ()):
        record = plain_keys(part) if isinstance(part, dict) else {}
        options[slot] = clean(part_of(record, "words") if record else part)
        if part_of(record, "marks") in (True, 1, "1", "true"):
            correct.append(slot)
    return options, tuple(correct)


def answer_of(answer: object) -> object:
    """An answer as it is written; a list of answers stays one."""
    if isinstance(answer, bool):
        return RIGHT if answer else WRONG
    if isinstance(answer, list):
        return [clean(part) for part in answer if not isinstance(part, dict | list)]
    return clean(answer) if not isinstance(answer, dict) else ""
