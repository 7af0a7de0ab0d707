"""The order in which the rows of a page are read, side by side columns included."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from content.reading.pdf_rows import Row

Spans = tuple[tuple[float, float], ...]
# The narrowest column, and how many rows may run across two, as shares of the page's text.
_LEAST, _CROSSING = 0.18, 0.15
_FEWEST_ROWS = 3
# A gap as between the cells of a table, in ems; one of ten is no blank but a tabulator.
_WIDE, _TABULATED = 2.5, 10.0


def columns_of(pages: Sequence[Sequence[Row]]) -> list[list[list[Row]]]:
    """The rows of each page as they are read, column after column; one list is one column.

    What runs across the columns (a title) ends those above it. A table keeps the order of the file.
    """
    plain = [_falls(rows) for rows in pages]
    spans = [() if one else _spans(rows) for one, rows in zip(plain, pages, strict=True)]
    several = [found for found in spans if found]
    # The last page may have too few rows to show the columns that all others have.
    usual = several[0] if len(several) * 2 > len(pages) else ()
    return [
        [list(rows)] if one and rows else _parted(rows, found or usual)
        for rows, one, found in zip(pages, plain, spans, strict=True)
    ]


def _falls(rows: Sequence[Row]) -> bool:
    """Whether each row stands below the one before it."""
    return all(above[3] - below[3] > 0.5 * below[4] for above, below in pairwise(rows))


def _parted(rows: Sequence[Row], spans: Spans) -> list[list[Row]]:
    if spans:
        return [column for column in _banded(rows, spans) if column]
    if not rows:
        return []
    joined = list(_joined(rows))
    falling = _falling(joined)
    if all(a.bottom - b.bottom > 0.5 * min(a.em, b.em) for a, b in pairwise(falling)):
        return [falling]
    return [joined]


def _spans(rows: Sequence[Row]) -> Spans:
    """The borders of the columns of a page, looked for where the order of rows tells of any."""
    steps = [(above[3] - below[3]) / below[4] for above, below in pairwise(rows)]
    # A step up leads to the next column; pieces on one level may be those of two columns.
    if steps and (min(steps) < -0.5 or sum(1 for step in steps if step < 0.4) >= _FEWEST_ROWS):
        return _columns(rows)
    return ()


def _columns(rows: Sequence[Row]) -> Spans:
    """The left and right borders of the columns; nothing where there are none."""
    left, right = min(row.left for row in rows), max(row.right for row in rows)
    groups: list[list[Row]] = [[]]
    borders = [left, *_borders(rows, left, right)]
    for row in rows:
        places = [i for i, border in enumerate(borders) if border - row.em < row.left]
        place = places[-1] if places else 0
        if place + 1 < len(borders) and row.right > borders[place + 1]:
            continue
        groups.extend([] for _ in range(place + 1 - len(groups)))
        groups[place].append(row)
    filled = [group for group in groups if _is_column(group, right - left)]
    if len(filled) < 2 or sum(map(len, filled)) < 0.6 * len(rows) or not _beside(filled):
        return ()
    return tuple((min(r.left for r in g), max(r.right for r in g)) for g in filled)


def _borders(rows: Sequence[Row], left: float, right: float) -> Iterator[float]:
    """Where several rows begin and hardly one runs across: the left borders of further columns."""
    seen = Counter(int(row.left) for row in rows)
    last = left
    for start in sorted(seen):
        if seen[start] + seen.get(start + 1, 0) < _FEWEST_ROWS or start - last < _LEAST * (
            right - left
        ):
            continue
        across = sum(1 for row in rows if row.left < start - row.em and row.right > start)
        if across <= max(1, _CROSSING * len(rows)):
            last = start
            yield float(start)


def _left(row: Row) -> float:
    return row.left


def _is_column(group: Sequence[Row], whole: float) -> bool:
    """Running text: several rows, wide enough, and many of them filled to the border."""
    if len(group) < _FEWEST_ROWS:
        return False
    left, right = min(row.left for row in group), max(row.right for row in group)
    filled = sum(1 for row in group if row.right > right - 2 * row.em)
    return right - left > _LEAST * whole and filled * 10 >= len(group) * 4


def _beside(groups: Sequence[Sequence[Row]]) -> bool:
    """Whether the groups stand side by side and not one below the other."""
    first, second = sorted(groups, key=len)[-2:]
    top = min(max(row.bottom for row in first), max(row.bottom for row in second))
    foot = max(min(row.bottom for row in first), min(row.bottom for row in second))
    return top > foot


def _banded(rows: Sequence[Row], spans: Spans) -> Iterator[list[Row]]:
    """Columns left to right, above and below each row that runs across them."""
    band: list[list[Row]] = [[] for _ in spans]
    across: list[Row] = []
    for row in _falling(rows):
        places = [
            i for i, (left, right) in enumerate(spans) if row.right > left and row.left < right
        ]
        if len(places) == 1:
            if across:
                yield across
                across = []
            band[places[0]].append(row)
            continue
        if any(band):
            yield from (list(_joined(column)) for column in band)
            band = [[] for _ in spans]
        across.append(row)
    yield across
    yield from (list(_joined(column)) for column in band)


def _falling(rows: Sequence[Row]) -> list[Row]:
    """Rows from top to bottom, pieces on one level from left to right."""
    found: list[Row] = []
    level: list[Row] = []
    for row in sorted(rows, key=lambda row: -row.bottom):
        if level and level[0].bottom - row.bottom > 0.4 * row.em:
            found += sorted(level, key=_left)
            level = []
        level.append(row)
    return found + sorted(level, key=_left)


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
