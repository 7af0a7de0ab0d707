"""The demo's own requests: the people whose phones may be held, and the clock."""

from datetime import UTC, datetime

from aiohttp import web

from web.chat.channel import ChatChannel
from web.chat.demo import DemoControl
from web.chat.identity import Identity
from web.chat.posts import milliseconds


class DemoPages:
    """`/chat/demo…`. The server answers on loopback only, so no token guards them."""

    def __init__(self, channel: ChatChannel, identity: Identity, demo: DemoControl) -> None:
        self._channel = channel
        self._identity = identity
        self._demo = demo

    def mount(self, chat: web.Application) -> None:
        """Add the routes."""
        chat.router.add_get("/demo", self._people)
        chat.router.add_post("/demo/next", self._next)
        chat.router.add_post("/demo/clock", self._move)

    async def _people(self, _request: web.Request) -> web.Response:
        people = [
            {
                "address": person.address,
                "name": person.name,
                "duties": person.duties,
                "token": await self._identity.token_of(person.address),
            }
            for person in self._demo.people()
        ]
        return web.json_response({"people": people, "now": milliseconds(self._demo.now())})

    async def _next(self, _request: web.Request) -> web.Response:
        return self._moved(await self._demo.advance())

    async def _move(self, request: web.Request) -> web.Response:
        try:
            raw = await request.json()
            at = datetime.fromtimestamp(float(raw["at"]) / 1000, UTC)
            await self._demo.advance_to(at)
        except (ValueError, TypeError, KeyError, OverflowError, OSError):
            raise web.HTTPBadRequest(text="演示时钟只能向后拨到一个有效的时间。") from None
        return self._moved("")

    def _moved(self, said: str) -> web.Response:
        now = milliseconds(self._demo.now())
        self._channel.hub.tell_everybody({"t": "clock", "now": now, "said": said})
        return web.json_response({"now": now, "said": said})
