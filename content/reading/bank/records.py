"""Questions in JSON: lists of records, records by number, or questions with their answers."""

import json
import re
from collections.abc import Iterator
from typing import Any

from content.reading.bank.draft import Draft
from content.reading.bank.kind_codes import name_codes
from content.reading.bank.kind_words import kind_from, kind_within, without_tag
from content.reading.bank.option_text import (
    options_in_cell,
    split_options,
    untangled,
    without_labels,
)
from content.reading.bank.question import QuestionKind
from content.reading.bank.record_keys import KEYS
from content.reading.bank.sheets import drafts_of_tables, style_answers
from content.reading.bank.wording import clean, comparable
from content.reading.table import Table
from content.reading.text import decode
from domain.refusals import Refused

_DEEPEST = 12
_SLOT = re.compile(r"(?:option|opt|choice|item|answer|选项|xx)?_?([a-l]|\d{1,2})(?:选项|项)?")
_DAMAGE = re.compile("\ufffd?%[0-9A-F]?$|\ufffd+.{0,2}$")


def is_json(data: bytes) -> bool:
    """Whether the bytes begin like a JSON list or record."""
    start = data[:64].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")
    return start.startswith((b"[", b"{"))


def read_json(name: str, data: bytes) -> object:
    """The value that `data` holds, or a list of those that stand a line each.

    Refuses `file_broken` for what is no JSON.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = decode(name, data, prose=False)
    try:
        return json.loads(text)
    except RecursionError as error:
        raise Refused("file_broken", name=name) from error
    except ValueError as error:
        try:
            return [json.loads(line) for line in text.splitlines() if line.strip()]
        except (ValueError, RecursionError):
            raise Refused("file_broken", name=name) from error


def drafts_of_json(value: object) -> list[Draft]:
    """The drafts in a JSON value, in its order; `row` counts the questions."""
    drafts = list(_walk(value, None, 0))
    for row, draft in enumerate(drafts, 1):
        draft.row = row if not draft.row or draft.unit == "题" else draft.row
    style_answers([draft for draft in drafts if not draft.answer_words and not draft.from_zero])
    name_codes(drafts)
    return drafts


def _walk(value: object, kind: QuestionKind | None, depth: int) -> Iterator[Draft]:
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        yield from _of_record(value, kind, depth)
    elif isinstance(value, list):
        rows = [part for part in value if isinstance(part, list)]
        if rows and len(rows) == len(value):
            yield from _of_rows(rows, kind, depth)
            return
        for part in value:
            yield from _walk(part, kind, depth + 1)


def _of_record(value: dict[str, Any], kind: QuestionKind | None, depth: int) -> Iterator[Draft]:
    draft = _draft(value, kind)
    if draft:
        yield draft
        return
    pairs = [(key, answer) for key, answer in value.items() if isinstance(answer, str)]
    if len(pairs) >= 2 and len(pairs) * 2 > len(value) and _are_questions(pairs):
        for key, answer in pairs:
            yield _pair(key, answer, kind)
        return
    inner = _kind_named(value) or kind
    for key, part in value.items():
        if isinstance(part, dict | list):
            yield from _walk(part, kind_within(key) or inner, depth + 1)


def _kind_named(value: dict[str, Any]) -> QuestionKind | None:
    """The kind that a group of questions names for all of them."""
    by_name = {_key(name): part for name, part in value.items()}
    words = [by_name.get(name) for name in (*KEYS["kinds"], "name", "title", "名称")]
    return next((kind for part in words if (kind := kind_within(clean(part)))), None)


def _are_questions(pairs: list[tuple[str, str]]) -> bool:
    """Whether keys read like questions: most are long, or carry their options."""
    long = sum(1 for key, _ in pairs if "|" in key or len(key) >= 10)
    return long * 10 >= len(pairs) * 7


def _pair(key: str, answer: str, kind: QuestionKind | None) -> Draft:
    """A question as key, with options behind bars if it has any, and its answer in words."""
    stem, *options = key.split("|")
    draft = Draft(0, unit="题", kind=kind, stem=stem, answer=answer, loose=True)
    draft.options = dict(enumerate(clean(option) for option in options if clean(option)))
    draft.answer_words = bool(draft.options)
    _complete(draft, answer)
    return draft


def _complete(draft: Draft, answer: str) -> None:
    """A key that was cut off has damaged options; the right one is known from the answer.

    The damaged option that begins like the answer is the answer; another damaged one goes, and the
    answer, which was lost behind it, takes its place.
    """
    damaged = [slot for slot, text in draft.options.items() if _DAMAGE.search(text)]
    right = comparable(answer)
    if not damaged or right in {comparable(text) for text in draft.options.values()}:
        return
    begun = [
        slot
        for slot in damaged
        if (rest := comparable(_DAMAGE.sub("", draft.options[slot]))) and right.startswith(rest)
    ]
    for slot in damaged:
        del draft.options[slot]
    draft.options[begun[0] if begun else damaged[0]] = clean(answer)
    draft.notes.append("options_completed")


def _key(name: str) -> str:
    return re.sub(r"[\s_\-]", "", comparable(name)).lower()


def _first(record: dict[str, Any], names: tuple[str, ...]) -> tuple[str, Any]:
    return next(((name, record[name]) for name in names if name in record), ("", None))


def _draft(value: dict[str, Any], kind: QuestionKind | None) -> Draft | None:
    """The draft of a record; None where it has no question with an answer or options."""
    record = {_key(name): part for name, part in value.items()}
    stem_name, stem = next(
        ((n, record[n]) for n in KEYS["stems"] if isinstance(record.get(n), str | int | float)),
        ("", None),
    )
    slots = _slots(record)
    options_name, listed = next(
        ((n, record[n]) for n in KEYS["options"] if isinstance(record.get(n), list | dict)),
        ("", None),
    )
    if listed is None and isinstance(record.get("options"), str):
        options_name, listed = "options", record["options"]
    if listed is None:
        options_name, listed = next(
            (
                (n, record[n])
                for n in KEYS["options"]
                if n not in {"answers", "answerlist"} and isinstance(record.get(n), str)
            ),
            ("", None),
        )
    answer_name, answer = next(
        (
            (n, record[n])
            for n in KEYS["answers"]
            if n in record and n not in {options_name, stem_name} and not (n == "a" and slots)
        ),
        ("", None),
    )
    index_name, index = _first(record, KEYS["indexes"])
    if not stem_name or not (answer_name or index_name or slots or listed):
        return None
    draft = Draft(0, unit="题", kind=kind)
    draft.stem, tagged = without_tag(clean(stem))
    words = clean(_first(record, KEYS["kinds"])[1])
    draft.kind = tagged or kind_from(words) or kind
    draft.kind_code = "" if kind_from(words) else words
    draft.analysis = clean(_first(record, KEYS["analyses"])[1])
    draft.source = clean(_first(record, KEYS["sources"])[1])
    draft.options, draft.correct = _options(listed) if listed is not None else (slots, ())
    draft.options = untangled(without_labels(draft.options))
    if index_name:
        draft.answer, draft.from_zero = _answer(index), True
    else:
        draft.answer = _answer(answer)
    if (
        not draft.options
        and (parts := split_options(draft.stem, signed=True))
        and len(parts[1]) > 1
    ):
        draft.stem, draft.options = parts[0].strip(), parts[1]
    return draft


def _slots(record: dict[str, Any]) -> dict[int, str]:
    """Options that have a key each: A, optionB, 选项3."""
    slots: dict[int, str] = {}
    for name, part in record.items():
        found = _SLOT.fullmatch(name)
        if found and isinstance(part, str | int | float) and clean(part):
            mark = found[1]
            slots[int(mark) - 1 if mark.isdigit() else ord(mark) - ord("a")] = clean(part)
    return slots if len(slots) > 1 and (0 in slots or min(slots) < 0) else {}


def _options(listed: object) -> tuple[dict[int, str], tuple[int, ...]]:
    """The options of a list, a record by letter, or one text, and those marked as right."""
    if isinstance(listed, str):
        return options_in_cell(listed), ()
    if isinstance(listed, dict):
        return {slot: clean(part) for slot, part in enumerate(listed.values())}, ()
    options: dict[int, str] = {}
    correct: list[int] = []
    for part in listed if isinstance(listed, list) else ():
        slot = len(options)
        if isinstance(part, dict):
            record = {_key(name): inner for name, inner in part.items()}
            options[slot] = clean(_first(record, KEYS["words"])[1])
            if _first(record, KEYS["marks"])[1] in (True, 1, "1", "true"):
                correct.append(slot)
        else:
            options[slot] = clean(part)
    return options, tuple(correct)


def _answer(answer: object) -> object:
    if isinstance(answer, bool):
        return "对" if answer else "错"
    if isinstance(answer, list):
        return [clean(part) for part in answer if not isinstance(part, dict | list)]
    return clean(answer) if not isinstance(answer, dict) else ""


def _of_rows(rows: list[list[Any]], kind: QuestionKind | None, depth: int) -> Iterator[Draft]:
    """Lists in a list are the rows of a table; a list inside a row holds its options."""
    if any(isinstance(cell, dict) for row in rows for cell in row):
        for row in rows:
            yield from _walk(row, kind, depth + 1)
        return
    if any(isinstance(cell, list) for row in rows for cell in row):
        yield from (_nested(row, kind) for row in rows if len(row) >= 2)
        return
    cells = tuple(tuple(cell if cell != "" else None for cell in row) for row in rows)
    for draft in drafts_of_tables((Table("", cells),)) or ():
        draft.unit = "题"
        draft.kind = draft.kind or kind
        yield draft


def _nested(row: list[Any], kind: QuestionKind | None) -> Draft:
    draft = Draft(0, unit="题", kind=kind)
    texts = [part for part in row if not isinstance(part, list | dict)]
    lists = [part for part in row if isinstance(part, list)]
    draft.stem = clean(max((str(part) for part in texts), key=len, default=""))
    draft.options = without_labels(_options(lists[0])[0])
    rest = [part for part in texts if clean(part) != draft.stem]
    kinds = [part for part in rest if kind_from(part)]
    draft.kind = kind_from(kinds[0]) if kinds else kind
    answers = [part for part in rest if part not in kinds]
    draft.answer = _answer(answers[-1]) if answers else _answer(lists[1]) if lists[1:] else None
    return draft
