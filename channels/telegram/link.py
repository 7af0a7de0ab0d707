"""The one HTTP session to the Bot API: addresses, connections, timeouts, and faults without URLs.

A client error's text holds the URL, and the URL holds the token. So no error of the HTTP
library ever leaves this module: only its class name does.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from yarl import URL

OFFICIAL_ROOT = "https://api.telegram.org"
CONNECTIONS = 128  # a batch holds at most 100 presses, all answered at once
CONNECT_SECONDS = 10.0
READ_SECONDS = 20.0
_JSON = {"Content-Type": "application/json"}
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class Unreachable(Exception):
    """The service gave no answer; `timed_out` tells that it may have acted all the same."""

    def __init__(self, reason: str, *, timed_out: bool = False) -> None:
        super().__init__(reason)
        self.timed_out = timed_out


class ApiError(Exception):
    """The service answered `ok: false`. Waits in seconds; `migrate_to` is a chat's new id."""

    def __init__(
        self, code: int, description: str, retry_after: float = 0.0, migrate_to: str = ""
    ) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.retry_after = retry_after
        self.migrate_to = migrate_to


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer: status and body."""

    status: int
    body: bytes


class Link:
    """The session, opened at the first request. `root` has no slash at its end."""

    def __init__(self, token: str, root: str | None = None) -> None:
        self.root = (root or OFFICIAL_ROOT).rstrip("/")
        self.bot_root = f"{self.root}/bot{token}"
        self.file_root = f"{self.root}/file/bot{token}"
        self._methods: dict[str, URL] = {}
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Closes all connections; a later request opens new ones."""
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    async def call(
        self, method: str, params: Mapping[str, object], read_seconds: float = READ_SECONDS
    ) -> Any:
        """Calls a Bot API method with a JSON body; returns its `result` as plain JSON values.

        Raises `Unreachable`, or `ApiError` when the service refused.
        """
        url = self._methods.get(method)
        if url is None:
            url = self._methods[method] = URL(f"{self.bot_root}/{method}", encoded=True)
        body = _ENCODER.encode(params).encode("utf-8", "replace")
        reply = await self.request(
            "POST", url, data=body, headers=_JSON, timeout=_timeout(read_seconds)
        )
        return _result(reply)

    async def request(
        self,
        verb: str,
        url: URL | str,
        *,
        timeout: aiohttp.ClientTimeout,
        data: Any = None,
        headers: Mapping[str, str] | None = None,
        max_bytes: int = 64 << 20,
    ) -> Reply:
        """One HTTP exchange. Raises `Unreachable`, also for an answer over `max_bytes`."""
        try:
            async with self._open().request(
                verb, url, data=data, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                if (response.content_length or 0) > max_bytes:
                    response.close()
                    fault = Unreachable("the answer is too large")
                else:
                    return Reply(response.status, await response.read())
        except TimeoutError as error:
            fault = Unreachable(type(error).__name__, timed_out=True)
        except (aiohttp.ClientError, OSError, ValueError, RuntimeError) as error:
            fault = Unreachable(type(error).__name__)
        # Raised out here so that the library's error, which holds the URL, is not its context.
        raise fault

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=CONNECTIONS, keepalive_timeout=30, ttl_dns_cache=300
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                proxy=_proxy_for(self.root),
            )
        return self._session


@lru_cache(maxsize=16)
def _timeout(read_seconds: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, sock_read=read_seconds)


def _proxy_for(root: str) -> str | None:
    """The proxy that the environment names for this address, looked up once for all requests."""
    address = urlsplit(root)
    if proxy_bypass(address.hostname or ""):
        return None
    return getproxies().get(address.scheme)


def _result(reply: Reply) -> Any:
    try:
        answer = json.loads(reply.body)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        # A proxy's or a broken server's page; a passing fault whatever the status says.
        raise Unreachable(f"HTTP {reply.status} without a JSON answer")
    if answer.get("ok"):
        return answer.get("result")
    parameters = answer.get("parameters") or {}
    raise ApiError(
        int(answer.get("error_code") or reply.status),
        str(answer.get("description", "")),
        float(parameters.get("retry_after") or 0.0),
        str(parameters.get("migrate_to_chat_id") or ""),
    )
