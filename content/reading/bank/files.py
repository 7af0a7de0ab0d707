"""A file of questions, taken apart in the way of its kind."""

from pathlib import PurePath

from content.reading.bank.draft import Draft
from content.reading.bank.headings import find_header
from content.reading.bank.headless import guess_header
from content.reading.bank.page import read_lines_of_page, read_tables_of_page
from content.reading.bank.paper import drafts_of_lines
from content.reading.bank.records import drafts_of_json, read_json
from content.reading.bank.sheets import drafts_of_tables
from content.reading.bank.word import read_word
from content.reading.kind import Kind, kind_of
from content.reading.limits import MAX_CHARS
from content.reading.odt import lines_of_odt
from content.reading.table import DELIMITERS, Table, read_tables, table_of_csv
from content.reading.text import decode
from domain.refusals import Refused

MAX_ROWS = 20_000
"""The most rows, lines or entries of a bank; the largest seen has about 5,000 questions."""

MAX_LINES = MAX_ROWS * 8
"""The most lines of a text: a question has its stem, four options and an answer."""


def drafts_in(name: str, data: bytes) -> list[Draft]:
    """The drafts in a file of any kind that is read; refuses as `bank.read_bank`."""
    kind = kind_of(name, data)
    if kind is Kind.EXCEL:
        return drafts_of_tables(read_tables(name, data, MAX_ROWS)) or []
    if kind is Kind.WORD:
        lines, tables = read_word(name, data)
        return (drafts_of_tables(tables) or []) + _of_lines(name, lines)
    if kind is Kind.WEB:
        tables = read_tables_of_page(name, data, MAX_ROWS)
        return drafts_of_tables(tables) or _of_lines(name, read_lines_of_page(name, data))
    if kind is Kind.ODT:
        return _of_lines(
            name, [(n, line.text) for n, line in enumerate(lines_of_odt(name, data), 1)]
        )
    if kind is not Kind.TEXT:
        raise Refused("file_no_questions", name=name)
    value = read_json(name, data)
    if value is not None:
        return _of_json(name, value)
    return _of_text(name, decode(name, data, prose=False))


def _of_json(name: str, value: object) -> list[Draft]:
    drafts = drafts_of_json(value)
    if len(drafts) > MAX_ROWS:
        raise Refused("bank_too_long", name=name, limit_rows=MAX_ROWS)
    return drafts


def _of_text(name: str, text: str) -> list[Draft]:
    """A table written as text, by its ending or by its bars; else questions line by line."""
    table = table_in_text(name, text)
    if table:
        return drafts_of_tables((table,)) or []
    return _of_lines(name, list(enumerate(text.splitlines(), 1)))


def _of_lines(name: str, lines: list[tuple[int, str]]) -> list[Draft]:
    if len(lines) > MAX_LINES or sum(len(line) for _, line in lines) > MAX_CHARS:
        raise Refused("text_too_long", name=name, limit_chars=MAX_CHARS)
    return drafts_of_lines(lines)


def table_in_text(name: str, text: str) -> Table | None:
    """The table that a text is: the first delimiter under which it has a header."""
    suffix = PurePath(name).suffix.lower()
    delimiters = DELIMITERS if suffix in {".csv", ".tsv"} else ("\t", "|") if _barred(text) else ()
    tables = []
    for delimiter in delimiters:
        try:
            table = table_of_csv(name, text, delimiter, MAX_ROWS)
        except Refused as refused:
            if refused.code == "table_too_long":
                raise
            continue
        tables.append(_unbarred(table) if delimiter == "|" else table)
    headed = next((table for table in tables if find_header(table)), None)
    return headed or next((table for table in tables if guess_header(table)), None)


def _barred(text: str) -> bool:
    """Whether a text may be a table: its first lines have tabs or bars."""
    head = [line for line in text[:4000].splitlines() if line.strip()][:8]
    return any(line.count("\t") >= 2 or line.count("|") >= 3 for line in head)


def _unbarred(table: Table) -> Table:
    """A table of Markdown without its ruler; its rows keep their numbers."""
    rows = tuple(
        ()
        if all(not str(cell or "").strip(" -:") for cell in row)
        else tuple(str(cell).strip() or None if cell is not None else None for cell in row)
        for row in table.rows
    )
    return Table("", rows)
