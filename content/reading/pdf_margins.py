"""Running heads, feet and page numbers: what a page prints around its text."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from statistics import median
from typing import NamedTuple

from content.cutting.lines import bare
from content.reading.pdf_rows import Row

_NUMBER = r"(?:[0-9０-９]{1,4}|[ivxlIVXL]{1,6}|[Ⅰ-ⅻ]{1,4})"
_CHINESE_NUMBER = rf"(?:{_NUMBER}|[〇零一二三四五六七八九十百]{{1,6}})"
_DASH = r"[-—–―－─·•・~～_|｜*]"
_PLAIN_NUMBER = re.compile(_NUMBER)
_PAGE_NUMBER = re.compile(
    rf"{_DASH}{{1,3}}{_NUMBER}{_DASH}{{1,3}}|[\[【]{_NUMBER}[\]】]"
    rf"|(?:页码)?[：:]?第{_CHINESE_NUMBER}页(?:[，,、/／|（(]*共{_CHINESE_NUMBER}页[）)]*)?"
    rf"|共{_CHINESE_NUMBER}页[，,、/／|（(]*第{_CHINESE_NUMBER}页[）)]*"
    rf"|{_NUMBER}[/／]{_NUMBER}|(?:[Pp]age|PAGE|[Pp])\.?{_NUMBER}(?:(?:of|/){_NUMBER})?"
)
_DIGITS = re.compile("[0-9０-９]+")
# How many rows at the top and at the foot of a page may be no text.
_EDGE = 3
# A running head stands at the same height on each page, give or take so many points.
_STEP = 4.0
_SHARE, _ALMOST_ALL = 0.4, 0.9
_WORD = re.compile(r"[#\w]")


class Page:
    """The rows of a page, and its size in points."""

    __slots__ = ("height", "number", "rows", "width")

    def __init__(self, number: int, width: float, height: float, rows: list[Row]) -> None:
        self.number, self.width, self.height, self.rows = number, width, height, rows


class Edge(NamedTuple):
    """A row that may be no text: its words, numbers masked, and its distance from the edge.

    `beside` are all rows of the page from its foot up, `at` is the place of this one among them.
    """

    row: Row
    page: int
    words: str
    place: float
    beside: Sequence[Row]
    at: int

    def inward(self) -> Sequence[Row]:
        """This row and those next to it on the side of the text."""
        if self.place < 0:
            return self.beside[max(self.at - _EDGE - 1, 0) : self.at + 1][::-1]
        return self.beside[self.at : self.at + _EDGE + 2]


def without_margins(pages: Sequence[Page]) -> None:
    """Take running heads, feet and page numbers off `pages`."""
    edges = [edge for page in pages for edge in _edges(page)]
    gone = {id(edge.row) for edge in (*_repeated(edges, len(pages)), *_numbers(edges, len(pages)))}
    gone |= _small_heads(edges, pages)
    stamped = _stamped(pages)
    for page in pages:
        if gone:
            page.rows = [row for row in page.rows if id(row) not in gone]
        if stamped:
            page.rows = [row for row in page.rows if _stamp(row) not in stamped]
    if len(pages) <= 2 and pages:
        _take_off_title(pages[0])


def _edges(page: Page) -> Iterator[Edge]:
    """The outermost rows of a page; distances from its top are negative."""
    ordered = sorted(page.rows, key=_BOTTOM)
    half = max(len(ordered) // 2, 1)
    for at, row in enumerate(ordered[: min(half, _EDGE)]):
        yield Edge(row, page.number, _masked(row.text), row.bottom, ordered, at)
    for at in range(max(half, len(ordered) - _EDGE), len(ordered)):
        row = ordered[at]
        place = row.bottom - page.height - _FAR
        yield Edge(row, page.number, _masked(row.text), place, ordered, at)


# Keeps distances from the top apart from those from the foot, whatever a file says of its size.
_FAR = 1_000_000.0
_BOTTOM = itemgetter(3)


def _masked(text: str) -> str:
    return _DIGITS.sub("#", "".join(text.split()))


def _repeated(edges: Sequence[Edge], pages: int) -> Iterator[Edge]:
    """The words that stand at the same height on two pages in five, apart from the text."""
    alike: defaultdict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        alike[edge.words].append(edge)
    groups: list[list[Edge]] = []
    for words, found in alike.items():
        # A line of dashes may be the border of a table that many pages have.
        share = _SHARE if _WORD.search(words) else _ALMOST_ALL
        least = max(2, share * pages)
        if len(found) >= least:
            groups += [group for group in _level(found) if len(group) >= least]
    candidates = {id(edge.row) for group in groups for edge in group}
    for group in groups:
        apart = sum(1 for edge in group if _is_apart(edge, candidates))
        always = "#" not in group[0].words and len(group) >= max(3, _ALMOST_ALL * pages)
        if always or apart * 2 > len(group):
            yield from group


def _is_apart(edge: Edge, candidates: set[int]) -> bool:
    """Whether size of print or distance part a row, with those that repeat too, from the text."""
    rows = edge.inward()
    inner = next((n for n, row in enumerate(rows) if id(row) not in candidates), len(rows) - 1)
    gaps = [abs(a.bottom - b.bottom) for a, b in pairwise(rows)]
    usual = max(min(gaps, default=0.0), edge.row.em)
    return not gaps or any(
        gap > 1.3 * usual or not 0.95 < a.em / b.em < 1.05
        for gap, (a, b) in zip(gaps[:inner], pairwise(rows), strict=False)
    )


def _level(edges: Sequence[Edge]) -> Iterator[list[Edge]]:
    """The edges in groups of one height."""
    group: list[Edge] = []
    for edge in sorted(edges, key=lambda edge: edge.place):
        if group and edge.place - group[-1].place > _STEP:
            yield group
            group = []
        group.append(edge)
    yield group


def _numbers(edges: Sequence[Edge], pages: int) -> Iterator[Edge]:
    """The page numbers; a bare number is one where it runs on from page to page."""
    plain: list[Edge] = []
    for edge in edges:
        words = "".join(edge.row.text.split()) if len(edge.row.text) <= 24 else ""
        if words and _PAGE_NUMBER.fullmatch(words):
            yield edge
        elif words and _PLAIN_NUMBER.fullmatch(words):
            plain.append(edge)
    for group in _level(plain) if plain else ():
        starts = Counter(_start(edge) for edge in group)
        start, times = starts.most_common(1)[0]
        if start is not None and (times >= 2 or (pages == 1 and start == 1)):
            yield from group


def _start(edge: Edge) -> int | None:
    """The number of the first page, if this row is the number of its own."""
    words = "".join(edge.row.text.split())
    return int(words) - edge.page if words.isdecimal() else None


def _stamp(row: Row) -> tuple[str, int, int]:
    return row.text, int(row.left / 2), int(row.bottom / 2)


def _stamped(pages: Sequence[Page]) -> set[tuple[str, int, int]]:
    """What stands at the very same spot on most pages: a water-mark, a stamp."""
    if len(pages) < 3:
        return set()
    least = 0.6 * len(pages)
    texts = Counter(row[0] for page in pages for row in page.rows)
    often = {text for text, times in texts.items() if times >= least}
    places = Counter(_stamp(row) for page in pages for row in page.rows if row.text in often)
    found = {stamp for stamp, times in places.items() if times >= least}
    # Pages that are alike as a whole are copies of one text.
    return found if len(found) * 2 < max(len(page.rows) for page in pages) else set()


def _small_heads(edges: Sequence[Edge], pages: Sequence[Page]) -> set[int]:
    """Running heads that change with the chapter: small print above a gap, at one height."""
    ems = [row.em for page in pages for row in page.rows[:40:8]]
    if len(pages) < 3 or not ems:
        return set()
    body = median(ems)
    # The edges of a page come from its foot up, so that its top is the last of them.
    tops = {edge.page: (second, edge) for second, edge in pairwise(edges) if edge.place < 0}
    found: list[Edge] = []
    for page in pages:
        second, first = tops.get(page.number, (None, None))
        if first is None or second is None or first.row.em > 0.92 * body:
            continue
        if first.row.bottom - second.row.bottom > 1.3 * _leading(page):
            found.append(first)
    usual = median(edge.place for edge in found) if found else 0.0
    level = {id(edge.row) for edge in found if abs(edge.place - usual) < _STEP}
    return level if len(level) * 10 >= len(pages) * 6 else set()


def _leading(page: Page) -> float:
    """The usual distance between two rows of the page."""
    gaps = [a.bottom - b.bottom for a, b in pairwise(page.rows) if a.bottom - b.bottom > 1]
    return median(gaps) if gaps else 0.0


def _take_off_title(page: Page) -> None:
    """A single page repeats its title above the text; no other page tells that it is a head."""
    if len(page.rows) < 2:
        return
    top = max(page.rows, key=_BOTTOM)
    others = [row for row in page.rows if row is not top]
    words = bare(top.text)
    first = bare("".join(row.text for row in others[: 2 * _EDGE]))
    if len(words) > 3 and words in first and top.em < 0.95 * others[0].em:
        page.rows = others
