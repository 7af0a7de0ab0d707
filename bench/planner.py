"""D: the planner's tick as the number of plans grows, and a job a branch beside it."""

import asyncio
import json
import shutil
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from bench.figures import Section, Series, Verdict, at_most, ratios
from bench.peers import jobs
from bench.postgres import new_database, server
from bench.presses import Say
from bench.programs import ROOT, Failed
from bench.ticking import DUE, fill

BAR = 1.5
KINDS = ("SQLite", "PostgreSQL")
Found = dict[tuple[str, int], list[dict[str, float]]]


async def _process(module: str, *arguments: str) -> dict[str, float]:
    """What a process of its own measured."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *arguments,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, errors = await process.communicate()
    if process.returncode:
        raise Failed(errors.decode(errors="replace")[-3000:])
    found: dict[str, float] = json.loads(output.decode().splitlines()[-1])
    return found


async def work(
    folder: Path, sizes: Sequence[int], peer_sizes: Sequence[int], ticks: int, runs: int, say: Say
) -> Section:
    """Work D."""
    with ExitStack() as stack:
        postgres = stack.enter_context(server())
        urls = {}
        for size in sizes:
            urls["SQLite", size] = f"sqlite:///{folder / f'plans{size}.db'}"
            urls["PostgreSQL", size] = new_database(postgres, f"plans{size}")
        for key, url in urls.items():
            say(f"D: {key[1]} plans on {key[0]}")
            fill(url, key[1])
        for size in peer_sizes:
            jobs.fill(str(folder / f"jobs{size}.db"), size)
        found, peers = await _runs(urls, folder, peer_sizes, ticks, runs, say)
    return _section(found, peers, sizes, ticks)


async def _runs(
    urls: dict[tuple[str, int], str],
    folder: Path,
    peer_sizes: Sequence[int],
    ticks: int,
    runs: int,
    say: Say,
) -> tuple[Found, Found]:
    found: Found = {key: [] for key in urls}
    peers: Found = {(store, size): [] for store in ("memory", "sqlite") for size in peer_sizes}
    for number in range(runs):
        for key, url in urls.items():
            figures = await _process("bench.ticking", url, str(ticks))
            found[key].append(figures)
            say(f"tick: {key[0]} {key[1]}: {figures['ms']:.1f} ms")
        for store, size in peers:
            file = folder / f"jobs-{store}{size}-{number}.db"
            if store == "sqlite":
                shutil.copy(folder / f"jobs{size}.db", file)
            figures = await _process("bench.peers.jobs", store, str(size), str(file))
            peers[store, size].append(figures)
            say(f"jobs: {store} {size}: {figures['ms']:.1f} ms, {figures['missed']:g} dropped")
    return found, peers


def _series(runs: list[dict[str, float]], name: str) -> Series:
    return Series(tuple(figures[name] for figures in runs))


def _section(found: Found, peers: Found, sizes: Sequence[int], ticks: int) -> Section:
    section = Section(
        "D. The planner's tick",
        f"{DUE} daily pushes are due among many plans: taken, moved on and put into the outbox "
        f"in one durable transaction; a run's figure is the median of {ticks} ticks. The peer is "
        "APScheduler with a job a branch and its default settings: from the moment at which "
        f"{DUE} jobs are due until each has committed its row or was dropped as late.",
        ("what", "plans", "ms", "statements", "dropped"),
    )
    for (kind, size), runs in found.items():
        statements = str(_series(runs, "statements"))
        section.rows.append(
            (f"product, {kind}", f"{size:,}", str(_series(runs, "ms")), statements, "0")
        )
    for (store, size), runs in peers.items():
        missed = str(_series(runs, "missed"))
        section.rows.append(
            (f"peer, {store} store", f"{size:,}", str(_series(runs, "ms")), "", missed)
        )
    for kind in KINDS:
        section.verdicts += _verdicts(kind, found, sizes)
    return section


def _verdicts(kind: str, found: Found, sizes: Sequence[int]) -> list[Verdict]:
    small, large = sizes[0], sizes[-1]
    growth = ratios(
        _series(found[kind, large], "ms").values, _series(found[kind, small], "ms").values
    )
    statements = {run["statements"] for size in sizes for run in found[kind, size]}
    return [
        at_most(f"{kind}, {large:,} plans against {small:,}", growth, BAR),
        Verdict(
            f"{kind}, statements of a tick",
            "the same at every size",
            " and ".join(f"{number:g}" for number in sorted(statements)),
            len(statements) == 1,
        ),
    ]
