"""The order in which the rows of a page are read, side by side columns included."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import itemgetter

from content.reading.pdf_borders import Spans, spans_of
from content.reading.pdf_rows import Row

# A gap as between the cells of a table, in ems; one of ten is no blank but a tabulator.
_WIDE, _TABULATED = 2.5, 10.0


def columns_of(pages: Sequence[Sequence[Row]]) -> list[list[list[Row]]]:
    """The rows of each page as they are read, column after column; one list is one column.

    What runs across the columns (a title) ends those above it. A table keeps the order of the file.
    """
    found: list[list[list[Row]]] = []
    doubtful: list[int] = []
    usual: Spans = ()
    for number, rows in enumerate(pages):
        columns = [list(rows)] if _falls(rows) else _in_order(rows, usual) if usual else []
        if not columns and (spans := spans_of(rows)):
            usual = usual or spans
            columns = _in_order(rows, spans) or _banded(rows, spans)
        if not columns:
            doubtful.append(number)
        found.append(columns if rows else [])
    # The last page may have too few rows to show the columns that all others have.
    several = sum(1 for columns in found if len(columns) > 1) * 2 > len(pages)
    for number in doubtful:
        rows = pages[number]
        found[number] = _banded(rows, usual) if several and usual else _undivided(rows)
    return found


def _falls(rows: Sequence[Row]) -> bool:
    """Whether each row stands below the one before it."""
    return all(above[3] - below[3] > 0.5 * below[4] for above, below in pairwise(rows))


def _undivided(rows: Sequence[Row]) -> list[list[Row]]:
    """A page of one column, of which the file has some rows in pieces or out of order."""
    joined = list(_joined(rows))
    falling = joined if _falls(joined) else _falling(joined)
    return [falling if _falls(falling) else joined]


def _in_order(rows: Sequence[Row], spans: Spans) -> list[list[Row]]:
    """The columns where the file has them one after another, as most have; else nothing."""
    ups = [at for at, (a, b) in enumerate(pairwise(rows), 1) if b[3] - a[3] > 0.5 * b[4]]
    columns = [list(rows[start:end]) for start, end in pairwise([0, *ups, len(rows)])]
    fit = len(columns) == len(spans) and all(
        left - 0.5 <= min(row[1] for row in column) and max(row[2] for row in column) <= right + 0.5
        for column, (left, right) in zip(columns, spans, strict=True)
    )
    return columns if fit and all(map(_falls, columns)) else []


def _banded(rows: Sequence[Row], spans: Spans) -> list[list[Row]]:
    """Columns left to right, above and below each row that runs across them."""
    found: list[list[Row]] = []
    band: list[list[Row]] = [[] for _ in spans]
    across: list[Row] = []
    for row in _falling(rows):
        places = [
            n for n, (left, right) in enumerate(spans) if left < row.right and row.left < right
        ]
        if len(places) == 1:
            found.append(across)
            across = []
            band[places[0]].append(row)
            continue
        found += band
        band = [[] for _ in spans]
        across.append(row)
    return [list(_joined(column)) for column in (*found, across, *band) if column]


def _falling(rows: Sequence[Row]) -> list[Row]:
    """Rows from top to bottom, pieces on one level from left to right."""
    found: list[Row] = []
    level: list[Row] = []
    for row in sorted(rows, key=lambda row: -row.bottom):
        if level and level[0].bottom - row.bottom > 0.4 * row.em:
            found += sorted(level, key=itemgetter(1))
            level = []
        level.append(row)
    return found + sorted(level, key=itemgetter(1))


def _joined(rows: Sequence[Row]) -> Iterator[Row]:
    """Rows of which the file gave each in several pieces, put together."""
    held: Row | None = None
    for row in rows:
        if held is None or not _same_row(held, row):
            if held is not None:
                yield held
            held = row
            continue
        held = _put_together(held, row)
    if held is not None:
        yield held


def _same_row(held: Row, row: Row) -> bool:
    level = abs(held.bottom - row.bottom) < 0.4 * max(held.em, row.em)
    return level and row.left > held.right - 0.3 * row.em


def _put_together(held: Row, row: Row) -> Row:
    gap = (row.left - held.right) / max(held.em, row.em)
    between = "" if gap < 0.3 else " " if gap < _WIDE else "\u3000"
    gaps = held.gaps + row.gaps + (gap >= _WIDE) + (gap >= _TABULATED)
    chars = held.chars + row.chars + 1
    em = max(held.em, row.em)
    return Row(held.text + between + row.text, held.left, row.right, held.bottom, em, chars, gaps)
