"""C: one message to each of many groups, at the service's limit."""

import asyncio
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import func, select

from bench.figures import Section, Series, at_least, at_most, ratios
from bench.ground import close_file, found_with_meeting
from bench.presses import Say
from bench.programs import Failed, peer, product, stub
from store.database import open_database, transaction
from store.migrate import migrate
from store.tables import Outbox

PER_SECOND, PER_GROUP_MINUTE = 30, 20
LATENCY_MS = 60.0
LONGEST_SECONDS = 400.0
RECORD_LOOKS = 50
TEXT = "会议通知\n类型：主题党日\n地点：三楼会议室\n议题：学习党章第一章；讨论下月安排"


def prepare(file: Path, groups: int, now: datetime) -> list[int]:
    """A database in which a notice to each of so many groups is due; returns the groups."""
    engine = open_database(f"sqlite:///{file}")
    migrate(engine)
    with transaction(engine) as session:
        chats = [found_with_meeting(session, number, now) for number in range(groups)]
    close_file(engine)
    return chats


async def run(who: str, ground: Path, chats: list[int], folder: Path) -> dict[str, Any]:
    """One run; returns the stub's figures. Raises Failed when a message was lost or doubled."""
    folder.mkdir(parents=True)
    async with stub(LATENCY_MS) as api:
        await api.ask("stage", groups=chats, notices=[])
        await api.ask("limits", per_second=PER_SECOND, per_group_minute=PER_GROUP_MINUTE)
        file = folder / ("bench.db" if who == "product" else "letters.json")
        if who == "product":
            file.write_bytes(ground.read_bytes())
        else:
            file.write_text(json.dumps([[chat, TEXT] for chat in chats]))
        begins = product(file, api.root) if who == "product" else peer("sending", file, api.root)
        async with begins as program:
            await program.while_alive(api.ask("posted", number=len(chats), seconds=LONGEST_SECONDS))
            if who == "product":
                await _recorded(file, len(chats))
            figures = await api.ask("figures")
    if figures["doubled"]:
        raise Failed(f"{figures['doubled']} groups got the message twice")
    return figures


async def _recorded(file: Path, number: int) -> None:
    """Waits until the outbox says of all that they were sent."""
    engine = open_database(f"sqlite:///{file}")
    for _ in range(RECORD_LOOKS):
        with transaction(engine) as session:
            sent = session.exec(
                select(func.count()).where(Outbox.kind == "notice", Outbox.state == "sent")
            ).one()
        if sent == number:
            break
        await asyncio.sleep(0.2)
    engine.dispose()
    if sent != number:
        raise Failed(f"{sent} of {number} notices are recorded as sent")


def part_of_limit(figures: dict[str, Any]) -> float:
    """Messages a second from the first to the last that was taken, in percent of the limit."""
    return float((figures["sent"] - 1) / figures["sent_seconds"] / PER_SECOND * 100)


def part_refused(figures: dict[str, Any]) -> float:
    """Attempts that the service refused, in percent of all."""
    return float(figures["refused"] / (figures["refused"] + figures["sent"]) * 100)


async def work(now: datetime, folder: Path, groups: int, runs: int, say: Say) -> Section:
    """Work C."""
    section = Section(
        "C. Sending at the limit",
        f"A notice to each of {groups} groups, {LATENCY_MS:g} ms round trip, the stub's limiter "
        f"strict: at most {PER_SECOND} in any second, {PER_GROUP_MINUTE} a minute in a group. "
        "Every run fails when a message is lost or doubled. The product sends from its outbox "
        "(claimed, recorded); the peer is python-telegram-bot's AIORateLimiter with "
        "max_retries=10, all sends gathered, nothing recorded.",
        ("measure", "product", "peer", "ratio"),
    )
    ground = folder / "sending.db"
    chats = prepare(ground, groups, now)
    found: dict[str, list[dict[str, Any]]] = {"product": [], "peer": []}
    for number in range(runs):
        for who in found:
            figures = await run(who, ground, chats, folder / f"c{who}{number}")
            found[who].append(figures)
            say(f"{who}: {part_of_limit(figures):.1f} %, {part_refused(figures):.2f} % refused")
    used = {who: Series(tuple(map(part_of_limit, runs))) for who, runs in found.items()}
    refused = {who: Series(tuple(map(part_refused, runs))) for who, runs in found.items()}
    ratio = ratios(used["product"].values, used["peer"].values)
    mine, theirs = used["product"], used["peer"]
    section.rows = [
        ("of the limit, %", str(mine), str(theirs), str(ratio)),
        ("refused, %", str(refused["product"]), str(refused["peer"]), ""),
    ]
    section.verdicts = [
        at_least("of the limit", used["product"], 97, "%"),
        at_most("refused", refused["product"], 0.1, "%"),
    ]
    return section
