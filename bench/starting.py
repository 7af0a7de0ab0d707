"""E: from the start of the process to the first answer, and its memory after many updates."""

import asyncio
from pathlib import Path

from bench.figures import Section, Series, at_most, ratios
from bench.ground import Ground
from bench.pressed import check_record
from bench.presses import LONGEST_SECONDS, Say, starting
from bench.programs import stub

BAR = 1.5


async def run(who: str, ground: Ground, folder: Path, updates: int) -> tuple[float, float]:
    """One run: seconds from the start to the first answer, and MiB after so many updates."""
    database = ground.copy_to(folder)
    presses = ground.presses(updates)
    async with stub() as api:
        await api.ask("stage", **ground.stage())
        await api.ask("presses", presses=[presses[0].act()])
        clock = asyncio.get_running_loop().time
        begun = clock()
        async with starting(who, database, api.root) as program:
            await program.while_alive(api.ask("answered", number=1, seconds=60))
            first = clock() - begun
            await api.ask("presses", presses=[press.act() for press in presses[1:]])
            await program.while_alive(
                api.ask("answered", number=updates - 1, seconds=LONGEST_SECONDS)
            )
            memory = program.memory_mb()
    check_record(database, presses)
    return first, memory


async def work(ground: Ground, folder: Path, updates: int, runs: int, say: Say) -> Section:
    """Work E."""
    section = Section(
        "E. Start and memory",
        f"Seconds from the start of the process until its first answer arrived (a press waits "
        f"already), and resident memory after {updates} updates, all of them presses as in A. "
        "The product is `zhibu run` with all its parts: web server, planner, courier. The peer "
        "is the bot of A.",
        ("measure", "product", "peer", "ratio"),
    )
    found: dict[str, list[tuple[float, float]]] = {"product": [], "peer": []}
    for number in range(runs):
        for who in found:
            first, memory = await run(who, ground, folder / f"e{who}{number}", updates)
            found[who].append((first, memory))
            say(f"{who}: first answer after {first:.2f} s, {memory:.0f} MiB")
    for measure, place in (("first answer, s", 0), ("memory, MiB", 1)):
        mine = Series(tuple(figures[place] for figures in found["product"]))
        theirs = Series(tuple(figures[place] for figures in found["peer"]))
        ratio = ratios(mine.values, theirs.values)
        section.rows.append((measure, str(mine), str(theirs), str(ratio)))
    section.verdicts.append(at_most("memory", ratio, BAR, "times the peer's"))
    return section
