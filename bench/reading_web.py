"""Saved web pages into lines, against trafilatura's extraction of the text.

Both get the bytes of the file and find its encoding and its article themselves; the product finds
title, source and day as well.
"""

from collections.abc import Sequence
from pathlib import Path
from statistics import median

import trafilatura

from bench.figures import Section, Verdict, ratios, shown
from bench.rates import in_turns
from content.reading.web import lines_of_web
from domain.refusals import Refused

DATA = Path(__file__).parents[1] / ".." / "shared" / "data"
BAR = 1.0
RUNS = 7


def measure(paths: Sequence[Path] = (), runs: int = RUNS) -> Section:
    """Characters a second of both on each page, in turns; the .html of the trial data by default.

    Pages that the product refuses, or in which trafilatura finds nothing, are left out.
    """
    section = Section(
        "Web pages into lines",
        f"Characters a second from the bytes of the page, thousands; medians of {runs} runs in "
        "turns, in one process. trafilatura: `extract(data)` with its defaults. The characters "
        "are those that each finds.",
        ("file", "characters", "by trafilatura", "product", "trafilatura", "ratio"),
    )
    for path in paths or sorted(DATA.glob("*/*.html")):
        data = path.read_bytes()
        if not _is_read(path.name, data):
            continue
        mine, theirs = in_turns(product, peer, data, runs)
        ratio = ratios(mine.values, theirs.values)
        section.rows.append(
            (
                path.name,
                f"{product(data):,}",
                f"{peer(data):,}",
                str(mine),
                str(theirs),
                str(ratio),
            )
        )
        reached = median(ratio.values)
        section.verdicts.append(
            Verdict(path.name, f"at least {BAR:g} times", f"{shown(reached)} times", reached >= BAR)
        )
    return section


def product(data: bytes) -> int:
    """The characters that the product finds."""
    return sum(len(line.text) for line in lines_of_web("", data))


def peer(data: bytes) -> int:
    """The characters that trafilatura finds."""
    return len(trafilatura.extract(data) or "")


def _is_read(name: str, data: bytes) -> bool:
    try:
        return bool(lines_of_web(name, data)) and peer(data) > 0
    except Refused:
        return False


if __name__ == "__main__":
    print(measure().text())
