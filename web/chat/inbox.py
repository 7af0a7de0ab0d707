"""From many windows to the core: events gathered into batches, one batch at a time."""

import asyncio
import logging

from domain.messages import Deliver, Incoming

log = logging.getLogger(__name__)

BATCH = 100
"""Events in one batch at most."""


class Held(Exception):
    """An event was not taken; its page keeps it and sends it again."""


class Inbox:
    """Takes events in order and delivers them; each one's future ends with the commit.

    Before `open` and after `close`, and when the core raises, events are held by their pages.
    """

    def __init__(self) -> None:
        self._deliver: Deliver | None = None
        self._waiting: list[tuple[Incoming, asyncio.Future[None]]] = []
        self._running: asyncio.Task[None] | None = None

    def open(self, deliver: Deliver) -> None:
        """Begin to deliver."""
        self._deliver = deliver

    def offer(self, event: Incoming) -> asyncio.Future[None]:
        """Queue an event. The future ends after the commit or with `Held`."""
        taken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if self._deliver is None:
            taken.set_exception(Held())
            return taken
        self._waiting.append((event, taken))
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._drain(self._deliver))
        return taken

    async def _drain(self, deliver: Deliver) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
            try:
                await deliver([event for event, _ in batch])
            except Exception as error:  # whatever it is: nothing was committed
                # What came after must not overtake what failed.
                batch, self._waiting = batch + self._waiting, []
                log.warning("%d events are held: %s", len(batch), type(error).__name__)
                _hold(batch)
            else:
                for _, taken in batch:
                    if not taken.done():
                        taken.set_result(None)

    async def close(self) -> None:
        """Finish the batch under way; what waits is held by its pages."""
        self._deliver = None
        waiting, self._waiting = self._waiting, []
        _hold(waiting)
        if self._running is not None:
            await asyncio.wait([self._running])


def _hold(batch: list[tuple[Incoming, asyncio.Future[None]]]) -> None:
    for _, taken in batch:
        if not taken.done():
            taken.set_exception(Held())
