"""8: `zhibu load` of the whole set in one run, and once more."""

import hashlib
import os
import pty
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from bench.fidelity.report import TITLES
from bench.fidelity.share import Share, all_of
from bench.fidelity.trial_data import TrialData
from bench.figures import Section, Verdict, shown
from bench.programs import ROOT, Failed

FOLDERS = ("docs", "variants", "banks")
TRUTHS = {"variants.json", "expected_banks.json"}
SAME = "没有变化"
"""What the second run must say of a file."""
LONGEST_SECONDS = 400
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|[^\n]*\r(?!\n)")
"""What moves the cursor or was written over: the frames of the bar."""
_BROKEN = re.compile(r"（[A-Za-z]*(?:Error|Exception|Warning)）")
"""How a line names an error of the program."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the command: what it said, what its bar showed, what stands in the database."""

    seconds: float
    lines: list[str]
    percents: list[int]
    database: str


def work(data: TrialData, folder: Path) -> Section:
    """Load everything twice. Raises Missing, or Failed when the command breaks."""
    files = _gather(data, folder / "set")
    database = folder / "load.db"
    first, second = _load(folder / "set", database), _load(folder / "set", database)
    loaded = _loaded(database, files)
    section = Section(
        TITLES["load"],
        f"`zhibu load` of one folder with all {len(files)} files of the set (documents, untidy "
        "files, question banks; not the truths about them) into an empty database on SQLite, the "
        "progress bar on a terminal; then the same command again. A file is new when its SHA-256 "
        "stands in the database afterwards; a file with the words of another is there already.",
        ("run", "seconds", "lines", "new", "there already", "refused", "bar"),
    )
    for name, run in (("first", first), ("again", second)):
        there = sum(SAME in line for line in run.lines)
        new = len(loaded) if run is first else 0
        bar = f"{len(set(run.percents))} steps to {max(run.percents, default=0)} %"
        refused = len(run.lines) - there - new
        counts = map(str, (len(run.lines), new, there, refused))
        section.rows.append((name, shown(run.seconds), *counts, bar))
    _judge(section, files, loaded, first, second)
    return section


def _judge(
    section: Section, files: dict[str, str], loaded: list[str], first: Run, second: Run
) -> None:
    told = Share()
    told.add(sum(any(name in line for line in first.lines) for name in files), len(files))
    same = Share()
    same.add(
        sum(any(name in line and SAME in line for line in second.lines) for name in loaded),
        len(loaded),
    )
    broken = sum(bool(_BROKEN.search(line)) for line in first.lines)
    whole = max(first.percents, default=0) == 100
    unchanged = first.database == second.database
    section.verdicts = [
        all_of("files with a line of their own in the first run", told),
        Verdict("files at which the reader broke", "none", str(broken), broken == 0),
        Verdict(
            "a progress bar goes to its end", "100 %", f"{max(first.percents, default=0)} %", whole
        ),
        Verdict(
            "the second run changes nothing",
            "every row as before",
            "the same" if unchanged else "rows differ",
            unchanged,
        ),
        all_of("files of which the second run says that nothing changed", same),
    ]


def _gather(data: TrialData, folder: Path) -> dict[str, str]:
    """Copies of all files of the set in one folder; their SHA-256 by name."""
    found = {}
    for name in FOLDERS:
        (folder / name).mkdir(parents=True)
        for path in sorted(data.file(name).iterdir()):
            if path.is_file() and path.name not in TRUTHS:
                shutil.copyfile(path, folder / name / path.name)
                found[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def _load(folder: Path, database: Path) -> Run:
    begun = perf_counter()
    with _terminal() as (end, shown_there):
        done = subprocess.run(
            [sys.executable, "-m", "bot", "--debug", "load", str(folder)],
            cwd=ROOT,
            env=_environment(database),
            stdout=subprocess.PIPE,
            stderr=end,
            text=True,
            timeout=LONGEST_SECONDS,
            check=False,
        )
    seconds = perf_counter() - begun
    errors = b"".join(shown_there).decode(errors="replace")
    if done.returncode not in (0, 1) or "Traceback" in errors or not done.stdout.strip():
        raise Failed(_CONTROL.sub("", errors)[-1500:])
    percents = [int(number) for number in re.findall(r"(\d{1,3})%", errors)]
    return Run(seconds, done.stdout.splitlines(), percents, _digest(database))


def _environment(database: Path) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("ZHIBU_")}
    return own | {
        "ZHIBU_DATABASE": f"sqlite:///{database}",
        "ZHIBU_DATA": str(database.parent / "data"),
        "TERM": "xterm",
        "COLUMNS": "100",
    }


@contextmanager
def _terminal() -> Iterator[tuple[int, list[bytes]]]:
    """A terminal for a program to write to, and what it wrote there."""
    ours, theirs = pty.openpty()
    written: list[bytes] = []

    def listen() -> None:
        try:
            while piece := os.read(ours, 65536):
                written.append(piece)
        except OSError:  # the other end is closed
            return

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    try:
        yield theirs, written
    finally:
        os.close(theirs)
        listener.join(5)
        os.close(ours)


def _tables(connection: sqlite3.Connection) -> list[str]:
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [name for (name,) in found.fetchall()]


def _digest(database: Path) -> str:
    """A hash over every row of every table."""
    whole = hashlib.sha256()
    connection = sqlite3.connect(database)
    try:
        for table in _tables(connection):
            for row in connection.execute(f'SELECT * FROM "{table}" ORDER BY rowid'):
                whole.update(repr((table, row)).encode())
    finally:
        connection.close()
    return whole.hexdigest()


def _loaded(database: Path, files: dict[str, str]) -> list[str]:
    """Which of the files stand in the database, by their hash."""
    connection = sqlite3.connect(database)
    try:
        hashes = {
            row[0]
            for table in _tables(connection)
            if any(c[1] == "sha256" for c in connection.execute(f'PRAGMA table_info("{table}")'))
            for row in connection.execute(f'SELECT sha256 FROM "{table}"')
        }
    finally:
        connection.close()
    return [name for name, sha256 in files.items() if sha256 in hashes]
