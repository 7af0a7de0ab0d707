"""`zhibu load` and `zhibu roster`: files from the operator's disk into the database."""

import hashlib
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from bot.loading_banks import TABLES, is_bank, load_bank
from content.cutting.document import Document
from content.reading.document import read_document
from content.reading.problems import sentence
from content.reading.roster import RosterFile, read_roster
from content.sentences import plain
from content.shelving import shelve
from domain.branches import found_branch
from domain.people import branch_named
from domain.refusals import Refused
from domain.rosters import apply_roster
from store.database import transaction

log = logging.getLogger(__name__)

KINDS = ("charter", "regulation", "speech", "case", "notice", "bank")
SUFFIXES = (
    *(".txt", ".md", ".markdown", ".docx", ".odt", ".pdf"),
    *(".html", ".htm", ".mht", ".mhtml"),
    *(".doc", ".wps", ".rtf"),
)
"""Files of a folder that are tried; what cannot be read yet among them is named as a problem."""

HARMLESS = ("sample_row", "duplicate")
"""Rows of a roster that are left out without anybody missing."""

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


@dataclass(frozen=True, slots=True)
class RosterReport:
    """What a roster holds and what was done with it; `problems` counts people left out."""

    lines: list[str]
    number: int
    problems: int


def load_texts(
    engine: Engine,
    paths: Sequence[Path],
    kind: str | None,
    dry_run: bool,
    now: datetime,
    progress: Progress = lambda _done, _total: None,
) -> LoadReport:
    """Load study texts and question banks; folders are walked. Each file is its own transaction.

    `kind` overrides what a file looks like. `dry_run` reads and counts, and leaves the database
    alone. The same bytes loaded again change nothing and say so. Raises Refused("kind_unknown").
    """
    if kind is not None and kind not in KINDS:
        raise Refused("kind_unknown", kind=kind, kinds=" ".join(KINDS))
    found = list(_walk(paths, kind))
    lines = []
    for done, path in enumerate(found, start=1):
        lines.append(_load_one(engine, path, kind, now, dry_run=dry_run))
        progress(done, len(found))
    if not lines:
        lines = [FileLine(plain("load_nothing"), is_problem=True)]
    return LoadReport(tuple(lines))


def load_roster(
    engine: Engine, file: Path, branch_name: str, dry_run: bool, now: datetime, timezone: str
) -> RosterReport:
    """Put the people of `file` on a branch, founded with `timezone` where it is new.

    `dry_run` reads and tells, and changes nothing. Raises Refused for a file that cannot be read
    or a name that no branch may have; OSError where the file cannot be opened.
    """
    found = read_roster(file.name, file.read_bytes())
    with transaction(engine) as session:
        is_new = branch_named(session, " ".join(branch_name.split())) is None
        head = {"branch": branch_name, "new_branch": is_new, "number": len(found.rows)}
        lines = [plain("roster_head", head), *map(sentence, found.problems)]
        if dry_run:
            lines.append(plain("roster_dry"))
        else:
            branch = found_branch(session, branch_name, now, timezone)
            applied = apply_roster(session, branch, found.rows, now)
            facts = {"added": applied.added, "changed": applied.changed, "same": applied.same}
            lines.append(plain("roster_applied", facts))
    return RosterReport(lines, len(found.rows), _left_out(found))


def _left_out(found: RosterFile) -> int:
    return sum(not problem.kept and problem.code not in HARMLESS for problem in found.problems)


def _walk(paths: Sequence[Path], kind: str | None) -> Iterator[Path]:
    """Files as they are named, folders by their files in order; hidden and lock files left out.

    Of the tables in a folder only those that are question banks.
    """
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                if not name.startswith((".", "~$")) and _is_tried(Path(folder) / name, kind):
                    yield Path(folder) / name


def _is_tried(path: Path, kind: str | None) -> bool:
    name = path.name.lower()
    if name.endswith(SUFFIXES):
        return True
    try:
        return name.endswith(TABLES) and is_bank(path, path.read_bytes(), kind)
    except (OSError, MemoryError, RecursionError, ArithmeticError, LookupError, ValueError):
        return False


def _load_one(
    engine: Engine, path: Path, kind: str | None, now: datetime, *, dry_run: bool
) -> FileLine:
    try:
        data = _bytes(path)
        if is_bank(path, data, kind):
            return FileLine(load_bank(engine, path, data, now, dry_run=dry_run))
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
        _, is_new = shelve(session, document, sha256, path.name, now, kind)
    return is_new


def _line(path: Path, document: Document, kind: str, *, is_new: bool) -> str:
    facts = {"name": path.name, "title": document.title, "counts": document.counts()}
    return plain("load_line", facts | {"kind": plain(f"kind_of_text_{kind}"), "is_new": is_new})
