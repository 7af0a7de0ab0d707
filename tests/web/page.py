"""Plays the chat's page over real HTTP: keeps what is unacknowledged and sends it again."""

import asyncio
import contextlib
import secrets
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType


class Page:
    """One window. `messages` is what each room shows, by message id, in order."""

    def __init__(self, root: str, *, cookie: str = "", token: str = "") -> None:
        self.root = root
        self.token = token
        headers = {"Origin": root}
        if cookie:
            headers["Cookie"] = f"zhibu_chat={cookie}"
        if token:
            headers["X-Zhibu-Token"] = token
        self.http = ClientSession(headers=headers)
        self.epoch = ""
        self.have: dict[str, int] = {}
        self.messages: dict[str, dict[str, dict[str, Any]]] = {}
        self.cards: dict[str, dict[str, Any]] = {}
        self.resets: list[str] = []
        self.toasts: dict[str, tuple[str, bool]] = {}
        self.acked: list[str] = []
        self.held: list[str] = []
        self.refused: dict[str, str] = {}
        self.said: list[dict[str, Any]] = []
        self.close_code: int | None = None
        self._waiting: dict[str, dict[str, Any]] = {}
        self._recovering = False
        self._flying = ""
        self._socket: ClientWebSocketResponse | None = None
        self._reading: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Connect, say hello, send again what was not acknowledged."""
        self._socket = await self.http.ws_connect(f"{self.root}/chat/live")
        hello = {"t": "hello", "token": self.token, "epoch": self.epoch, "have": self.have}
        await self._socket.send_json(hello)
        welcomed = asyncio.Event()
        self._reading = asyncio.create_task(self._read(self._socket, welcomed))
        async with asyncio.timeout(5):
            await welcomed.wait()
        self._recovering, self._flying = bool(self._waiting), ""
        self._next()

    async def _read(self, socket: ClientWebSocketResponse, welcomed: asyncio.Event) -> None:
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                self._take(frame.json())
                welcomed.set()
        self.close_code = socket.close_code
        welcomed.set()

    def _take(self, raw: dict[str, Any]) -> None:
        self.said.append(raw)
        match raw["t"]:
            case "welcome":
                self.epoch = raw["epoch"]
                for room in raw["rooms"]:
                    self._room(room)
            case "room":
                self._room(raw)
            case "card":
                self.cards[raw["room"]] = raw
            case "message":
                self._message(raw["room"], raw["message"])
            case "ack":
                self._waiting.pop(raw["id"], None)
                self.acked.append(raw["id"])
                self._next()
            case "held":
                self.held.append(raw["id"])
                self._recovering, self._flying = True, ""
                asyncio.get_running_loop().call_later(0.05, self._next)
            case "refused":
                self._waiting.pop(raw["id"], None)
                self.refused[raw["id"]] = raw["text"]
                self._next()
            case "toast":
                self.toasts[raw["id"]] = (raw["text"], raw["alert"])

    def _room(self, room: dict[str, Any]) -> None:
        self.cards[room["room"]] = room
        if room["reset"]:
            self.resets.append(room["room"])
            self.messages[room["room"]] = {}
        for message in room["messages"]:
            self._message(room["room"], message)
        self.have[room["room"]] = room["seq"]

    def _message(self, room: str, message: dict[str, Any]) -> None:
        self.messages.setdefault(room, {})[message["id"]] = message
        self.have[room] = message["seq"]

    def _next(self) -> None:
        """After something was held: the oldest event, the next only after its ack."""
        if not self._recovering or self._socket is None or self._socket.closed:
            return
        event = next(iter(self._waiting.values()), None)
        if event is None:
            self._recovering = False
        elif event["id"] != self._flying:
            self._flying = event["id"]
            self._resending = asyncio.ensure_future(self._socket.send_json(event))

    async def does(self, act: str, room: str, client: str = "", **more: Any) -> str:
        """Do something; returns the event's client id. Kept until it is acknowledged."""
        client = client or secrets.token_hex(8)
        event = {"t": act, "id": client, "room": room, **more}
        self._waiting[client] = event
        if self._socket is not None and not self._socket.closed and not self._recovering:
            with contextlib.suppress(ConnectionError):
                await self._socket.send_json(event)
        return client

    @property
    def connected(self) -> bool:
        """Whether the connection is open and was welcomed."""
        return self._reading is not None and not self._reading.done() and bool(self.epoch)

    async def uploads(self, name: str, content: bytes) -> str:
        """Bring a file to the server; returns its reference."""
        async with self.http.post(f"{self.root}/chat/upload", data=content) as answer:
            assert answer.status == 200, await answer.text()
            return str((await answer.json())["ref"])

    async def until(self, condition: Any, seconds: float = 5.0) -> None:
        """Wait until `condition()` holds."""
        async with asyncio.timeout(seconds):
            while not condition():
                await asyncio.sleep(0.01)

    async def drop(self) -> None:
        """The connection breaks without a word."""
        if self._socket is not None and self._socket._response.connection is not None:
            transport = self._socket._response.connection.transport
            if transport is not None:
                transport.abort()
        await self._ended()

    async def _ended(self) -> None:
        if self._reading is not None:
            await asyncio.wait([self._reading], timeout=5)

    async def close(self) -> None:
        """Close the window."""
        if self._socket is not None:
            await self._socket.close()
        await self._ended()
        await self.http.close()
