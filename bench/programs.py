"""Processes of the benchmarks: the stub and the program under test, started, asked and ended."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
import psutil  # type: ignore[import-untyped]

from tests.doubles.bot_api import TOKEN

ROOT = Path(__file__).parents[1]
START_SECONDS = 60.0
END_SECONDS = 20.0
T = TypeVar("T")


class Failed(Exception):
    """A benchmark could not be run, or a program under test did wrong; the words say what."""


@dataclass(slots=True)
class Program:
    """A program under test."""

    process: asyncio.subprocess.Process
    log: Path

    def memory_mb(self) -> float:
        """Resident memory in MiB."""
        return float(psutil.Process(self.process.pid).memory_info().rss) / (1 << 20)

    async def while_alive(self, waiting: Awaitable[T]) -> T:
        """The result of a wait that the program's own end would make vain. Raises Failed."""
        task, end = asyncio.ensure_future(waiting), asyncio.ensure_future(self.process.wait())
        await asyncio.wait({task, end}, return_when=asyncio.FIRST_COMPLETED)
        end.cancel()
        if not task.done():
            task.cancel()
            self.must_live()
        return await task

    def must_live(self) -> None:
        """Raises Failed with the end of its log when it has ended by itself."""
        if self.process.returncode is not None:
            raise Failed(self.log.read_text(errors="replace")[-3000:])


class Stub:
    """The stub's process as seen from the driver."""

    def __init__(self, root: str, session: aiohttp.ClientSession) -> None:
        self.root, self._session = root, session

    async def ask(self, act: str, **body: Any) -> dict[str, Any]:
        """One act of the stub; returns its answer. Raises Failed when a wait was in vain."""
        async with self._session.post(f"{self.root}/control/{act}", json=body) as answer:
            answer.raise_for_status()
            found: dict[str, Any] = await answer.json()
        if found.get("ready") is False:
            raise Failed(f"waited in vain: {act} {body} {await self._state()}")
        return found

    async def _state(self) -> dict[str, Any]:
        async with self._session.post(f"{self.root}/control/figures", json={}) as answer:
            found: dict[str, Any] = await answer.json()
        return {name: value for name, value in found.items() if name != "latencies"}


@asynccontextmanager
async def stub(latency_ms: float = 0.0) -> AsyncIterator[Stub]:
    """A fresh stub in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bench.stub", "--latency-ms", str(latency_ms)),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        root = (await asyncio.wait_for(process.stdout.readline(), START_SECONDS)).decode().strip()
        timeout = aiohttp.ClientTimeout(total=None)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            yield Stub(root, session)
    finally:
        await _end(process)


@asynccontextmanager
async def product(database: Path, api: str) -> AsyncIterator[Program]:
    """`zhibu run` with all its parts on this database, its Telegram at `api`."""
    environment = {
        "ZHIBU_DATABASE": f"sqlite:///{database}",
        "ZHIBU_DATA": str(database.parent / "data"),
        "ZHIBU_TELEGRAM_TOKEN": TOKEN,
        "ZHIBU_TELEGRAM_API": api,
        "ZHIBU_LISTEN": f"127.0.0.1:{_free_port()}",
        "ZHIBU_LOG": "warning",
    }
    async with _program(("bot", "--debug", "run"), database, environment) as program:
        yield program


@asynccontextmanager
async def peer(name: str, database: Path, api: str) -> AsyncIterator[Program]:
    """A module of `bench.peers` on this database, with the Bot API at `api`."""
    environment = {"PEER_DATABASE": str(database), "PEER_TOKEN": TOKEN, "PEER_API": api}
    async with _program((f"bench.peers.{name}",), database, environment) as program:
        yield program


@asynccontextmanager
async def _program(
    module: Sequence[str], database: Path, environment: Mapping[str, str]
) -> AsyncIterator[Program]:
    log = database.with_suffix(".log")
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            *module,
            cwd=ROOT,
            env={**_plain_environment(), **environment},
            stdout=output,
            stderr=output,
        )
    try:
        program = Program(process, log)
        yield program
        program.must_live()
    finally:
        await _end(process)


def _plain_environment() -> dict[str, str]:
    """This process's, without settings that would change the product or the peer."""
    return {name: value for name, value in os.environ.items() if not name.startswith("ZHIBU_")}


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), END_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
