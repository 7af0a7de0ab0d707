"""Whether the process lives and whether it can work."""

from collections.abc import Awaitable, Callable

from aiohttp import web

Ready = Callable[[], Awaitable[dict[str, str]]]
"""The state of each thing the service needs: `ok`, or what is wrong with it."""


class Health:
    """`/healthz` answers while the process lives; `/readyz` 200 when all is ok, else 503."""

    def __init__(self, ready: Ready) -> None:
        self._ready = ready

    def mount(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get("/healthz", self._alive)
        app.router.add_get("/readyz", self._check)

    async def _alive(self, _request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def _check(self, _request: web.Request) -> web.Response:
        states = await self._ready()
        fine = all(state == "ok" for state in states.values())
        return web.json_response(states, status=200 if fine else 503)
