"""Whether a file that came without a word is a question bank and nothing else."""

import re
from collections.abc import Sequence
from pathlib import PurePath

from content.reading.bank.draft import Draft
from content.reading.bank.files import MAX_ROWS, table_in_text
from content.reading.bank.headings import find_header
from content.reading.bank.headless import guess_header
from content.reading.bank.kind_words import section_heading
from content.reading.bank.marks import after_answer, numbered
from content.reading.bank.page import read_tables_of_page
from content.reading.bank.paper import drafts_of_lines
from content.reading.bank.question import Bank
from content.reading.bank.records import drafts_of_json, read_json
from content.reading.bank.settling import settle
from content.reading.bank.word import read_word
from content.reading.kind import Kind, kind_of
from content.reading.table import Table, read_tables
from content.reading.text import decode
from domain.refusals import Refused

_LOOKED_AT = 400
_LOOKED_AT_CHARS = 40_000
_OPTION = re.compile(r"(?:[-*+]\s+)?\W{0,3}[A-Ha-hＡ-Ｈ]\W")
_NAMED = re.compile(
    r"题库|试题|考题|习题|测试题|测试卷|试卷|竞赛|答题|应知应会|知识问答|单选|多选|判断题"
)


def looks_like_bank(name: str, data: bytes) -> bool:
    """Whether the file can only be a question bank: not a roster, a calendar or a study text.

    Looks at headers of tables and at the first lines of a text; an unreadable file is no bank.
    """
    try:
        kind = kind_of(name, data)
        if kind is Kind.EXCEL:
            return _are_tables(read_tables(name, data, MAX_ROWS))
        if kind is Kind.WEB:
            return _are_tables(read_tables_of_page(name, data, MAX_ROWS))
        if kind is Kind.WORD:
            lines, tables = read_word(name, data)
            return bool(tables) or _are_lines(name, [text for _, text in lines])
        return kind is Kind.TEXT and _is_text(name, data)
    except Refused:
        return False


def _is_text(name: str, data: bytes) -> bool:
    value = read_json(name, data)
    if value is not None:
        return _holds(settle(drafts_of_json(value)))
    text = decode(name, data, prose=False)
    table = table_in_text(name, text)
    return _are_tables((table,)) if table else _are_lines(name, text.splitlines())


def _holds(bank: Bank) -> bool:
    """Whether most entries are questions: any record with a name and a text may look like one."""
    taken = len(bank.questions) + len(bank.repeated)
    return taken > 0 and taken >= sum(1 for problem in bank.problems if not problem.kept)


def _are_tables(tables: Sequence[Table]) -> bool:
    """A header of questions, or a table without one that has options between stem and answer."""
    for table in tables:
        header = find_header(table)
        if header is None and (header := guess_header(table)) and len(header.slots) < 2:
            continue
        if header:
            return True
    return False


def _are_lines(name: str, lines: Sequence[str]) -> bool:
    head = _head(lines)
    if len(head) < 3:
        return False
    drafts = drafts_of_lines(enumerate(head, 1))
    if _are_choices(drafts, head) or _are_sections(drafts, head):
        return True
    answers = sum(1 for line in head if after_answer(line) is not None)
    if answers >= 3 and answers * 2 >= len(drafts) and answers * 6 >= len(head):
        return True
    return _is_named(name, head) and _are_one_line(drafts, head)


def _head(lines: Sequence[str]) -> list[str]:
    """The first lines that hold something, as far as they are looked at."""
    head: list[str] = []
    room = _LOOKED_AT_CHARS
    for line in lines:
        words = line.strip()
        room -= len(words)
        if len(head) == _LOOKED_AT or room < 0:
            break
        if words:
            head.append(words)
    return head


def _are_choices(drafts: Sequence[Draft], head: Sequence[str]) -> bool:
    """Three or more questions with options, which make up the better part of the text.

    Half of its lines, or two characters in five: letters, numbers and answers count for the rest.
    """
    chosen = [draft for draft in drafts if 0 in draft.options and 1 in draft.options]
    lines = len(chosen) + sum(1 for line in head if _OPTION.match(line))
    words = sum(len(d.stem) + sum(map(len, d.options.values())) for d in chosen)
    most = lines * 2 >= len(head) or words * 5 >= sum(map(len, head)) * 2
    return len(chosen) >= 3 and most


def _are_sections(drafts: Sequence[Draft], head: Sequence[str]) -> bool:
    """A heading such as 一、单项选择题, and questions with options or answers under it."""
    told = sum(1 for draft in drafts if draft.options or draft.answer not in (None, ""))
    return any(section_heading(line)[0] for line in head) and told >= 3 and told * 2 >= len(drafts)


def _is_named(name: str, head: Sequence[str]) -> bool:
    """Whether anything says so: the name, the title, or the ending of a table."""
    if PurePath(name).suffix.lower() in {".csv", ".tsv"}:
        return True
    return any(_NAMED.search(words) for words in (name, *head[:5]))


def _are_one_line(drafts: Sequence[Draft], head: Sequence[str]) -> bool:
    """Numbered lines that carry their answers, nearly all of the text."""
    lines = sum(1 for line in head if numbered(line))
    answered = sum(1 for draft in drafts if draft.answer not in (None, ""))
    return lines * 10 >= len(head) * 7 and answered * 10 >= len(drafts) * 4
