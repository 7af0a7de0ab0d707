"""Word files of questions: the lines of the page, and tables that hold questions."""

from content.cutting.lines import Line
from content.reading.bank.headings import find_header
from content.reading.numbering import W, value_of
from content.reading.package import Element, Package
from content.reading.table import Table
from content.reading.word import Story, lines_of_word

_MOST_COLUMNS = 60


def read_word(name: str, data: bytes) -> tuple[list[tuple[int, str]], tuple[Table, ...]]:
    """The numbered lines of a .docx outside its tables of questions, and these tables.

    Refuses as `lines_of_word`, which has also counted the paragraphs before the tables are built.
    """
    lines = lines_of_word(name, data)
    if not any(_may_head(line) for line in lines):
        return [(number, line.text) for number, line in enumerate(lines, 1)], ()
    return _apart(name, data)


def _may_head(line: Line) -> bool:
    text = line.text.replace(" ", "")
    return line.row and "题" in text and ("答案" in text or "选项" in text)


def _apart(name: str, data: bytes) -> tuple[list[tuple[int, str]], tuple[Table, ...]]:
    package = Package(name, data)
    raw = package.raw("word/document.xml") or b""
    story = Story(package)
    lines: list[tuple[int, str]] = []
    tables: list[Table] = []
    for body in package.walk(raw, (f"{W}body",)):
        for item in body:
            table = _table(story, item) if item.tag == f"{W}tbl" else None
            if table and find_header(table):
                tables.append(Table(f"表格{len(tables) + 1}", table.rows, table.merged))
                continue
            lines.extend((len(lines) + 1, line.text) for line in story.item(item))
    return lines, tuple(tables)


def _table(story: Story, item: Element) -> Table:
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
