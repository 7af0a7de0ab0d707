"""Word files of questions: the lines of the page, and tables that hold questions."""

from content.cutting.lines import Line
from content.reading.bank.headings import find_header
from content.reading.numbering import W
from content.reading.package import Package
from content.reading.table import Table
from content.reading.word import Story, lines_of_word
from content.reading.word_tables import table_of


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
            table = table_of(story, item) if item.tag == f"{W}tbl" else None
            if table and find_header(table):
                tables.append(Table(f"表格{len(tables) + 1}", table.rows, table.merged))
                continue
            lines.extend((len(lines) + 1, line.text) for line in story.item(item))
    return lines, tuple(tables)
