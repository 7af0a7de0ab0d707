"""F, G and H: Word files, PDF files and web pages into lines, each against its peer."""

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from bench.figures import Section

DATA = Path(__file__).parents[1] / ".." / "shared" / "data"
RUNS = 7
KINDS = {
    "F": ("reading_word", (".docx",)),
    "G": ("reading_pdf", (".pdf",)),
    "H": ("reading_web", (".html", ".htm")),
}
"""By letter, the module that measures and the files that it measures on."""
Measure = Callable[[Sequence[Path], int], Section]


class NoFiles(Exception):
    """There is nothing to measure on; the words say what is missing."""


def work(letter: str, folder: Path = DATA, runs: int = RUNS) -> Section:
    """One of the works on the trial data in `folder`. Raises NoFiles."""
    module, suffixes = KINDS[letter]
    paths = sorted(path for path in folder.glob("*/*") if path.suffix.lower() in suffixes)
    if not paths:
        raise NoFiles(f"there are no files {' '.join(suffixes)} in the trial data")
    measure: Measure = import_module(f"bench.{module}").measure
    section = measure(paths, runs)
    section.title = f"{letter}. {section.title}"
    if not section.rows:
        raise NoFiles(f"no file {' '.join(suffixes)} of the trial data can be read by both")
    return section
