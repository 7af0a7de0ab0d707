"""The planner at work: beat by beat, until nothing is due any more."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from scheduler.due_plans import MovedElsewhere
from scheduler.planner import CloseMeeting, close_by_itself, tick
from scheduler.stepping import bring_pushes_back
from store.worker import Worker

STEP = timedelta(seconds=5)  # a clock that goes back further was set


class Planner:
    """Fires what is due at each beat. Several may run at once on PostgreSQL."""

    def __init__(
        self,
        worker: Worker,
        now: Callable[[], datetime],
        wake: Callable[[], None] = lambda: None,
        close_meeting: CloseMeeting = close_by_itself,
    ) -> None:
        self.worker = worker
        self.now = now
        self._wake = wake
        self._close = close_meeting
        self._seen: datetime | None = None

    async def beat(self) -> int:
        """Fire everything that is due, in batches; returns how much it was.

        Raises DatabaseDown; then what was not fired stays due.
        """
        await self._notice_step()
        fired = 0
        while taken := await self._tick():
            fired += taken
            self._wake()
            await asyncio.sleep(0)
        return fired

    async def _tick(self) -> int:
        now = self.now()
        try:
            return await self.worker.run(partial(tick, now=now, close_meeting=self._close))
        except MovedElsewhere:
            return 0

    async def _notice_step(self) -> None:
        now = self.now()
        if self._seen is not None and now < self._seen - STEP:
            await self.worker.run(partial(bring_pushes_back, now=now))
        self._seen = now
