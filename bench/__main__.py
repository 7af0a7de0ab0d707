"""`python -m bench [--only A,B] [--runs 5] [--quick]`: measures and writes RESULTS.md."""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bench import planner, presses, reading, sending, starting
from bench.figures import Section
from bench.ground import Ground, prepare
from bench.results import conditions, write
from scheduler.clock import Clock

LETTERS = "ABCDEFGH"
WORK = Path(__file__).with_name(".work")


@dataclass(frozen=True, slots=True)
class Size:
    """How much each work takes on."""

    people: int
    of_branch: int
    presses: int
    seconds: float
    groups: int
    plans: tuple[int, ...]
    jobs: tuple[int, ...]
    ticks: int
    updates: int


FULL = Size(1000, 50, 2000, 20, 1500, (1000, 100_000, 1_000_000), (1000, 10_000), 9, 10_000)
QUICK = Size(20, 10, 40, 1, 35, (100, 1000), (100,), 1, 60)


class Bench:
    """The works on one ground, in a folder that is gone afterwards."""

    def __init__(self, folder: Path, size: Size, runs: int, clock: Clock) -> None:
        self.folder, self.size, self.runs, self.clock = folder, size, runs, clock

    @cached_property
    def ground(self) -> Ground:
        """People and meetings, made once for the works that share them."""
        now, size = self.clock.now(), self.size
        return prepare(self.folder / "ground.db", size.people, size.of_branch, now)

    async def a(self) -> Section:
        """A burst of presses."""
        return await presses.burst(self.ground, self.folder, self.size.presses, self.runs, say)

    async def b(self) -> Section:
        """The wait for an answer."""
        return await presses.steady(self.ground, self.folder, self.size.seconds, self.runs, say)

    async def c(self) -> Section:
        """Sending at the limit."""
        now = self.clock.now()
        return await sending.work(now, self.folder, self.size.groups, self.runs, say)

    async def d(self) -> Section:
        """The planner's tick."""
        size = self.size
        return await planner.work(self.folder, size.plans, size.jobs, size.ticks, self.runs, say)

    async def e(self) -> Section:
        """Start and memory."""
        return await starting.work(self.ground, self.folder, self.size.updates, self.runs, say)

    async def f(self) -> Section:
        """Word files into lines."""
        return reading.work("F", runs=self.runs)

    async def g(self) -> Section:
        """PDF files into lines."""
        return reading.work("G", runs=self.runs)

    async def h(self) -> Section:
        """Web pages into lines."""
        return reading.work("H", runs=self.runs)

    def works(self) -> dict[str, Callable[[], Awaitable[Section]]]:
        """Every work under its letter."""
        letters: dict[str, Callable[[], Awaitable[Section]]]
        letters = {"A": self.a, "B": self.b, "C": self.c, "D": self.d, "E": self.e}
        return letters | {"F": self.f, "G": self.g, "H": self.h}


def say(words: str) -> None:
    """Progress."""
    print(words, file=sys.stderr, flush=True)


async def measure(bench: Bench, letters: list[str], *, keep: bool) -> bool:
    """Run works; print and, with `keep`, write their parts. Returns whether all bars hold."""
    held = True
    for letter in letters:
        where = conditions(bench.clock.now(), bench.runs)
        try:
            section = await bench.works()[letter]()
        except reading.NoFiles as missing:
            print(f"\n{letter}: skipped, {missing}.", flush=True)
            continue
        print(f"\n## {section.title}\n\n{section.text()}", flush=True)
        held = held and all(verdict.held for verdict in section.verdicts)
        if keep:
            write(section, where)
    return held


def main() -> int:
    """Exit code 0 when every bar holds, 1 when one does not (not with --quick)."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", default=",".join(LETTERS), help="works, by letter")
    parser.add_argument("--runs", type=int, default=5, help="pairs of runs")
    parser.add_argument("--quick", action="store_true", help="tiny numbers, nothing is written")
    options = parser.parse_args()
    letters = [letter.strip().upper() for letter in options.only.split(",")]
    if unknown := set(letters) - set(LETTERS):
        parser.error(f"there is no work {', '.join(sorted(unknown))}")
    WORK.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=WORK) as folder:
        size, runs = (QUICK, 1) if options.quick else (FULL, options.runs)
        bench = Bench(Path(folder), size, runs, Clock())
        held = asyncio.run(measure(bench, letters, keep=not options.quick))
    return 0 if held or options.quick else 1


if __name__ == "__main__":
    sys.exit(main())
