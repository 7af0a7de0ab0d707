"""Where the columns of a PDF page begin and end."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from content.reading.pdf_rows import Row

Spans = tuple[tuple[float, float], ...]
"""The left and the right border of each column, in points; nothing for a page of one column."""
FEWEST_ROWS = 3
"""What a column must have at least, and how many pieces of rows on one level tell of columns."""
# The narrowest column, and how many rows may run across two, as shares of the page's text.
_LEAST, _CROSSING = 0.18, 0.15


def spans_of(rows: Sequence[Row]) -> Spans:
    """The borders of the columns of a page, looked for where the order of rows tells of any."""
    steps = [(above[3] - below[3]) / below[4] for above, below in pairwise(rows)]
    # A step up leads to the next column; pieces on one level may be those of two columns.
    if steps and (min(steps) < -0.5 or sum(1 for step in steps if step < 0.4) >= FEWEST_ROWS):
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
        if seen[start] + seen.get(start + 1, 0) < FEWEST_ROWS or start - last < _LEAST * (
            right - left
        ):
            continue
        across = sum(1 for row in rows if row.left < start - row.em and row.right > start)
        if across <= max(1, _CROSSING * len(rows)):
            last = start
            yield float(start)


def _is_column(group: Sequence[Row], whole: float) -> bool:
    """Running text: several rows, wide enough, and many of them filled to the border."""
    if len(group) < FEWEST_ROWS:
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
