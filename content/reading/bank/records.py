"""Questions in JSON: lists of records, records by number, or questions with their answers."""

import json
import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from content.reading.bank.draft import Draft
from content.reading.bank.kind_codes import name_codes
from content.reading.bank.kind_words import kind_from, kind_within
from content.reading.bank.option_text import without_labels
from content.reading.bank.question import QuestionKind
from content.reading.bank.record import answer_of, draft_of_record, options_of, plain_keys
from content.reading.bank.record_keys import KEYS
from content.reading.bank.sheets import drafts_of_tables, style_answers
from content.reading.bank.wording import clean, comparable
from content.reading.table import Table
from content.reading.text import decode
from domain.refusals import Refused

_DEEPEST = 12
_DAMAGE = re.compile("\ufffd?%[0-9A-F]?$|\ufffd+.{0,2}$")


def read_json(name: str, data: bytes) -> object | None:
    """The value in `data`, or a list of those that stand a line each; None for other text.

    Refuses `file_broken` for a file called .json that is none, and for one nested too deeply.
    """
    start = data[:64].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")
    named = PurePath(name).suffix.lower() in {".json", ".jsonl"}
    if not named and not start.startswith((b"[", b"{")):
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = decode(name, data, prose=False)
    try:
        return _loaded(text)
    except (ValueError, RecursionError) as error:
        if named or isinstance(error, RecursionError):
            raise Refused("file_broken", name=name) from error
        return None


def _loaded(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return [json.loads(line) for line in text.splitlines() if line.strip()]


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
    draft = draft_of_record(value, kind)
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
    by_name = plain_keys(value)
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
    draft.options = without_labels(options_of(lists[0])[0] if lists else {})
    rest = [part for part in texts if clean(part) != draft.stem]
    kinds = [part for part in rest if kind_from(part)]
    draft.kind = kind_from(kinds[0]) if kinds else kind
    answers = [part for part in rest if part not in kinds]
    draft.answer = answer_of(answers[-1]) if answers else answer_of(lists[1]) if lists[1:] else None
    return draft
