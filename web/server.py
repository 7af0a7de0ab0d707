"""The web server: an address, and the parts that answer there."""

from collections.abc import Sequence

from aiohttp import web
from aiohttp.typedefs import Middleware

from web.headers import add_headers, loopback_hosts_only
from web.parts import Part

BODY_LIMIT = 1024 * 1024
"""Bytes of a request's body, but for uploads, which are counted while they stream."""

GRACE_SECONDS = 1.0
"""How long requests under way may finish at a stop."""


class WebServer:
    """Serves its parts on `listen` ("host:port", port 0 for any free one).

    With `loopback_only` requests whose Host is not this machine's own are refused, so that
    no foreign page can reach a demo through a name that points here. `stop` ends within two
    seconds; open windows are told to come back.
    """

    def __init__(self, listen: str, parts: Sequence[Part], *, loopback_only: bool = False) -> None:
        self.host, self.port = parse_listen(listen)
        self._parts = parts
        self._loopback_only = loopback_only
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Begin to serve. Raises OSError when the address is taken."""
        middlewares: list[Middleware] = [loopback_hosts_only] if self._loopback_only else []
        app = web.Application(client_max_size=BODY_LIMIT, middlewares=middlewares)
        app.on_response_prepare.append(add_headers)
        for part in self._parts:
            part.mount(app)
        # No access log: addresses hold one-time codes.
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=GRACE_SECONDS)
        await runner.setup()
        try:
            await web.TCPSite(runner, self.host, self.port).start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        self.port = runner.addresses[0][1]

    async def stop(self) -> None:
        """Finish what is under way and close every connection."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()


def parse_listen(listen: str) -> tuple[str, int]:
    """Host and port of "host:port" or "[v6]:port". Raises ValueError."""
    host, _, port = listen.rpartition(":")
    if not host or not port.isdigit():
        raise ValueError(f"not an address with a port: {listen}")
    return host.strip("[]"), int(port)
