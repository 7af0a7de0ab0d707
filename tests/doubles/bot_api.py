"""A Bot API on this machine over real HTTP, with faults that can be switched on.

In a test: `async with BotApiDouble() as double: …`, and point the channel at `double.root`
with `double.token`. As a process of its own: `python -m tests.doubles.bot_api --port 8081`.
"""

import asyncio
import json
import random
import time
from collections.abc import Callable, Sequence
from typing import Any, Self
from urllib.parse import parse_qsl

import aiohttp
from aiohttp import web

from tests.doubles.people import People
from tests.doubles.service import Answer, Files, Refusal, Service

JsonDict = dict[str, Any]
TOKEN = "7000000001:AAE-double_token_for_tests_0123456789x"
FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"


class BotApiDouble:
    """The double: `people` acts, `service` holds the state, the rest are faults and looks."""

    def __init__(
        self,
        token: str = TOKEN,
        *,
        port: int = 0,
        latency_ms: float = 0.0,
        jitter_ms: float = 0.0,
        **service: Any,
    ) -> None:
        self.token = token
        self.service = Service(token, **service)
        self.people = People(self.service)
        self.latency_ms, self.jitter_ms = latency_ms, jitter_ms
        self.fault = ""  # "" | "error" (500) | "hang" | "garbage"
        self._port = port
        self._runner: web.ServerRunner | None = None
        self._webhook_task: asyncio.Task[None] | None = None
        self.routes: dict[str, Callable[[web.BaseRequest], Any]] = {}

    # -- life ------------------------------------------------------------------------------
    @property
    def root(self) -> str:
        """What ZHIBU_TELEGRAM_API would be."""
        return f"http://127.0.0.1:{self._port}"

    async def __aenter__(self) -> Self:
        await self.open()
        self._webhook_task = asyncio.create_task(self._push_to_webhook())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._webhook_task is not None:
            self._webhook_task.cancel()
            await asyncio.gather(self._webhook_task, return_exceptions=True)
        await self.close()

    async def open(self) -> None:
        """Listens; after `close` on the same port again (the end of an outage)."""
        server = web.Server(self._handle, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.05, handle_signals=False)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True)
        await site.start()
        self._port = self._runner.addresses[0][1]

    async def close(self) -> None:
        """Refuses connections and breaks those that are open (an outage)."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    # -- HTTP ------------------------------------------------------------------------------
    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if path.startswith("/control/"):
            return await self._control(request, path[9:])
        await self._travel()
        if self.fault == "hang":
            await asyncio.sleep(3600)
        if self.fault:
            return web.Response(status=500, text="<html>Internal Server Error</html>")
        if path.startswith("/file/"):
            response = self._file(path)
        elif not path.startswith(f"/bot{self.token}/"):
            response = _answer(401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
        else:
            response = await self._method(request, path.rpartition("/")[2])
        await self._travel()
        return response

    async def _travel(self) -> None:
        """Half a round trip."""
        if self.latency_ms or self.jitter_ms:
            jitter = random.random() * self.jitter_ms
            await asyncio.sleep((self.latency_ms + jitter) / 2000)

    async def _method(self, request: web.BaseRequest, method: str) -> web.Response:
        params, files = await _read(request)
        try:
            if method == "getUpdates":
                return await self._get_updates(params)
            result = self.service.call(method, params, files)
        except Refusal as refusal:
            body: JsonDict = {
                "ok": False,
                "error_code": refusal.code,
                "description": refusal.description,
            }
            if refusal.parameters:
                body["parameters"] = refusal.parameters
            return _answer(refusal.code, body)
        return _answer(200, {"ok": True, "result": result})

    def _file(self, path: str) -> web.Response:
        found = self.service.files.get(path.rpartition("/")[2])
        if found is None or not path.startswith(f"/file/bot{self.token}/"):
            return _answer(404, {"ok": False, "error_code": 404, "description": "Not Found"})
        return web.Response(body=found[1], content_type="application/octet-stream")

    async def _get_updates(self, params: JsonDict) -> web.Response:
        service = self.service
        service.calls["getUpdates"] += 1
        if service.webhook["url"]:
            raise Refusal(409, "Conflict: can't use getUpdates method while webhook is active")
        if service.poll is not None and service.poll is not asyncio.current_task():
            service.poll.cancel("another poller")
        service.poll = asyncio.current_task()
        if (allowed := params.get("allowed_updates")) is not None:
            service.updates.allowed = set(
                json.loads(allowed) if isinstance(allowed, str) else allowed
            )
        offset = int(params.get("offset", 0))
        service.updates.acknowledge(offset)
        try:
            await service.updates.wait(float(params.get("timeout", 0)), offset)
        except asyncio.CancelledError as ended:
            if ended.args != ("another poller",):
                raise
            asyncio.current_task().uncancel()  # type: ignore[union-attr]
            raise Refusal(409, "Conflict: terminated by other getUpdates request") from None
        finally:
            if service.poll is asyncio.current_task():
                service.poll = None
        batch = [body for _, body in service.updates.peek(int(params.get("limit", 100)), offset)]
        if self.fault == "garbage":
            return web.Response(body=b'{"ok":true,"result":[{', content_type="application/json")
        self._note_delivery(batch)
        return web.Response(
            body=b'{"ok":true,"result":[' + b",".join(batch) + b"]}",
            content_type="application/json",
        )

    def _note_delivery(self, batch: list[bytes]) -> None:
        now = time.monotonic()
        for body in batch:
            at = body.find(b'"callback_query": {"id": "')
            if at >= 0:
                query = body[at + 26 : body.index(b'"', at + 26)].decode()
                self.service.delivered_at.setdefault(query, now)

    # -- webhook ---------------------------------------------------------------------------
    async def _push_to_webhook(self) -> None:
        async with aiohttp.ClientSession() as session:
            while True:
                if not self.service.webhook["url"] or not len(self.service.updates):
                    await asyncio.sleep(0.01)
                    continue
                batch = self.service.updates.peek(40)
                taken = await asyncio.gather(*(self._push(session, body) for _, body in batch))
                for (number, _), ok in zip(batch, taken, strict=True):
                    if ok:
                        self.service.updates.drop(number)
                if not all(taken):
                    await asyncio.sleep(0.05)

    async def _push(self, session: aiohttp.ClientSession, body: bytes) -> bool:
        headers = {
            "Content-Type": "application/json",
            "X-Telegram-Bot-Api-Secret-Token": self.service.webhook.get("secret", ""),
        }
        try:
            async with session.post(self.service.webhook["url"], data=body, headers=headers) as got:
                return 200 <= got.status < 300
        except aiohttp.ClientError:
            return False

    # -- looks -----------------------------------------------------------------------------
    def messages(self, chat: int) -> list[JsonDict]:
        """The bot's messages in a chat as they stand now, oldest first."""
        place = self.service.chats.get(chat)
        return list(place.messages.values()) if place else []

    @property
    def answers(self) -> dict[str, list[Answer]]:
        """Every call of answerCallbackQuery by the query's id, the refused ones too."""
        return self.service.answers

    async def wait_for(self, ready: Callable[[], Any], seconds: float = 10.0) -> Any:
        """Waits until `ready()` is true and returns its value. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not (value := ready()):
                await asyncio.sleep(0.005)
        return value

    async def _control(self, request: web.BaseRequest, name: str) -> web.Response:
        if name not in self.routes:
            return web.json_response({"error": "unknown"}, status=404)
        params = json.loads(await request.read() or b"{}")
        return web.json_response(await self.routes[name](params))


async def _read(request: web.BaseRequest) -> tuple[JsonDict, Files]:
    kind = request.content_type
    if kind == MULTIPART:
        return await _read_multipart(request)
    body = await request.read()
    if not body:
        return dict(request.query), {}
    if kind == FORM:
        return dict(parse_qsl(body.decode(), keep_blank_values=True)), {}
    return json.loads(body), {}


async def _read_multipart(request: web.BaseRequest) -> tuple[JsonDict, Files]:
    params: JsonDict = {}
    files: Files = {}
    async for part in await request.multipart():
        if not isinstance(part, aiohttp.BodyPartReader) or part.name is None:
            continue
        # Piece by piece: read as a whole it would be held to the limit of a form.
        pieces = bytearray()
        while piece := await part.read_chunk():
            pieces += piece
        data = bytes(pieces)
        if part.filename is None:
            params[part.name] = data.decode()
        else:
            files[part.name] = (part.filename, data)
    return params, files


def _answer(status: int, body: JsonDict) -> web.Response:
    text = json.dumps(body, ensure_ascii=False)
    return web.Response(
        status=status, body=text.encode("utf-8", "surrogatepass"), content_type="application/json"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Serves until it is ended; see `tests/doubles/control.py` for the control endpoint."""
    from tests.doubles.control import serve

    asyncio.run(serve(arguments))


if __name__ == "__main__":
    main()
