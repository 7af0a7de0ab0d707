"""Running heads, feet and page numbers: what a page prints around its text."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

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
_SHARE = 0.4


class Page:
    """The rows of a page, and its size in points."""

    __slots__ = ("height", "number", "rows", "width")

    def __init__(self, number: int, width: float, height: float, rows: list[Row]) -> None:
        self.number, self.width, self.height, self.rows = number, width, height, rows

    def edges(self) -> Iterator[tuple[Row, float]]:
        """The outermost rows, each with its distance from its edge of the page."""
        ordered = sorted(self.rows, key=lambda row: row.bottom)
        for row in ordered[:_EDGE]:
            yield row, row.bottom
        for row in ordered[max(_EDGE, len(ordered) - _EDGE) :]:
            yield row, self.height - row.bottom + _FROM_TOP


# Distances from the top are told apart from those from the foot by being far larger.
_FROM_TOP = 1_000_000.0


def without_margins(pages: Sequence[Page]) -> None:
    """Take running heads, feet and page numbers off `pages`."""
    edges = [list(page.edges()) for page in pages]
    repeated = _repeated(edges)
    numbers = _numbered(edges, pages)
    stamped = _stamped(pages)
    small = _small_heads(edges, pages)
    for page, rows in zip(pages, edges, strict=True):
        gone = {
            id(row)
            for row, place in rows
            if any(key in repeated for key in _near(_pattern(row.text), place))
            or any(key in numbers for key in _near(_number_kind(row.text), place))
        }
        gone |= small.get(page.number, set())
        if gone or stamped:
            page.rows = [
                row for row in page.rows if id(row) not in gone and _stamp(row) not in stamped
            ]
    if len(pages) <= 2 and pages:
        _take_off_title(pages[0])


def _pattern(text: str) -> str:
    return _DIGITS.sub("#", bare(text))


def _near(kind: str, place: float) -> tuple[tuple[str, int], ...]:
    """The keys of a row at `place`: two steps overlap, so that no border parts neighbours."""
    if not kind:
        return ()
    return (kind, int(place / _STEP)), (kind, -1 - int(place / _STEP + 0.5))


def _repeated(edges: Sequence[Sequence[tuple[Row, float]]]) -> set[tuple[str, int]]:
    """The words that stand at the same height on two pages in five, numbers aside."""
    seen = Counter(
        key
        for rows in edges
        for key in {key for row, at in rows for key in _near(_pattern(row.text), at)}
    )
    least = max(2, _SHARE * len(edges))
    return {key for key, times in seen.items() if times >= least}


def _number_kind(text: str) -> str:
    """Which make of page number a row is; empty if it is none."""
    words = bare(text)
    if len(words) > 20:
        return ""
    if _PAGE_NUMBER.fullmatch(words):
        return "marked"
    return "plain" if _PLAIN_NUMBER.fullmatch(words) else ""


def _numbered(
    edges: Sequence[Sequence[tuple[Row, float]]], pages: Sequence[Page]
) -> set[tuple[str, int]]:
    """The places of page numbers; a bare number counts where it runs on from page to page."""
    found: set[tuple[str, int]] = set()
    runs: Counter[tuple[tuple[str, int], int]] = Counter()
    for page, rows in zip(pages, edges, strict=True):
        for row, place in rows:
            kind = _number_kind(row.text)
            if kind == "marked":
                found.update(_near(kind, place))
            elif kind == "plain" and bare(row.text).isdecimal():
                start = int(bare(row.text)) - page.number
                runs.update((key, start) for key in _near(kind, place))
    alone = len(pages) == 1
    found.update(key for (key, start), times in runs.items() if times >= 2 or (alone and not start))
    return found


def _stamp(row: Row) -> tuple[str, int, int]:
    return row.text, int(row.left / 2), int(row.bottom / 2)


def _stamped(pages: Sequence[Page]) -> set[tuple[str, int, int]]:
    """What stands at the very same spot on most pages: a water-mark, a stamp."""
    if len(pages) < 3:
        return set()
    texts = Counter(text for page in pages for text in {row.text for row in page.rows})
    often = {text for text, times in texts.items() if times * 10 >= len(pages) * 6}
    if not often:
        return set()
    places = Counter(_stamp(row) for page in pages for row in page.rows if row.text in often)
    return {stamp for stamp, times in places.items() if times * 10 >= len(pages) * 6}


def _small_heads(
    edges: Sequence[Sequence[tuple[Row, float]]], pages: Sequence[Page]
) -> dict[int, set[int]]:
    """Running heads that change with the chapter: small print above a gap, at one height."""
    ems = [row.em for page in pages for row in page.rows[:40:4]]
    if len(pages) < 3 or not ems:
        return {}
    body = median(ems)
    found: dict[int, set[int]] = {}
    heights: Counter[int] = Counter()
    for page, rows in zip(pages, edges, strict=True):
        top = [row for row, place in rows if place >= _FROM_TOP][-2:]
        if len(top) < 2 or top[1].em > 0.92 * body:
            continue
        if top[1].bottom - top[0].bottom > 1.3 * _leading(page):
            found[page.number] = {id(top[1])}
            heights[int((page.height - top[1].bottom) / _STEP)] += 1
    common = heights.most_common(1)
    return found if common and common[0][1] * 10 >= len(pages) * 6 else {}


def _leading(page: Page) -> float:
    """The usual distance between two rows of the page."""
    gaps = [a.bottom - b.bottom for a, b in pairwise(page.rows) if a.bottom - b.bottom > 1]
    return median(gaps) if gaps else 0.0


def _take_off_title(page: Page) -> None:
    """A single page repeats its title above the text; no other page tells that it is a head."""
    ordered = sorted(page.rows, key=lambda row: -row.bottom)[: _EDGE + 1]
    if len(ordered) < 2 or ordered[0].em >= 0.95 * ordered[1].em:
        return
    words = bare(ordered[0].text)
    below = [
        bare("".join(row.text for row in ordered[1:end])) for end in range(2, len(ordered) + 1)
    ]
    if words in below:
        page.rows = [row for row in page.rows if row is not ordered[0]]
