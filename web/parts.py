"""What the web server is made of."""

from typing import Protocol

from aiohttp import web


class Part(Protocol):
    """Something that answers under its own paths."""

    def mount(self, app: web.Application) -> None:
        """Add the routes."""
        ...
