"""The queue of updates as the service keeps it: handed out until acknowledged by an offset."""

import asyncio
import json
from collections import deque
from itertools import islice
from typing import Any

JsonDict = dict[str, Any]


class UpdateQueue:
    """Updates in order, each already in JSON, so that a burst costs the double little."""

    def __init__(self, first_id: int = 100_000) -> None:
        self._next = first_id
        self._waiting: deque[tuple[int, bytes]] = deque()
        self._news = asyncio.Event()
        self.allowed: set[str] | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, kind: str, body: JsonDict) -> int:
        """Adds an update of a kind; returns its id, or 0 when the kind was not asked for."""
        if self.allowed is not None and kind not in self.allowed:
            return 0
        return self.put_raw({kind: body})

    def put_raw(self, update: JsonDict) -> int:
        """Adds an update whatever it holds."""
        number, self._next = self._next, self._next + 1
        text = json.dumps({"update_id": number, **update}, ensure_ascii=False)
        self._waiting.append((number, text.encode("utf-8", "surrogatepass")))
        self._news.set()
        return number

    def restart_ids(self, first_id: int) -> None:
        """After a quiet week the service may count from another number."""
        self._next = first_id

    def acknowledge(self, offset: int) -> None:
        """Forgets every update below the offset, unless the offset lies in the future."""
        if offset > self._next:
            return
        while self._waiting and self._waiting[0][0] < offset:
            self._waiting.popleft()

    def drop(self, number: int) -> None:
        """Forgets one update (a webhook took it)."""
        self._waiting = deque(item for item in self._waiting if item[0] != number)

    def peek(self, limit: int, offset: int = 0) -> list[tuple[int, bytes]]:
        """The first updates from an offset on that are not acknowledged."""
        return list(islice((item for item in self._waiting if item[0] >= offset), limit))

    async def wait(self, seconds: float, offset: int = 0) -> None:
        """Waits until there is something to hand out, at most so many seconds."""
        if seconds <= 0 or self.peek(1, offset):
            return
        self._news.clear()
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            return
