"""Word files into lines, against python-docx's own walk through the paragraphs.

The product restores numbers, headings and tables and leaves out what is deleted or hidden;
python-docx gives the bare text of the paragraphs outside tables.
"""

import io
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import docx

from bench.figures import Section, Series, Verdict, ratios, shown
from bench.rates import in_turns
from content.reading.word import lines_of_word
from domain.refusals import Refused

DATA = Path(__file__).parents[1] / ".." / "shared" / "data"
BAR = 1.0
RUNS = 7


def measure(paths: Sequence[Path] = (), runs: int = RUNS) -> Section:
    """Characters a second of both on each file, in turns; the .docx of the trial data by default.

    Files that the product refuses, or that hold no text, are left out.
    """
    section = Section(
        "Word files into lines",
        f"Characters a second from the bytes of the file, thousands; medians of {runs} runs in "
        "turns, in one process. python-docx: `for p in Document(file).paragraphs: p.text`, which "
        "restores no numbers and sees no tables.",
        ("file", "characters", "product", "python-docx", "ratio"),
    )
    worst: dict[str, Series] = {}
    for path in paths or sorted(DATA.glob("*/*.docx")):
        data = path.read_bytes()
        if not _is_read(path.name, data):
            continue
        mine, theirs = in_turns(product, peer, data, runs)
        ratio = ratios(mine.values, theirs.values)
        worst[path.name] = ratio
        chars = f"{product(data):,}"
        section.rows.append((path.name, chars, str(mine), str(theirs), str(ratio)))
    for name, ratio in worst.items():
        reached = median(ratio.values)
        section.verdicts.append(
            Verdict(name, f"at least {BAR:g} times", f"{shown(reached)} times", reached >= BAR)
        )
    return section


def product(data: bytes) -> int:
    """The characters that the product finds."""
    return sum(len(line.text) for line in lines_of_word("", data))


def peer(data: bytes) -> int:
    """The characters that python-docx finds."""
    return sum(len(paragraph.text) for paragraph in docx.Document(io.BytesIO(data)).paragraphs)


def _is_read(name: str, data: bytes) -> bool:
    try:
        return bool(lines_of_word(name, data)) and peer(data) > 0
    except (Refused, ValueError, KeyError, OSError):
        return False
    except Exception as error:
        # python-docx answers files that are no packages with errors of its own.
        if type(error).__module__.startswith("docx"):
            return False
        raise


if __name__ == "__main__":
    print(measure().text())
