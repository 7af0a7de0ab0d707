"""Where the text of a PDF column begins and ends, and how its rows are set."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from statistics import median

from content.reading.pdf_rows import Row

# The shape of a page: how many columns, which of them, how wide the page, left or right hand.
Shape = tuple[int, int, int, int]
_FEWEST_ROWS, _ENOUGH_ROWS = 15, 500


# Less room than this, in ems, is left on a full row; more only where a long word did not fit.
_FULL, _ROOMY = 1.6, 8.0
_STOPS = ("。", "；", "：", "！", "？", "?", "!")
INDENTED = 0.7
"""A row that begins so many ems from the border is indented."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The borders of a column in points, the width of a character and the distance of rows.

    `indented` tells that paragraphs begin with an indent; `hard` is the number of characters at
    which a program cut every row, 0 where the width of the page did. Rows that reach `full` are
    full; rows that do not reach `short` had room for any Chinese word with its marks; rows that
    begin between `outer` and `inner` stand at the border; rows of one paragraph are less than
    `below` apart.
    """

    left: float
    right: float
    em: float
    leading: float
    indented: bool
    hard: int
    full: float = field(init=False)
    short: float = field(init=False)
    outer: float = field(init=False)
    inner: float = field(init=False)
    below: float = field(init=False)

    def __post_init__(self) -> None:
        put = partial(object.__setattr__, self)
        put("full", self.right - _FULL * self.em)
        put("short", self.right - _ROOMY * self.em)
        put("outer", self.left - INDENTED * self.em)
        put("inner", self.left + INDENTED * self.em)
        put("below", 1.2 * self.leading)

    def indent(self, row: Row) -> float:
        """How far a row stands from the left border, in ems."""
        return (row.left - self.left) / self.em

    def room(self, row: Row) -> float:
        """How much room a row leaves at the right border, in ems."""
        return (self.right - row.right) / self.em


def frames_of(columns: Sequence[tuple[Shape, Sequence[Row]]]) -> list[Frame]:
    """The frame of each column, measured over all columns of its shape."""
    exact: defaultdict[Shape, list[Row]] = defaultdict(list)
    alike: defaultdict[Shape, list[Row]] = defaultdict(list)
    for shape, rows in columns:
        exact[shape].extend(rows)
        alike[_either_hand(shape)].extend(rows)
    # An odd step takes left and right hand pages alike.
    step = sum(len(rows) for _, rows in columns) // _ENOUGH_ROWS | 1
    some = [rows for _, rows in columns[::step]]
    every = [row for rows in some for row in rows]
    em = median([row[4] for row in every])
    hard = _hard(every)
    leading = _leading(some, em)
    measured: dict[Shape, Frame] = {}
    found = []
    for shape, _ in columns:
        key = shape if len(exact[shape]) >= _FEWEST_ROWS else _either_hand(shape)
        if key not in measured:
            measured[key] = _frame(
                exact[key] if key == shape else alike[key], shape, em, leading, hard
            )
        found.append(measured[key])
    return found


def _either_hand(shape: Shape) -> Shape:
    return (*shape[:3], -1)


def _frame(rows: Sequence[Row], shape: Shape, em: float, leading: float, hard: int) -> Frame:
    low, high = 0.88 * em, 1.12 * em
    body = [row for row in rows if low < row[4] < high] or rows
    least = max(2, len(body) // 25)
    left = min(_steps([row[1] for row in body], least) or [min(row[1] for row in body)])
    rights = _steps([row[2] for row in body if row[6] < 2], least)
    right = max(rights or [max(row.right for row in body)])
    if right - left < 0.45 * shape[2] / shape[0]:
        # Nothing but short rows: none of them reached the border.
        right = max(right, left + 0.6 * shape[2] / shape[0])
    low, high = left + 1.2 * em, left + 4.5 * em
    inner = sum([low < row[1] < high for row in body])
    indented = inner >= 3 and inner * 20 > len(body)
    return Frame(left, right, em, leading, indented, hard)


def _steps(places: Sequence[float], least: int) -> list[float]:
    """The places, in steps of a point, where at least `least` rows begin or end."""
    seen = Counter(map(int, places))
    return [
        step + 0.5
        for step, times in seen.items()
        if times + max(seen.get(step - 1, 0), seen.get(step + 1, 0)) >= least
    ]


def _leading(columns: Sequence[Sequence[Row]], em: float) -> float:
    low, high = 0.8 * em, 4 * em
    gaps = [above[3] - below[3] for rows in columns for above, below in pairwise(rows)]
    steps = Counter([int(gap * 2 + 0.5) for gap in gaps if low < gap < high])
    return steps.most_common(1)[0][0] / 2 if steps else 1.5 * em


def _hard(rows: Sequence[Row]) -> int:
    """The number of characters in a row where a program broke the text before it was printed."""
    seen = Counter([row[5] for row in rows])
    count, times = seen.most_common(1)[0]
    longer = sum(times for length, times in seen.items() if length > count)
    if count < 10 or times * 4 <= len(rows) or longer * 50 > len(rows):
        return 0
    # Rows torn at a width end anywhere; whole sentences of one length end in their stop.
    whole = sum(1 for row in rows if row[5] == count and row[0].endswith(_STOPS))
    return count if whole * 10 < times * 4 else 0
