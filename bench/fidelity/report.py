"""FIDELITY.md: a part for each measure, and before them every bar in one table."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bench.figures import Section
from bench.results import drop, machine, read, write

FILE = Path(__file__).parents[1] / "FIDELITY.md"
PACKAGES = (
    "python-docx",
    "lxml",
    "pypdfium2",
    "trafilatura",
    "openpyxl",
    "python-calamine",
    "tantivy",
    "sqlalchemy",
)
HEAD = """# Fidelity

Written by `make fidelity`; do not edit. Every figure comes from the run named above it, on real
documents, untidy files, banks, rosters and questions whose truth is known; a part that was not
measured again keeps the figures and the day of its own run. Where programs are compared, product
and peer run by turns in the same run; a cell is the median of the runs with (lowest to
highest)."""
TITLES = {
    "documents": "1. Documents",
    "variants": "2. Untidy files",
    "banks": "3. Question banks",
    "rosters": "4. Rosters",
    "questions": "5. Questions",
    "hostile": "6. Hostile files",
    "speed": "7. Speed",
    "load": "8. The whole set in one run",
}
"""The part of the report for each part of the command; speed has one for each kind of file."""
ALL_BARS = "0. All bars"
_TABLE = "| what | bar | reached | held |"


def put(name: str, sections: Sequence[Section], now: datetime, file: Path = FILE) -> None:
    """The sections of a part in place of its older ones, and the table of all bars made anew."""
    drop(TITLES[name], file, HEAD)
    for section in sections:
        write(section, machine(now, PACKAGES), file, HEAD)
    _put_bars(file)


def _put_bars(file: Path) -> None:
    bars = Section(ALL_BARS, "From the parts below.", ("part", "what", "bar", "reached", "held"))
    for title, text in sorted(read(file).items()):
        if title == ALL_BARS or _TABLE not in text:
            continue
        for line in text.partition(_TABLE)[2].splitlines()[2:]:
            cells = [cell.strip() for cell in line.strip("| ").split(" | ")]
            bars.rows.append((title.partition(". ")[2], *cells))
    write(bars, "", file, HEAD)
