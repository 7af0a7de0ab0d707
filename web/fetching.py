"""Fetching a text from an official address: each step of the way is looked at again."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult

from domain.addresses import is_public, official
from domain.messages import Passing
from domain.refusals import Refused

LARGEST_BYTES = 10 * 1024 * 1024
SECONDS = 20.0
REDIRECTS = 5
AGAIN_SECONDS = 5.0
CHUNK = 64 * 1024

Lookup = Callable[[str, int], Awaitable[Sequence[tuple[str, int]]]]
"""The IP addresses and ports behind a host and a port."""


class NotPublic(OSError):
    """A host leads into a network: to this machine, to a private or reserved address."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was fetched: the address it was found at in the end, and a name for the file."""

    address: str
    name: str


async def _look_up(host: str, port: int) -> Sequence[tuple[str, int]]:
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [(str(entry[4][0]), int(entry[4][1])) for entry in found]


class PublicResolver(AbstractResolver):
    """Gives the connector public addresses only, so that what was checked is what is dialled."""

    def __init__(self, look_up: Lookup, allowed: Callable[[str], bool]) -> None:
        self._look_up = look_up
        self._allowed = allowed

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of `host`. Raises NotPublic where one of them lies inside a network."""
        found = await self._look_up(host, port)
        if not found or not all(self._allowed(number) for number, _ in found):
            raise NotPublic(host)
        return [
            ResolveResult(
                hostname=host,
                host=number,
                port=dialled,
                family=socket.AF_INET6 if ":" in number else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for number, dialled in found
            if family in (socket.AF_UNSPEC, socket.AF_INET6 if ":" in number else socket.AF_INET)
        ]

    async def close(self) -> None:
        """Nothing is kept."""


class Fetcher:
    """Fetches from official hosts only. `look_up` and `allowed` are the edge to the network."""

    def __init__(
        self,
        hosts: Collection[str],
        look_up: Lookup = _look_up,
        allowed: Callable[[str], bool] = is_public,
    ) -> None:
        self._hosts = hosts
        self._look_up = look_up
        self._allowed = allowed

    async def fetch(self, address: str, target: Path) -> Fetched:
        """Bring what lies at `address` to `target`.

        Redirects are followed up to 5 times, each checked as the first address. Raises Refused
        (`link_odd`, `link_not_official`, `link_private`, `link_gone`, `link_too_large`,
        `link_turns`), or Passing where the host does not answer now.
        """
        try:
            async with asyncio.timeout(SECONDS):
                return await self._follow(address, target)
        except NotPublic as error:
            raise Refused("link_private") from error
        except (TimeoutError, ClientError, OSError) as error:
            if isinstance(getattr(error, "__cause__", None), NotPublic) or _is_private(error):
                raise Refused("link_private") from error
            # The client's own words hold the whole address: only their kind is told.
            raise Passing(AGAIN_SECONDS, type(error).__name__) from None

    async def _follow(self, address: str, target: Path) -> Fetched:
        connector = TCPConnector(
            resolver=PublicResolver(self._look_up, self._allowed),
            use_dns_cache=False,
            force_close=True,
        )
        async with ClientSession(
            connector=connector,
            cookie_jar=DummyCookieJar(),
            timeout=ClientTimeout(total=SECONDS),
            headers={"User-Agent": "zhibu", "Accept": "text/html,*/*;q=0.5"},
        ) as session:
            for _ in range(REDIRECTS + 1):
                official(address, self._hosts)
                async with session.get(address, allow_redirects=False) as answer:
                    if answer.status in (301, 302, 303, 307, 308):
                        address = urljoin(address, answer.headers.get("Location", ""))
                        continue
                    if answer.status != 200:
                        raise Refused("link_gone", status=answer.status)
                    await _keep(answer.content.iter_chunked(CHUNK), target)
                    return Fetched(address, _name(address, answer.content_type))
        raise Refused("link_turns")


async def _keep(chunks: object, target: Path) -> None:
    size = 0
    with target.open("wb") as file:
        async for chunk in chunks:  # type: ignore[attr-defined]
            size += len(chunk)
            if size > LARGEST_BYTES:
                raise Refused("link_too_large", limit_mb=LARGEST_BYTES // 1024 // 1024)
            file.write(chunk)


def _name(address: str, content_type: str) -> str:
    """The file's name as the address tells it; a page gets .html."""
    name = unquote(PurePosixPath(urlsplit(address).path).name)[:80] or "网页"
    is_page = content_type in ("text/html", "application/xhtml+xml")
    return name if not is_page or name.endswith((".html", ".htm")) else f"{name}.html"


def _is_private(error: BaseException) -> bool:
    inner = getattr(error, "os_error", None)
    return isinstance(inner, NotPublic)
