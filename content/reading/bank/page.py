"""Web pages of questions, also those that a system saves under the name of an Excel file."""

from content.reading.table import MAX_COLUMNS, MAX_SHEETS, Table
from content.reading.web_encoding import page_text
from content.reading.web_tree import Element, tree_of
from domain.refusals import Refused

_LINE_TAGS = "p div li br tr h1 h2 h3 h4 h5 h6 section article dd dt pre"
_LINES = frozenset(_LINE_TAGS.split())
_UNSEEN = frozenset({"script", "style", "head", "template", "noscript"})


def read_tables_of_page(name: str, data: bytes, most_rows: int) -> tuple[Table, ...]:
    """The tables of a page that hold no other table; refuses `table_too_long`."""
    root = tree_of(name, page_text(name, data, ""))
    if root is None:
        return ()
    found = [table for table in root.iter("table") if table.find(".//table") is None]
    return tuple(_table(name, table, most_rows) for table in found[:MAX_SHEETS])


def read_lines_of_page(name: str, data: bytes) -> list[tuple[int, str]]:
    """The lines of a page, as a reader sees them, numbered from 1."""
    root = tree_of(name, page_text(name, data, ""))
    words: list[str] = []
    if root is not None:
        _gather(root, words)
    lines = (line.strip() for line in "".join(words).split("\n"))
    return list(enumerate((line for line in lines if line), 1))


def _gather(root: Element, words: list[str]) -> None:
    """All text below `root`, a line end around everything that stands on a line of its own."""
    stack: list[tuple[Element, bool]] = [(root, False)]
    while stack:
        item, closes = stack.pop()
        tag = item.tag if isinstance(item.tag, str) else ""
        if closes:
            words.append(("\n" if tag in _LINES else "") + _inline(item.tail))
            continue
        stack.append((item, True))
        if tag in _UNSEEN or not tag:
            continue
        words.append(("\n" if tag in _LINES else "") + _inline(item.text))
        stack.extend((child, False) for child in reversed(item))


def _inline(text: str | None) -> str:
    return " ".join((text or "").split("\n")) if text and text.strip() else ""


def _table(name: str, item: Element, most_rows: int) -> Table:
    rows: list[tuple[str | None, ...]] = []
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    for row in item.iter("tr"):
        if len(rows) > most_rows:
            raise Refused("table_too_long", name=name, limit_rows=most_rows)
        rows.append(_row(row, len(rows), merged))
    return Table("", tuple(rows), merged)


def _row(
    row: Element, number: int, merged: dict[tuple[int, int], tuple[int, int]]
) -> tuple[str | None, ...]:
    cells: list[str | None] = []
    for cell in row.iter("td", "th"):
        while (number, len(cells)) in merged and len(cells) < MAX_COLUMNS:
            cells.append(None)
        if len(cells) >= MAX_COLUMNS:
            break
        words: list[str] = []
        _gather(cell, words)
        column = len(cells)
        for down in range(_span(cell, "rowspan", 200)):
            for right in range(_span(cell, "colspan", MAX_COLUMNS - column)):
                if down or right:
                    merged[number + down, column + right] = (number, column)
        cells.append("".join(words).strip() or None)
    return tuple(cells)


def _span(cell: Element, name: str, most: int) -> int:
    value = (cell.get(name) or "1").strip()
    return max(1, min(int(value), most)) if value.isascii() and value.isdigit() else 1
