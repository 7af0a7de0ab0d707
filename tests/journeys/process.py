"""`python -m bot run` as a process of its own, to be killed and ended from outside."""

import asyncio
import os
import signal
import socket
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.journeys.faulty import FaultyDouble
from tests.journeys.house import ADMIN, FAST

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Running:
    """The bot under one database; its log at the loudest level grows over all its lives."""

    double: FaultyDouble
    url: str
    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()
    port: int = field(default_factory=free_port)
    process: asyncio.subprocess.Process | None = None

    @property
    def log(self) -> str:
        """Everything that it has logged or printed."""
        return (self.folder / "log.txt").read_text("utf-8")

    @property
    def listens_at(self) -> str:
        """The root of its web server."""
        return f"http://127.0.0.1:{self.port}"

    def _environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("ZHIBU_")}
        return kept | {
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "error",
            "ZHIBU_TELEGRAM_TOKEN": self.double.token,
            "ZHIBU_TELEGRAM_API": self.double.root,
            "ZHIBU_TELEGRAM_RATE": str(FAST),
            "ZHIBU_TELEGRAM_GROUP_RATE": str(FAST),
            "ZHIBU_TELEGRAM_PRIVATE_RATE": str(FAST),
            "ZHIBU_DATABASE": self.url,
            "ZHIBU_DATA": str(self.folder / "data"),
            "ZHIBU_ADMINS": f"telegram:{ADMIN}",
            "ZHIBU_LISTEN": f"127.0.0.1:{self.port}",
            "ZHIBU_LOG": "debug",
            **self.settings,
        }

    async def launch(self) -> asyncio.subprocess.Process:
        """Begin a process; it need not serve yet."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "log.txt").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", "bot", "run", *self.arguments),
                cwd=self.folder,
                env=self._environment(),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        return self.process

    async def start(self) -> None:
        """Begin a process and wait until it polls."""
        self.double.reached.clear()
        await self.launch()
        await self.double.until(self._polls, 30)

    def _polls(self) -> bool:
        assert self.process is not None
        assert self.process.returncode is None, self.log
        return "getUpdates" in self.double.reached

    async def kill(self) -> None:
        """kill -9."""
        assert self.process is not None
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()

    async def terminate(self) -> tuple[int, float]:
        """SIGTERM; the exit code and the seconds it took."""
        assert self.process is not None
        began = asyncio.get_running_loop().time()
        self.process.send_signal(signal.SIGTERM)
        code = await asyncio.wait_for(self.process.wait(), 20)
        return code, asyncio.get_running_loop().time() - began
