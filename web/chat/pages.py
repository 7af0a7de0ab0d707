"""The built-in chat under `/chat`: its page and its live connection."""

import asyncio
from pathlib import Path
from typing import Any

from aiohttp import WSCloseCode, web
from aiohttp.typedefs import Middleware

from store.worker import DatabaseDown
from web.chat.channel import ChatChannel
from web.chat.demo import DemoControl
from web.chat.demo_pages import DemoPages
from web.chat.entrance import Entrance
from web.chat.file_pages import FilePages
from web.chat.greeting import Seen, look_up, room_view, seen_of
from web.chat.identity import Identity
from web.chat.posts import milliseconds
from web.chat.room_pages import RoomPages
from web.chat.taking import Taking
from web.chat.windows import Window, hear_hello, open_socket
from web.headers import Answer, same_origin
from web.parts import Part

STATIC = Path(__file__).parent / "static"
TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
}
NO_SUCH_PERSON = 4001
"""Close code that sends the page to the entrance instead of trying again."""


class ChatPages:
    """A part of the web server. With `demo` people pick a phone; without, they need a cookie.

    `timezone` is an IANA name: the page shows times as the branch's people read them.
    """

    def __init__(
        self,
        channel: ChatChannel,
        *,
        demo: DemoControl | None = None,
        public_url: str | None = None,
        timezone: str = "Asia/Shanghai",
    ) -> None:
        secure = (public_url or "").startswith("https:")
        self._channel = channel
        self._public_url = public_url
        self._timezone = timezone
        self._identity = Identity(channel.worker, channel.now, demo=demo is not None, secure=secure)
        self._taking = Taking(channel)
        self._entrance = Entrance(channel, self._identity)
        self._parts: list[Part] = [
            FilePages(channel, self._identity),
            RoomPages(channel, self._identity),
            *([DemoPages(channel, self._identity, demo)] if demo is not None else []),
            *([] if demo is not None else [self._entrance]),
        ]
        self._windows: set[Window] = set()
        self._stopping = False

    def mount(self, app: web.Application) -> None:
        """Add the routes under `/chat`."""
        chat = web.Application(middlewares=[_own_pages_only(self._public_url)])
        chat.router.add_get("", self._page)
        chat.router.add_get("/", self._to_page)
        chat.router.add_get("/live", self._live)
        chat.router.add_get("/static/{name}", self._static)
        for part in self._parts:
            part.mount(chat)
        app.add_subapp("/chat", chat)
        app.router.add_get("/", self._to_page)
        app.on_shutdown.append(self._close_windows)

    async def _to_page(self, _request: web.Request) -> web.Response:
        raise web.HTTPFound("/chat")

    async def _page(self, request: web.Request) -> web.Response:
        if self._identity.demo:
            return _html("demo")
        address = await self._identity.asking(request)
        if address is None or await self._identity.person(address) is None:
            return self._entrance.stranger()
        response = _html("run")
        await self._identity.remember(response, address)
        return response

    async def _static(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        path = STATIC / name
        if path.suffix not in TYPES or path.parent != STATIC or not path.is_file():
            raise web.HTTPNotFound
        return web.Response(
            body=path.read_bytes(),
            content_type=TYPES[path.suffix],
            charset="utf-8",
            headers={"Cache-Control": "no-cache"},
        )

    async def _live(self, request: web.Request) -> web.WebSocketResponse:
        if not same_origin(request, self._public_url):
            raise web.HTTPForbidden(text="请从本站的页面打开。")
        socket = open_socket()
        await socket.prepare(request)
        hello = await hear_hello(socket)
        try:
            if hello is not None:
                await self._serve(socket, hello, await self._asking(request, hello))
        except DatabaseDown:
            await socket.close(code=WSCloseCode.TRY_AGAIN_LATER)
        await socket.close()
        return socket

    async def _asking(self, request: web.Request, hello: dict[str, Any]) -> str | None:
        if self._identity.demo:
            return await self._identity.read(str(hello.get("token", "")))
        return await self._identity.asking(request)

    async def _serve(
        self, socket: web.WebSocketResponse, hello: dict[str, Any], address: str | None
    ) -> None:
        worker = self._channel.worker
        seen = await worker.run(lambda session: look_up(session, address)) if address else None
        if seen is None:
            await socket.close(code=NO_SUCH_PERSON)
            return
        if self._stopping:
            await socket.close(code=WSCloseCode.SERVICE_RESTART)
            return
        window = Window(socket, seen)
        self._windows.add(window)
        try:
            await self._welcome(window, seen, hello)
            window.spawn(window.write())
            await window.read(self._taking.take)
        finally:
            self._windows.discard(window)
            self._channel.hub.leave(window)
            window.end()

    async def _welcome(self, window: Window, seen: Seen, hello: dict[str, Any]) -> None:
        hub = self._channel.hub
        feeds = [await hub.feed(card.address) for card in seen.cards]
        mark = (await self._identity.signer()).mark()
        # From here on nothing may await, or a message could fall between the two lists.
        hub.look(window, [card.address for card in seen.cards])
        window.tell(
            {
                "t": "welcome",
                "epoch": hub.epoch,
                "installation": mark,
                "me": window.address,
                "name": window.person.name,
                "admin": window.is_admin,
                "timezone": self._timezone,
                "now": milliseconds(self._channel.now()),
                "rooms": [
                    room_view(card, feed, seen_of(hello, hub.epoch, card.address))
                    for card, feed in zip(seen.cards, feeds, strict=True)
                ],
            }
        )

    async def _close_windows(self, _app: web.Application) -> None:
        self._stopping = True
        closing = [window.close(WSCloseCode.SERVICE_RESTART) for window in self._windows]
        await asyncio.gather(*closing, return_exceptions=True)


def _html(mode: str) -> web.Response:
    text = (STATIC / "index.html").read_text(encoding="utf-8")
    return web.Response(
        text=text.replace('data-mode=""', f'data-mode="{mode}"'), content_type="text/html"
    )


def _own_pages_only(public_url: str | None) -> Middleware:
    """Whatever changes something must come from a page of this server."""

    @web.middleware
    async def check(request: web.Request, handler: Answer) -> web.StreamResponse:
        if request.method not in ("GET", "HEAD") and not same_origin(request, public_url):
            raise web.HTTPForbidden(text="请从本站的页面打开。")
        try:
            return await handler(request)
        except DatabaseDown:
            raise web.HTTPServiceUnavailable(text="服务暂时无法使用，请稍后再试。") from None

    return check
