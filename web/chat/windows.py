"""One open window: a WebSocket that tells what it has, gets the rest, and stays live."""

import asyncio
import contextlib
import json
from collections.abc import Callable
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from domain.messages import Sender
from web.chat.greeting import Card, Seen

HEARTBEAT_SECONDS = 20.0
HELLO_SECONDS = 10.0
CLOSE_SECONDS = 0.5
QUEUED = 2000
"""Messages that may wait for a slow window before it is closed; it resumes afterwards."""

FRAME_LIMIT = 256 * 1024
UNTAKEN = 100
"""A window's events that may wait for the core at once."""


class Window:
    """A person's open window. `push` never waits; `write` sends what was pushed."""

    def __init__(self, socket: web.WebSocketResponse, seen: Seen) -> None:
        self.address = seen.person.address
        self.person: Sender = seen.person
        self.is_admin = seen.is_admin
        self.cards: dict[str, Card] = {card.address: card for card in seen.cards}
        self.untaken = 0
        self.behind: dict[str, None] = {}  # ids of held events, in the order of their coming
        self._socket = socket
        self._queue: asyncio.Queue[str] = asyncio.Queue(QUEUED)
        self._tasks: set[asyncio.Task[None]] = set()

    def push(self, text: str) -> None:
        """Queue a piece of JSON; a window too slow to follow is closed."""
        try:
            self._queue.put_nowait(text)
        except asyncio.QueueFull:
            self.spawn(self.close(WSCloseCode.TRY_AGAIN_LATER))

    def tell(self, message: dict[str, Any]) -> None:
        """Push a message to this window alone."""
        self.push(json.dumps(message, ensure_ascii=False))

    def must_wait(self, client: str) -> bool:
        """Whether an earlier event was held, so that this one may not overtake it."""
        if not self.behind or client == next(iter(self.behind)):
            return False
        self.behind[client] = None
        return True

    def spawn(self, work: Any) -> None:
        """Run something that ends with this window at the latest."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def write(self) -> None:
        """Send what was pushed, until the socket closes."""
        with contextlib.suppress(ConnectionError, RuntimeError):
            while not self._socket.closed:
                await self._socket.send_str(await self._queue.get())

    async def read(self, take: Callable[["Window", dict[str, Any]], None]) -> None:
        """Hand every message of the page to `take`, until the socket closes."""
        async for frame in self._socket:
            if frame.type is WSMsgType.TEXT:
                raw = parse(frame.data)
                if raw is not None:
                    take(self, raw)

    async def close(self, code: int) -> None:
        """Close; the page comes back by itself."""
        await self._socket.close(code=code)

    def end(self) -> None:
        """Drop what still runs for this window."""
        for task in list(self._tasks):
            task.cancel()


def open_socket() -> web.WebSocketResponse:
    """A socket with heartbeats, that closes quickly and takes no huge frames."""
    return web.WebSocketResponse(
        heartbeat=HEARTBEAT_SECONDS, timeout=CLOSE_SECONDS, max_msg_size=FRAME_LIMIT
    )


async def hear_hello(socket: web.WebSocketResponse) -> dict[str, Any] | None:
    """The page's first message; None when it does not come or is none."""
    try:
        frame = await socket.receive(timeout=HELLO_SECONDS)
    except TimeoutError:
        return None
    raw = parse(frame.data) if frame.type is WSMsgType.TEXT else None
    return raw if raw is not None and raw.get("t") == "hello" else None


def parse(text: str) -> dict[str, Any] | None:
    """A JSON object; None for anything else."""
    try:
        value = json.loads(text)
        if "\\u" in text:  # half a character may be written so, and no database takes it
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
