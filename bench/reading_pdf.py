"""PDF files into paragraphs, against PDFium's bare text of the same pages.

The product takes heads and page numbers off, orders columns and joins broken lines; the peer is
pypdfium2's `get_text_range`, page by page, and nothing more.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import process_time

import pypdfium2

from bench.figures import Section, Series, at_least, ratios
from content.reading.pdf import lines_of_pdf
from domain.refusals import Refused

DATA = Path(__file__).parents[1] / ".." / "shared" / "data"
BAR = 0.8
RUNS = 9
# A file of a few pages is read again until it has taken so long.
_LEAST_SECONDS = 0.05


def measure(paths: Sequence[Path] = (), runs: int = RUNS) -> Section:
    """Characters a second of both, in turns; on the PDF files of the trial data by default.

    A character is one that prints: white space does not count, for either. Files that the product
    refuses are left out. The bar is held on all files as one work.
    """
    section = Section(
        "PDF files into paragraphs",
        "Printing characters a second of processor time from the bytes of the file, thousands; "
        f"medians of {runs} runs in turns, in one process. Bare text: pypdfium2's "
        "`get_text_range` page by page; of the product's text, heads and page numbers are missing.",
        ("file", "characters", "product", "bare text", "ratio"),
    )
    read = [(path.name, path.read_bytes()) for path in paths or sorted(DATA.glob("*/*.pdf"))]
    files = [(name, data) for name, data in read if _is_read(name, data)]
    spent = {name: _seconds(data, runs) for name, data in files}
    total = ([0.0] * runs, [0.0] * runs)
    chars = (0, 0)
    for name, data in files:
        counts = (printing(product(data)), printing(peer(data)))
        section.rows.append(_line(name, counts, spent[name]))
        chars = (chars[0] + counts[0], chars[1] + counts[1])
        for sums, seconds in zip(total, spent[name], strict=True):
            sums[:] = [a + b for a, b in zip(sums, seconds, strict=True)]
    if files:
        section.rows.append(_line("all", chars, total))
        section.verdicts.append(at_least("all files together", _ratio(chars, total), BAR))
    return section


def product(data: bytes) -> str:
    """The text that the product finds."""
    return "".join(line.text for line in lines_of_pdf("", data))


def peer(data: bytes) -> str:
    """The text that PDFium finds."""
    document = pypdfium2.PdfDocument(data)
    found = []
    for number in range(len(document)):
        page = document[number]
        textpage = page.get_textpage()
        found.append(textpage.get_text_range())
        textpage.close()
        page.close()
    document.close()
    return "".join(found)


def printing(text: str) -> int:
    """How many characters of `text` are no white space."""
    return len("".join(text.split()))


def _is_read(name: str, data: bytes) -> bool:
    try:
        return bool(lines_of_pdf(name, data))
    except Refused:
        return False


def _seconds(data: bytes, runs: int) -> tuple[list[float], list[float]]:
    """The seconds of each run, the product's and the peer's."""
    found: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        for spent, read in zip(found, (product, peer), strict=True):
            spent.append(_timed(read, data))
    return found


def _timed(read: Callable[[bytes], str], data: bytes) -> float:
    began, times = process_time(), 0
    while not times or process_time() - began < _LEAST_SECONDS:
        read(data)
        times += 1
    return (process_time() - began) / times


Pair = tuple[Sequence[float], Sequence[float]]


def _rates(chars: tuple[int, int], seconds: Pair) -> tuple[list[float], list[float]]:
    return (
        [chars[0] / spent / 1000 for spent in seconds[0]],
        [chars[1] / spent / 1000 for spent in seconds[1]],
    )


def _ratio(chars: tuple[int, int], seconds: Pair) -> Series:
    return ratios(*_rates(chars, seconds))


def _line(name: str, chars: tuple[int, int], seconds: Pair) -> tuple[str, ...]:
    mine, theirs = (Series((median(rates),)) for rates in _rates(chars, seconds))
    return name, f"{chars[0]:,}", str(mine), str(theirs), str(_ratio(chars, seconds))
