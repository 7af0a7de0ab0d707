"""6: files built to hurt: refused quickly, with little memory, and with nothing left behind."""

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from bench import hostile
from bench.fidelity.outcome import Outcome
from bench.fidelity.report import TITLES
from bench.fidelity.share import Share, all_of
from bench.fidelity.trial_data import TrialData
from bench.figures import Section, Verdict
from bench.programs import Failed
from content.reading.apart import read_apart
from content.sentences import plain
from domain.refusals import Refused

WRITER = "gen_hostile.py"
_BUILT = re.compile(r"external|\.\./")
"""What makes an untidy file a hostile one although it may be imported."""
LONGEST_SECONDS = 200
Say = Callable[[str], None]


def work(data: TrialData, folder: Path, say: Say) -> Section:
    """Hand every hostile file to the reader. Raises Missing, or Failed when one cannot be made."""
    made = _written(data, folder / "hostile")
    paths = made + _from_untidy(data)
    with _own_temporary(folder / "left") as left:
        section = hostile.work(paths, say)
        sentences = {path: _sentence(path) for path in paths}
    section.title = TITLES["hostile"]
    section.how += (
        f" The files are those that {WRITER} writes and the untidy files that may be refused or "
        "reach outside. Left behind would be files in the temporary folder, and processes."
    )
    section.rows = [
        (*row[:-1], sentences[path] or "read")
        for row, path in zip(section.rows, paths, strict=True)
    ]
    _judge(section, made, sentences, left)
    return section


def _judge(section: Section, made: list[Path], sentences: dict[Path, str], left: list[str]) -> None:
    refused, worded = Share(), Share()
    for path, sentence in sentences.items():
        if path in made:
            refused.add(bool(sentence), 1)
        if sentence:
            worded.add(Outcome(None, sentence, 0.0).is_plain, 1)
    section.verdicts += [
        all_of(f"files of {WRITER} that are refused", refused),
        all_of("refusals in one plain sentence", worded),
        Verdict("left behind", "nothing", ", ".join(left) or "nothing", not left),
    ]


def _written(data: TrialData, folder: Path) -> list[Path]:
    folder.mkdir(parents=True)
    command = [sys.executable, str(data.file(WRITER)), str(folder)]
    command += ["--docs", str(data.file("docs"))]
    try:
        subprocess.run(command, capture_output=True, check=True, timeout=LONGEST_SECONDS)
    except subprocess.SubprocessError as error:
        raise Failed(f"{WRITER}: {error}") from error
    return sorted(folder.iterdir())


def _from_untidy(data: TrialData) -> list[Path]:
    return [
        data.file("variants", entry["file"])
        for entry in data.truth("variants", "variants.json")
        if "refused" in entry["expect"] or _BUILT.search(entry["how"])
    ]


def _sentence(path: Path) -> str:
    """What the person who sent it is told; empty where it is read."""
    try:
        asyncio.run(read_apart(path, path.name))
    except Refused as refused:
        return plain(f"refused_{refused.code}", refused.facts)
    return ""


@contextmanager
def _own_temporary(folder: Path) -> Iterator[list[str]]:
    """A temporary folder for this process's children; what they left is known at the end."""
    folder.mkdir(parents=True)
    before = os.environ.get("TMPDIR")
    os.environ["TMPDIR"] = str(folder)
    left: list[str] = []
    try:
        yield left
        left += [path.name for path in folder.rglob("*")]
        left += [process.name() for process in psutil.Process().children(recursive=True)]
    finally:
        if before is None:
            del os.environ["TMPDIR"]
        else:
            os.environ["TMPDIR"] = before
