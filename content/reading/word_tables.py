"""Tables in Word files, cell by cell, merged cells told."""

from content.reading.numbering import W, value_of
from content.reading.package import Element, Package
from content.reading.table import Table
from content.reading.word import Story

_MOST_COLUMNS = 60


def tables_of_word(name: str, data: bytes) -> tuple[Table, ...]:
    """All tables of a .docx in order. Refuses as `lines_of_word`; to be asked after it."""
    package = Package(name, data)
    story = Story(package)
    return tuple(
        table_of(story, item)
        for body in package.walk(package.raw("word/document.xml") or b"", (f"{W}body",))
        for item in body
        if item.tag == f"{W}tbl"
    )


def table_of(story: Story, item: Element) -> Table:
    """The cells of one table; a table inside a cell is part of that cell's words."""
    rows: list[tuple[str | None, ...]] = []
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    for row in item.iter(f"{W}tr"):
        if next(row.iterancestors(f"{W}tbl")) is item:
            rows.append(_row(story, row, len(rows), merged))
    return Table("", tuple(rows), merged)


def _row(
    story: Story, row: Element, number: int, merged: dict[tuple[int, int], tuple[int, int]]
) -> tuple[str | None, ...]:
    cells: list[str | None] = []
    for cell in row.iter(f"{W}tc"):
        if next(cell.iterancestors(f"{W}tr")) is not row or len(cells) >= _MOST_COLUMNS:
            continue
        props = cell.find(f"{W}tcPr")
        column = len(cells)
        down = props.find(f"{W}vMerge") if props is not None else None
        if down is not None and down.get(f"{W}val") != "restart" and number:
            merged[number, column] = merged.get((number - 1, column), (number - 1, column))
            cells.append(None)
        else:
            text = "\n".join(line.text.strip() for line in story.item(cell))
            cells.append(text.strip() or None)
        span = value_of(props, "gridSpan")
        for step in range(1, min(int(span), _MOST_COLUMNS) if span.isdigit() else 1):
            merged[number, column + step] = (number, column)
            cells.append(None)
    return tuple(cells)
