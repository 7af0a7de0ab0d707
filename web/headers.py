"""What every answer carries, and who may ask: the rules that keep foreign pages out."""

import re
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]

LOOPBACK = {"localhost", "127.0.0.1", "::1"}

_HOST = re.compile(r"^[A-Za-z0-9.\-_:\[\]]{1,255}$")


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Strict headers on everything; a page may be kept nowhere and framed nowhere."""
    headers = response.headers
    headers["Content-Security-Policy"] = _policy(request.host)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    # With no-referrer a browser sends `Origin: null` with the entrance form.
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers.setdefault("Cache-Control", "no-store")
    headers["Server"] = "zhibu"


def _policy(host: str) -> str:
    # Safari before 15.4 does not count WebSockets under 'self'.
    sockets = f" ws://{host} wss://{host}" if _HOST.match(host) else ""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; "
        "img-src 'self'; media-src 'self'; "
        f"connect-src 'self'{sockets}; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )


def host_name(host: str) -> str:
    """The name in a Host header or an Origin's address, without its port."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


@web.middleware
async def loopback_hosts_only(request: web.Request, handler: Answer) -> web.StreamResponse:
    """Refuse a request that came under another name than this machine's own."""
    if host_name(request.host) not in LOOPBACK:
        raise web.HTTPForbidden(text="演示只能在本机打开。")
    return await handler(request)


def same_origin(request: web.Request, public_url: str | None) -> bool:
    """Whether a request comes from a page of this server (or of its public address)."""
    origin = urlsplit(request.headers.get("Origin", ""))
    if origin.scheme not in ("http", "https") or not origin.netloc:
        return False
    allowed = {request.host.lower()}
    if public_url:
        allowed.add(urlsplit(public_url).netloc.lower())
    return origin.netloc.lower() in allowed
