"""The service's sliding windows as seen from here: over all chats, and in each chat."""

from collections import deque
from dataclasses import dataclass, field
from math import floor

MARGIN = 0.017  # of a chat's window: 20 in 61 s instead of 20 in 60 s
EDGE = 0.003  # seconds added to the window over all, for clocks that tick coarsely
CATCH_UP = 0.1  # seconds that turns given late may be made up for
LOST = 2.0  # seconds after which a message without an answer is taken to have arrived
ROUND_TRIPS = 200  # so many are looked at for the shortest


@dataclass(slots=True)
class Turn:
    """A message on its way: when it was let go, and when the service's answer was here."""

    given: float
    answered: float | None = None


class OverallWindow:
    """At most so many messages of all chats in any window, by the service's own clock.

    A message arrives no later than its answer was here minus the shortest way back. From that
    follows when the message one window later may be let go: however uneven the way, the window
    is kept, and where the way is even nothing of it is wasted. Turns are also spaced evenly.
    """

    def __init__(self, rate: float) -> None:
        self.limit, self._seconds = whole_turns(rate, 1.0)
        self.interval = self._seconds / self.limit
        self._turns: deque[Turn] = deque(maxlen=self.limit)
        self._round_trips: deque[float] = deque(maxlen=ROUND_TRIPS)
        self._next = 0.0

    def free_at(self, now: float) -> float:
        """When the next turn may be given; a moment in the past means now."""
        if len(self._turns) < self.limit:
            return self._next
        return max(self._next, self._arrival(self._turns[0], now) + self._seconds + EDGE)

    def give(self, now: float) -> Turn:
        """Gives a turn at `now`."""
        turn = Turn(now)
        self._turns.append(turn)
        self._next = max(self._next, now - CATCH_UP) + self.interval
        return turn

    def answered(self, turn: Turn, now: float) -> None:
        """The service's answer to a turn's message is here."""
        turn.answered = now
        self._round_trips.append(now - turn.given)

    def hold(self, until: float) -> None:
        """No turn before `until`."""
        self._next = max(self._next, until)

    def _arrival(self, turn: Turn, now: float) -> float:
        if turn.answered is None:
            return now if now < turn.given + LOST else turn.given
        return max(turn.given, turn.answered - min(self._round_trips))


@dataclass(slots=True)
class ChatWindow:
    """When one chat was sent to lately, and how long it must be let alone."""

    limit: int
    seconds: float
    sent: deque[float] = field(default_factory=deque)
    held_until: float = 0.0

    def free_at(self, now: float) -> float:
        """When the chat may be sent to next; a moment in the past means now."""
        while self.sent and now - self.sent[0] >= self.seconds:
            self.sent.popleft()
        full = len(self.sent) >= self.limit
        return max(self.held_until, self.sent[-self.limit] + self.seconds if full else 0.0)

    def turn_at(self, now: float, ahead: int) -> float:
        """When the window has room for one more turn after `ahead` others."""
        turns, begin = list(self.sent), max(now, self.free_at(now))
        for _ in range(ahead + 1):
            full = len(turns) >= self.limit
            turns.append(max(begin, turns[-self.limit] + self.seconds) if full else begin)
        return turns[-1]

    def idle(self, now: float) -> bool:
        """Whether the window may be forgotten."""
        return self.free_at(now) <= now and not self.sent


def chat_window(rate: float, seconds: float) -> ChatWindow:
    """A chat's window for so many turns in so many seconds, with its margin."""
    limit, span = whole_turns(rate, seconds)
    return ChatWindow(limit, span * (1 + MARGIN))


def whole_turns(rate: float, seconds: float) -> tuple[int, float]:
    """A rate as whole turns in a span: 20 in 60 s, or for a rate of a half one in 120 s.
    Parts of a turn are left unused, as the service counts whole ones."""
    return max(1, floor(rate)), seconds / min(rate, 1.0)
