"""Figures for Prometheus."""

from collections.abc import Awaitable, Callable

from aiohttp import web
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest


class Metrics:
    """`/metrics`: everything in one registry, in Prometheus's text format.

    `look` brings the registry up to date before it is written out.
    """

    def __init__(
        self, registry: CollectorRegistry, look: Callable[[], Awaitable[None]] | None = None
    ) -> None:
        self._registry = registry
        self._look = look

    def mount(self, app: web.Application) -> None:
        """Add the route."""
        app.router.add_get("/metrics", self._figures)

    async def _figures(self, _request: web.Request) -> web.Response:
        if self._look is not None:
            await self._look()
        text = generate_latest(self._registry)
        return web.Response(body=text, headers={"Content-Type": CONTENT_TYPE_LATEST})
