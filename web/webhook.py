"""Where Telegram brings its updates."""

from collections.abc import Awaitable, Callable

from aiohttp import web

Receive = Callable[[bytes, str], Awaitable[int]]
"""Takes a body and the secret that came with it; returns the HTTP status after the commit."""

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Webhook:
    """`POST /telegram`: passes the body on and answers with the status it is given."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive

    def mount(self, app: web.Application) -> None:
        """Add the route."""
        app.router.add_post("/telegram", self._take)

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.read()  # the server's body limit answers 413
        status = await self._receive(body, request.headers.get(SECRET_HEADER, ""))
        return web.Response(status=status)
