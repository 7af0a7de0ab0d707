"""The planner at work: beat by beat, until nothing is due any more."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from scheduler.due_plans import MovedElsewhere, set_aside
from scheduler.planner import LIMIT, CloseMeeting, close_by_itself, tick
from scheduler.stepping import bring_pushes_back
from store.worker import DatabaseDown, Worker

log = logging.getLogger(__name__)

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

    async def _tick(self, limit: int = LIMIT) -> int:
        now = self.now()
        act = partial(tick, now=now, close_meeting=self._close, limit=limit)
        try:
            return await self.worker.run(act)
        except DatabaseDown:
            raise
        except MovedElsewhere:
            return 0
        except Exception as error:
            log.exception("a plan broke the planner; the others go on without it")
            if limit == 1:
                return await self.worker.run(
                    partial(set_aside, fault=type(error).__name__, now=now)
                )
        return await self._one_by_one()

    async def _one_by_one(self) -> int:
        """Fire a batch plan by plan, so that the one that breaks is found."""
        fired = 0
        while fired < LIMIT and await self._tick(limit=1):
            fired += 1
        return fired

    async def _notice_step(self) -> None:
        now = self.now()
        if self._seen is not None and now < self._seen - STEP:
            await self.worker.run(partial(bring_pushes_back, now=now))
        self._seen = now
