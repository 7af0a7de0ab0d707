"""Figures for Prometheus."""

from aiohttp import web
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest


class Metrics:
    """`/metrics`: everything in one registry, in Prometheus's text format."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry

    def mount(self, app: web.Application) -> None:
        """Add the route."""
        app.router.add_get("/metrics", self._figures)

    async def _figures(self, _request: web.Request) -> web.Response:
        text = generate_latest(self._registry)
        return web.Response(body=text, headers={"Content-Type": CONTENT_TYPE_LATEST})
