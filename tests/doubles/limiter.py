"""A strict sliding-window limiter: in no window of its length more than its limit passes."""

from collections import deque
from math import ceil


class SlidingWindow:
    """At most `limit` passages in any `seconds`; refused attempts do not count."""

    def __init__(self, limit: float, seconds: float) -> None:
        self._limit = int(limit)
        self._seconds = seconds
        self._passed: deque[float] = deque()

    def wait(self, now: float) -> float:
        """Seconds until a passage would be allowed; 0.0 when it is allowed now."""
        while self._passed and now - self._passed[0] >= self._seconds:
            self._passed.popleft()
        if len(self._passed) < self._limit:
            return 0.0
        return self._passed[0] + self._seconds - now

    def take(self, now: float) -> None:
        """Counts one passage at `now`."""
        self._passed.append(now)


class Limits:
    """Per second over all chats and per minute in each group, as the service refuses."""

    def __init__(self, per_second: float | None, per_group_minute: float | None) -> None:
        self._all = SlidingWindow(per_second, 1.0) if per_second else None
        self._per_group = per_group_minute
        self._groups: dict[int, SlidingWindow] = {}

    def retry_after(self, chat: int, now: float) -> int:
        """0 when the message passes (it is then counted), else whole seconds to wait."""
        windows = [] if self._all is None else [self._all]
        if self._per_group and chat < 0:
            windows.append(self._groups.setdefault(chat, SlidingWindow(self._per_group, 60.0)))
        wait = max((window.wait(now) for window in windows), default=0.0)
        if wait > 0:
            return max(1, ceil(wait))
        for window in windows:
            window.take(now)
        return 0
