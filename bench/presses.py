"""A: a burst of presses. B: the wait for an answer at an even pace."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from statistics import median
from typing import Any

from bench.figures import Section, Series, at_least, at_most, ratios, shown
from bench.ground import Ground
from bench.pressed import Pressed, check_record
from bench.programs import Failed, Program, Stub, peer, product, stub

LONGEST_SECONDS = 600.0
Say = Callable[[str], None]
BARS = {0: 5.0, 60: 20.0}


@dataclass(frozen=True, slots=True)
class Load:
    """How many presses, over which round trip in ms; `rate` a second, None for all at once."""

    presses: int
    latency_ms: float = 0.0
    rate: float | None = None


def starting(who: str, database: Path, api: str) -> AbstractAsyncContextManager[Program]:
    """The product, or the stock bot."""
    if who == "product":
        return product(database, api)
    return peer("answering", database, api)


async def run(who: str, ground: Ground, folder: Path, load: Load) -> dict[str, Any]:
    """One run; returns the stub's figures. Raises Failed or AssertionError when it went wrong."""
    database = ground.copy_to(folder)
    presses = ground.presses(load.presses)
    async with stub(load.latency_ms) as api:
        await api.ask("stage", **ground.stage())
        async with starting(who, database, api.root) as program:
            await program.while_alive(api.ask("started", seconds=60))
            await api.ask("presses", presses=[p.act() for p in presses], rate=load.rate)
            await program.while_alive(
                api.ask("answered", number=len(presses), seconds=LONGEST_SECONDS)
            )
            figures = await _figures(api, presses)
    check_record(database, presses)
    return figures


async def _figures(api: Stub, presses: list[Pressed]) -> dict[str, Any]:
    figures = await api.ask("figures")
    refused = sum(press.refused for press in presses)
    if figures["alerts"] != refused:
        raise Failed(f"{figures['alerts']} refusals were answered for {refused} presses")
    return figures


async def paired(ground: Ground, folder: Path, load: Load, runs: int, say: Say) -> "Pairs":
    """Runs of product and peer by turns."""
    found: dict[str, list[dict[str, Any]]] = {"product": [], "peer": []}
    for number in range(runs):
        for who in found:
            figures = await run(who, ground, folder / f"{who}{number}", load)
            found[who].append(figures)
            say(f"{who}: {figures['answered'] / figures['seconds']:.0f}/s")
    return Pairs(found["product"], found["peer"])


@dataclass(frozen=True, slots=True)
class Pairs:
    """The figures of the pairs, in order."""

    product: list[dict[str, Any]]
    peer: list[dict[str, Any]]

    def of(self, measure: Callable[[dict[str, Any]], float]) -> tuple[Series, Series]:
        """One measure of all runs, of the product and of the peer."""
        mine, theirs = map(measure, self.product), map(measure, self.peer)
        return Series(tuple(mine)), Series(tuple(theirs))


def per_second(figures: dict[str, Any]) -> float:
    """Presses answered in a second, from the first queued to the last answered."""
    return float(figures["answered"] / figures["seconds"])


def percentile(part: float) -> Callable[[dict[str, Any]], float]:
    """That part of the latencies is at most so long, in milliseconds."""

    def measure(figures: dict[str, Any]) -> float:
        waits = figures["latencies"]
        return float(waits[ceil(part * len(waits)) - 1] * 1000)

    return measure


async def burst(ground: Ground, folder: Path, presses: int, runs: int, say: Say) -> Section:
    """Work A."""
    section = Section(
        "A. A burst of presses",
        f"{presses} presses from {ground.people} people in {len(ground.seats)} groups over long "
        "polling, 5 % of them to be refused; a press counts when its answer has arrived, and "
        "afterwards each must stand in the database (synchronous=FULL) once. The peer is a "
        "stock python-telegram-bot Application with SQLModel's AsyncSession on SQLite.",
        ("round trip", "product, presses/s", "peer, presses/s", "ratio"),
    )
    for latency, bar in BARS.items():
        say(f"A at {latency} ms")
        load = Load(presses, latency)
        pairs = await paired(ground, folder / f"a{latency}", load, runs, say)
        mine, theirs = pairs.of(per_second)
        ratio = ratios(mine.values, theirs.values)
        section.rows.append((f"{latency} ms", str(mine), str(theirs), str(ratio)))
        section.verdicts.append(at_least(f"presses a second at {latency} ms", ratio, bar))
    return section


async def steady(ground: Ground, folder: Path, seconds: float, runs: int, say: Say) -> Section:
    """Work B."""
    rate = 50.0
    section = Section(
        "B. The wait for an answer",
        f"{rate:g} presses a second for {seconds:g} s at random times (the same for both), no "
        "round trip added: milliseconds from the delivery to the bot until its answer arrived. "
        "The peer is that of A.",
        ("share of presses", "product, ms", "peer, ms", "ratio"),
    )
    say("B")
    load = Load(round(rate * seconds), rate=rate)
    pairs = await paired(ground, folder / "b", load, runs, say)
    for part in (0.5, 0.99):
        mine, theirs = pairs.of(percentile(part))
        ratio = ratios(mine.values, theirs.values)
        section.rows.append((f"{part:.0%}", str(mine), str(theirs), str(ratio)))
    section.verdicts.append(at_most("99 % of the answers", ratio, 0.5, "of the peer's"))
    say(f"B p99: {shown(median(mine.values))} ms against {shown(median(theirs.values))} ms")
    return section
