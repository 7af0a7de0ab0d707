"""The clock of the tests: it begins at a fixed instant, runs on, and can be moved forward."""

import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.clock import Clock

SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 11, 23, 7, 30, tzinfo=SHANGHAI)  # a Monday, and a workday


class MovedClock(Clock):
    """Runs at the usual pace from `begins` on."""

    def __init__(self, begins: datetime = MORNING) -> None:
        super().__init__()
        self._begins, self._steady = begins, time.monotonic()

    def wall(self) -> datetime:
        """The clock as it would stand without being moved."""
        return self._begins + timedelta(seconds=time.monotonic() - self._steady)

    def stamp(self) -> float:
        """Now, as seconds since 1970."""
        return self.now().timestamp()

    def advance(self, **span: float) -> None:
        """Move forward."""
        self.advance_to(self.now() + timedelta(**span))
