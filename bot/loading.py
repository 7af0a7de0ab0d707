"""`zhibu load`: texts, banks and study plans from the operator's disk into the database."""

import hashlib
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from bot.loading_banks import is_bank, is_old_excel, load_bank
from bot.loading_courses import is_table, load_table
from content.cutting.document import Document
from content.reading.document import read_document
from content.sentences import plain
from content.shelving import shelve
from domain.publishing import published
from domain.refusals import Refused
from store.database import transaction

log = logging.getLogger(__name__)

KINDS = ("charter", "regulation", "speech", "case", "notice", "bank")
SUFFIXES = (
    *(".txt", ".md", ".markdown", ".docx", ".odt", ".pdf"),
    *(".html", ".htm", ".mht", ".mhtml"),
    *(".doc", ".wps", ".rtf"),
    *(".xlsx", ".xls", ".csv", ".json", ".yaml", ".yml"),
)
"""Files of a folder that are tried; what cannot be read yet among them is named as a problem."""

Progress = Callable[[int, int], None]
"""Told after each file: how many are done, of how many."""


@dataclass(frozen=True, slots=True)
class FileLine:
    """What became of one file, in one line."""

    text: str
    is_problem: bool = False


@dataclass(frozen=True, slots=True)
class LoadReport:
    """A line a file in the order of the files; `problems` counts those that were not read."""

    files: tuple[FileLine, ...]

    @property
    def lines(self) -> list[str]:
        """The lines to show."""
        return [file.text for file in self.files]

    @property
    def problems(self) -> int:
        """How many files could not be read."""
        return sum(file.is_problem for file in self.files)


def load_texts(
    engine: Engine,
    paths: Sequence[Path],
    kind: str | None,
    dry_run: bool,
    now: datetime,
    progress: Progress = lambda _done, _total: None,
) -> LoadReport:
    """Load texts, question banks and study plans; folders are walked. Each file stands alone.

    `kind` overrides what a file looks like. `dry_run` reads and counts, and leaves the database
    alone. The same bytes loaded again change nothing and say so. Raises Refused("kind_unknown").
    """
    if kind is not None and kind not in KINDS:
        raise Refused("kind_unknown", kind=kind, kinds=" ".join(KINDS))
    found = list(_walk(paths))
    lines = []
    for done, path in enumerate(found, start=1):
        lines.append(_load_one(engine, path, kind, now, dry_run=dry_run))
        progress(done, len(found))
    if not lines:
        lines = [FileLine(plain("load_nothing"), is_problem=True)]
    return LoadReport(tuple(lines))


def _walk(paths: Sequence[Path]) -> Iterator[Path]:
    """Files as they are named, folders by their files in order; hidden and lock files left out."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                if name.lower().endswith(SUFFIXES) and not name.startswith((".", "~$")):
                    yield Path(folder) / name


def _load_one(
    engine: Engine, path: Path, kind: str | None, now: datetime, *, dry_run: bool
) -> FileLine:
    try:
        data = _bytes(path)
        if is_old_excel(path, data) or is_bank(path, data, kind):
            return FileLine(load_bank(engine, path, data, now, dry_run=dry_run))
        if kind is None and is_table(path.name, data):
            return FileLine(load_table(engine, path, data, now, dry_run=dry_run))
        document = read_document(path.name, data)
        is_new = dry_run or _shelve(engine, path, data, document, kind, now)
    except Refused as refused:
        return FileLine(plain(f"refused_{refused.code}", refused.facts), is_problem=True)
    except OSError as error:
        facts = {"name": str(path), "reason": error.strerror or type(error).__name__}
        return FileLine(plain("load_unreadable", facts), is_problem=True)
    except (MemoryError, RecursionError, ArithmeticError, LookupError, ValueError) as error:
        # One file that the reader cannot bear must not keep the others out.
        log.debug("%s could not be read", path, exc_info=True)
        facts = {"name": str(path), "reason": type(error).__name__}
        return FileLine(plain("load_unreadable", facts), is_problem=True)
    return FileLine(_line(path, document, kind or document.kind, is_new=is_new))


def _bytes(path: Path) -> bytes:
    if not path.exists():
        raise Refused("file_missing", name=str(path))
    if not path.is_file():
        raise Refused("file_no_file", name=str(path))
    return path.read_bytes()


def _shelve(
    engine: Engine, path: Path, data: bytes, document: Document, kind: str | None, now: datetime
) -> bool:
    with transaction(engine) as session:
        sha256 = hashlib.sha256(data).hexdigest()
        work, is_new = shelve(session, document, sha256, path.name, now, kind)
        if is_new:
            published(session, work, now)
    return is_new


def _line(path: Path, document: Document, kind: str, *, is_new: bool) -> str:
    facts = {"name": path.name, "title": document.title, "counts": document.counts()}
    return plain("load_line", facts | {"kind": plain(f"kind_of_text_{kind}"), "is_new": is_new})
