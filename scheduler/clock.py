"""The process's clock and its beat. The only place that reads the one and knows the timer."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

log = logging.getLogger(__name__)

BEAT_SECONDS = 1
WATCH_SECONDS = 5.0  # a step is noticed within this time; the contract says 15 s
STEP_SECONDS = 2.0  # a wall clock that moves so much against the steady one was set


class Clock:
    """The wall clock, in UTC. A demo may move it forward."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        """The present, as an aware instant."""
        return self.wall() + self._ahead

    def wall(self) -> datetime:
        """The process's clock as it is set, without a demo's advance."""
        return datetime.now(UTC)  # noqa: TID251  the one place that may read it

    def advance_to(self, moment: datetime) -> None:
        """Move forward to an instant (demo only). Raises ValueError for one that has passed."""
        step = moment - self.now()
        if step < timedelta():
            raise ValueError("the clock only moves forward")
        self._ahead += step


class Metronome:
    """Calls `beat` once a second. One timer: what is due stands in the database.

    A beat that takes longer is not doubled. The timer counts by the wall clock; when that is
    set, forwards or backwards, the step is logged and the timer armed anew within 15 seconds.
    """

    def __init__(
        self,
        clock: Clock,
        beat: Callable[[], Awaitable[object]],
        watch_seconds: float = WATCH_SECONDS,
    ) -> None:
        self._clock = clock
        self._beat = beat
        self._watch_seconds = watch_seconds
        self._timer = AsyncIOScheduler(timezone=UTC)
        self._watch: asyncio.Task[None] | None = None
        self._over = False

    def start(self) -> None:
        """Begin to beat, in the running loop."""
        # A beat that takes longer than a second is no news.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._arm()
        self._timer.start()
        self._watch = asyncio.create_task(self._watch_clock())

    def stop(self) -> None:
        """No further beat."""
        self._over = True
        if self._watch is not None:
            self._watch.cancel()
        if self._timer.running:
            self._timer.shutdown(wait=False)

    def _arm(self) -> None:
        self._timer.add_job(
            self._one_beat,
            IntervalTrigger(seconds=BEAT_SECONDS, timezone=UTC),
            id="beat",
            replace_existing=True,
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )

    async def _one_beat(self) -> None:
        if self._over:  # the timer ends a moment after it is told to
            return
        try:
            await self._beat()
        except asyncio.CancelledError:
            if not self._over:
                raise
        except Exception:
            log.exception("a beat failed; the next one tries again")

    async def _watch_clock(self) -> None:
        """Sleep by the steady clock and see whether the wall clock went along."""
        while True:
            seen, steady = self._clock.wall(), time.monotonic()
            await asyncio.sleep(self._watch_seconds)
            passed = time.monotonic() - steady
            stepped = (self._clock.wall() - seen).total_seconds() - passed
            if abs(stepped) > STEP_SECONDS:
                log.warning("系统时钟被调整了 %+.0f 秒，已按新的时间继续。", stepped)
                self._arm()
