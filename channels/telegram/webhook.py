"""Updates that the service brings by itself: committed before the answer 200, in groups."""

import asyncio
import hmac
import json
import logging

from channels.telegram.reading import Reader
from domain.messages import Deliver, Incoming

log = logging.getLogger(__name__)

GATHER_SECONDS = 0.003
BATCH = 100
OK, NOT_JSON, WRONG_SECRET, HELD = 200, 400, 403, 503


class Receiving:
    """Takes webhook bodies; requests that arrive together are delivered in one batch."""

    def __init__(self, reader: Reader, deliver: Deliver, secret: str) -> None:
        self._reader, self._deliver = reader, deliver
        self._secret = secret.encode()
        self._waiting: list[tuple[Incoming, asyncio.Future[bool]]] = []
        self._delivering: asyncio.Task[None] | None = None

    async def receive(self, body: bytes, secret: str) -> int:
        """The HTTP status for one request: 200 once its event is committed, 403 for a wrong
        secret, 400 for what is no update, 503 when the service shall bring it again."""
        if not hmac.compare_digest(secret.encode(), self._secret):
            return WRONG_SECRET
        try:
            update = json.loads(body)
        except ValueError:
            return NOT_JSON
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            return NOT_JSON
        events = self._reader.read_batch([update])
        if not events:
            return OK
        return OK if await self._commit(events[0]) else HELD

    async def stop(self) -> None:
        """Waits for the batches in hand."""
        if self._delivering is not None:
            await asyncio.gather(self._delivering, return_exceptions=True)

    async def _commit(self, event: Incoming) -> bool:
        taken: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((event, taken))
        if self._delivering is None or self._delivering.done():
            self._delivering = asyncio.create_task(self._deliver_all())
        return await taken

    async def _deliver_all(self) -> None:
        """One batch after another; while one is being written the next gathers."""
        await asyncio.sleep(GATHER_SECONDS)
        while self._waiting:
            batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
            taken = await self._try([event for event, _ in batch])
            for _, waiter in batch:
                if not waiter.done():
                    waiter.set_result(taken)

    async def _try(self, events: list[Incoming]) -> bool:
        try:
            await self._deliver(events)
        except Exception as error:
            log.warning("一批消息没有存下来，聊天服务会再送来（%s）。", type(error).__name__)
            return False
        return True
