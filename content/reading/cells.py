"""The cells of a table row, read as one line of text."""

from collections.abc import Iterator, Sequence

from content.cutting.labels import Level, structure_mark
from content.cutting.lines import Line


def row_lines(cells: Sequence[Sequence[Line]]) -> Iterator[Line]:
    """The lines of a row; `cells` holds the lines of each cell that is not empty.

    A single cell is text like any other, a row of label and text is one article, every other row
    is one line that is never a heading.
    """
    if len(cells) <= 1:
        yield from cells[0] if cells else ()
        return
    first = cells[0][0].text.strip()
    mark = structure_mark(first)
    if mark and not mark.rest and len(cells) == 2:
        rest = cells[1]
        yield Line(f"{first}　{rest[0].text.strip()}")
        yield from rest[1:]
        return
    words = ["".join(line.text.strip() for line in cell) for cell in cells]
    is_article = mark is not None and mark.level is Level.ARTICLE
    yield Line("　".join(words), 0, row=not is_article)
