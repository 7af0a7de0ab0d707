"""Who is asking: by signed cookie in a running service, by signed token in a demo."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from domain.messages import Sender
from domain.rooms import account_of
from store.worker import Worker
from web.chat.signing import SIGNED_FOR, Signer, load_key

COOKIE = "zhibu_chat"
TOKEN_HEADER = "X-Zhibu-Token"
TOKEN_PARAMETER = "t"


class Identity:
    """Gives people their token and reads it again.

    In a demo a browser holds several phones at once, one a window, so the token travels with
    each request instead of in a cookie.
    """

    def __init__(
        self, worker: Worker, now: Callable[[], datetime], *, demo: bool, secure: bool
    ) -> None:
        self.demo = demo
        self._worker = worker
        self._now = now
        self._secure = secure
        self._signer: Signer | None = None
        self._loading = asyncio.Lock()

    async def signer(self) -> Signer:
        """The installation's signer; its key is read or made on first use."""
        async with self._loading:
            if self._signer is None:
                self._signer = Signer(await self._worker.run(load_key))
            return self._signer

    async def token_of(self, address: str) -> str:
        """A token that speaks for a person."""
        return (await self.signer()).sign(address, self._now())

    async def read(self, token: str) -> str | None:
        """Whom a token speaks for."""
        return (await self.signer()).read(token, self._now()) if token else None

    async def asking(self, request: web.Request) -> str | None:
        """The address of the person behind a request; None for a stranger."""
        if not self.demo:
            return await self.read(request.cookies.get(COOKIE, ""))
        token = request.headers.get(TOKEN_HEADER) or request.query.get(TOKEN_PARAMETER, "")
        return await self.read(token)

    async def remember(self, response: web.StreamResponse, address: str) -> None:
        """Set the signed cookie."""
        response.set_cookie(
            COOKIE,
            await self.token_of(address),
            max_age=int(SIGNED_FOR.total_seconds()),
            path="/chat",
            httponly=True,
            secure=self._secure,
            samesite="Lax",
        )

    async def person(self, address: str) -> tuple[Sender, bool] | None:
        """A person's name and whether an admin; None when there is no such account."""
        account = await self._worker.run(lambda session: account_of(session, address))
        if account is None:
            return None
        return Sender(account.address, account.name), account.is_admin
