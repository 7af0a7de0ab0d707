"""The Bot API double with faults of one method or one chat, beside those it has itself."""

import asyncio
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.doubles.bot_api import BotApiDouble
from tests.doubles.service import Refusal

Sends = ("sendMessage", "sendDocument", "editMessageText", "editMessageCaption")


class FaultyDouble(BotApiDouble):
    """`held` methods get no answer until taken out; `refused` chats get the refusal given."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.held: set[str] = set()
        self.reached: set[str] = set()
        self.refused: dict[int, Refusal] = {}
        self.tries: list[tuple[str, int]] = []
        call = self.service.call

        def guarded(method: str, params: dict[str, Any], files: Any) -> Any:
            if method in Sends:
                chat = int(params["chat_id"])
                self.tries.append((method, chat))
                if chat in self.refused:
                    raise self.refused[chat]
            return call(method, params, files)

        self.service.call = guarded  # type: ignore[method-assign]

    async def _method(self, request: web.BaseRequest, method: str) -> web.Response:
        self.reached.add(method)
        while method in self.held:
            await asyncio.sleep(0.01)
        if request.transport is None or request.transport.is_closing():
            return web.Response(status=503)  # its sender died before it arrived
        return await super()._method(request, method)

    def tried(self, chat: int) -> int:
        """How often something was sent to a chat, refused or not."""
        return sum(1 for _, tried in self.tries if tried == chat)

    async def until(self, ready: Callable[[], Any], seconds: float = 10.0) -> Any:
        """As `wait_for`."""
        return await self.wait_for(ready, seconds)
