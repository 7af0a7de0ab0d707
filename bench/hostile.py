"""Files built to hurt: how long each is worked on, with how much memory, and what is said of it.

Each file is handed to the product's own `read_apart` in a small process of its own, so that its
peak of memory is that of one reader; meanwhile the event loop is asked whether it still answers.
"""

import asyncio
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.figures import Section, Verdict, shown
from bench.programs import ROOT, Failed
from content.reading.apart import read_apart
from domain.refusals import Refused

SECONDS_BAR = 2.0
MEMORY_BAR_MB = 200.0
PAUSE_BAR_MS = 250.0
_TICK_SECONDS = 0.005
_LONGEST_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Measured:
    """What one file cost.

    `seconds` count from the call of `read_apart`, start of the reader's process included;
    `peak_mb` is the largest resident memory of that process, at least that of the process that
    started it; `code` is the code of the refusal, or the kind of thing that was read; `pause_ms`
    is the longest time in which the event loop answered nobody.
    """

    file: str
    seconds: float
    peak_mb: float
    code: str
    pause_ms: float


def measure_hostile(folder: Path) -> list[Measured]:
    """Every file of a folder. Raises Failed."""
    return [measured(path) for path in sorted(folder.iterdir()) if path.is_file()]


def measured(path: Path) -> Measured:
    """One file, in a process of its own. Raises Failed."""
    command = [sys.executable, "-m", "bench.hostile", str(path)]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            timeout=_LONGEST_SECONDS,
            env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        )
    except subprocess.SubprocessError as error:
        raise Failed(f"{path.name}: {error}") from error
    return Measured(**json.loads(done.stdout))


async def _measured_here(path: Path) -> Measured:
    loop = asyncio.get_running_loop()
    pauses = [0.0]
    watch = asyncio.create_task(_watch(loop.time, pauses))
    await asyncio.sleep(0)
    begun = loop.time()
    try:
        code = type(await read_apart(path, path.name)).__name__
    except Refused as refused:
        code = refused.code
    seconds = loop.time() - begun
    watch.cancel()
    # Linux counts in KiB.
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return Measured(path.name, seconds, peak, code, max(pauses) * 1000)


async def _watch(clock: Callable[[], float], pauses: list[float]) -> None:
    while True:
        begun = clock()
        await asyncio.sleep(_TICK_SECONDS)
        pauses.append(clock() - begun - _TICK_SECONDS)


def work(paths: Sequence[Path], say: Callable[[str], None]) -> Section:
    """The section of the report for these files. Raises Failed."""
    section = Section(
        "Hostile files",
        "Seconds from handing the file to the reader until its answer is there (start of the "
        "reader's process included), the largest resident memory of that process (at least that "
        "of the small process which starts it), and the longest time in which the event loop "
        "answered nobody. Each file in a fresh process.",
        ("file", "seconds", "peak, MB", "loop paused, ms", "answer"),
    )
    found = []
    for path in paths:
        one = measured(path)
        say(f"{one.file}: {one.seconds:.2f} s, {one.peak_mb:.0f} MB, {one.code}")
        section.rows.append(
            (one.file, shown(one.seconds), shown(one.peak_mb), shown(one.pause_ms), one.code)
        )
        found.append(one)
    section.verdicts += _verdicts(found)
    return section


def _verdicts(found: Sequence[Measured]) -> list[Verdict]:
    worst = (
        ("slowest file", "s", SECONDS_BAR, max(one.seconds for one in found)),
        ("most memory", "MB", MEMORY_BAR_MB, max(one.peak_mb for one in found)),
        ("longest pause of the loop", "ms", PAUSE_BAR_MS, max(one.pause_ms for one in found)),
    )
    return [
        Verdict(what, f"at most {bar:g} {unit}", f"{shown(value)} {unit}", value <= bar)
        for what, unit, bar, value in worst
    ]


if __name__ == "__main__":
    print(json.dumps(asdict(asyncio.run(_measured_here(Path(sys.argv[1]))))))
