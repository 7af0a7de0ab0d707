"""6, second half: damaged copies of honest files break no reader."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench.fidelity.damaging import MOST_BYTES
from bench.fidelity.report import TITLES
from bench.fidelity.trial_data import Missing, TrialData
from bench.figures import Section, Verdict
from bench.programs import ROOT, Failed

FOLDERS = ("variants", "banks", "rosters")
COPIES = 12
LONGEST_SECONDS = 150
Say = Callable[[str], None]


@dataclass(slots=True)
class Found:
    """How many copies were read, and what broke, by file."""

    tried: int = 0
    broken: list[tuple[str, str]] = field(default_factory=list)


def work(data: TrialData, say: Say) -> Section:
    """Damage and read every file. Raises Missing."""
    paths = [path for name in FOLDERS for path in _files(data.folder / name)]
    if not paths:
        raise Missing("there are no files to damage in the trial data")
    section = Section(
        f"{TITLES['hostile']}: damaged copies",
        f"Of each untidy file, bank and roster of at most {MOST_BYTES // 1000} kB, {COPIES} copies "
        "that are cut, holed, overwritten or repeated somewhere, in packed files mostly inside a "
        "member; always the same copies. Each must be read or refused; every other error of the "
        "program counts, and so does the end of the process that reads.",
        ("file", "what broke"),
    )
    found = Found()
    while paths:
        paths = _damage(paths, found)
    for name, words in found.broken:
        section.rows.append((name, _in_short(words)))
        say(f"{name}: {words}")
    section.rows = section.rows or [("none", "nothing")]
    number = len(found.broken)
    section.verdicts.append(
        Verdict(
            "damaged copies that break a reader", "none", f"{number} of {found.tried}", not number
        )
    )
    return section


def _in_short(words: str) -> str:
    """Without what the error says: it may quote the file."""
    return ":".join(words.split(":")[:2])


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    found = sorted(path for path in folder.iterdir() if path.suffix != ".json" and path.is_file())
    return [path for path in found if path.stat().st_size <= MOST_BYTES]


def _damage(paths: list[Path], found: Found) -> list[Path]:
    """Damage and read; the files that are left when the process ended at one of them."""
    command = [sys.executable, "-m", "bench.fidelity.damaging", str(COPIES), *map(str, paths)]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        out, _ = process.communicate(timeout=LONGEST_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        out, _ = process.communicate()
    lines = [json.loads(line) for line in out.splitlines()]
    begun = sum("copies" in line for line in lines)
    found.tried += begun * COPIES
    found.broken += [(line["file"], line["broke"]) for line in lines if "broke" in line]
    if process.returncode == 0:
        return []
    if not begun:
        raise Failed("the process that damages files does not start")
    found.broken.append((paths[begun - 1].name, "the process ended or was too slow"))
    return paths[begun:]
