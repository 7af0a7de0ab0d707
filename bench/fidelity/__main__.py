"""`python -m bench.fidelity [--data DIR] [--only A,B] [--into FILE]`: every bar of fidelity.

Measures, prints and writes FIDELITY.md. Exit code 1 when a bar is not met; a part whose data are
missing is skipped with a line and does not count.
"""

import argparse
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from bench.fidelity import (
    banks,
    damaged_files,
    documents,
    hostile_files,
    questions,
    report,
    rosters,
    speed,
    variants,
    whole_set,
)
from bench.fidelity.trial_data import DEFAULT, Missing, TrialData
from bench.figures import Section, Verdict
from scheduler.clock import Clock


@dataclass(frozen=True, slots=True)
class Ground:
    """What a part works with; `folder` is gone afterwards."""

    data: TrialData
    folder: Path
    clock: Clock


PARTS: dict[str, Callable[[Ground], list[Section]]] = {
    "documents": lambda ground: [documents.work(ground.data, say)],
    "variants": lambda ground: [variants.work(ground.data, say)],
    "banks": lambda ground: [banks.work(ground.data, say)],
    "rosters": lambda ground: [rosters.work(ground.data)],
    "questions": lambda ground: [
        questions.work(ground.data, ground.folder, ground.clock.now(), say)
    ],
    "hostile": lambda ground: [
        hostile_files.work(ground.data, ground.folder, say),
        damaged_files.work(ground.data, say),
    ],
    "speed": lambda ground: speed.work(ground.data),
    "load": lambda ground: [whole_set.work(ground.data, ground.folder)],
}


def say(words: str) -> None:
    """Progress and what is wrong in detail: not for the report."""
    print(words, file=sys.stderr, flush=True)


def _broken(name: str) -> Section:
    """In place of older figures, that there are none."""
    section = Section(report.TITLES[name], "The measure broke off.", ("measure", "figure"))
    section.verdicts.append(Verdict(name, "measured", "broke off", held=False))
    return section


def measure(ground: Ground, names: list[str], into: Path) -> list[Verdict]:
    """Measure parts, print and write them; the bars that are not met.

    A part that breaks counts as a bar that is not met, and the others are measured.
    """
    missed: list[Verdict] = []
    for name in names:
        begun, now = perf_counter(), ground.clock.now()
        try:
            sections = PARTS[name](ground)
        except Missing as missing:
            print(f"\n{name}: skipped, {missing}.", flush=True)
            continue
        except Exception:  # the other parts are measured all the same
            say(f"{name}: {traceback.format_exc()}")
            sections = [_broken(name)]
        say(f"{name}: {perf_counter() - begun:.1f} s")
        report.put(name, sections, now, into)
        for section in sections:
            print(f"\n## {section.title}\n\n{section.text()}", flush=True)
            missed += [verdict for verdict in section.verdicts if not verdict.held]
    return missed


def main() -> int:
    """Exit code 0 when every bar that could be measured is met."""
    parser = argparse.ArgumentParser(prog="python -m bench.fidelity", description=__doc__)
    parser.add_argument("--data", type=Path, default=DEFAULT, help="folder of the trial data")
    parser.add_argument("--only", default=",".join(PARTS), help="parts, by name")
    parser.add_argument("--into", type=Path, default=report.FILE, help="the report")
    options = parser.parse_args()
    names = [name.strip().lower() for name in options.only.split(",")]
    if unknown := set(names) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory(prefix="zhibu-fidelity-") as folder:
        ground = Ground(TrialData(options.data), Path(folder), Clock())
        missed = measure(ground, names, options.into)
    for verdict in missed:
        print(f"not met: {verdict.what}: {verdict.reached}, the bar is {verdict.bar}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
