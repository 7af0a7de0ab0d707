"""A service that is out of reach is left in peace for a while."""

from dataclasses import dataclass, field

FAULTS = 5  # chats in a row that met a passing fault: then it is the service, not the chats
LONGEST_REST = 30.0
SHORTEST_REST = 1.0


@dataclass(slots=True)
class _State:
    faulty: set[int] = field(default_factory=set)
    until: float = 0.0


class Rests:
    """Which channels rest. Times are of the loop's clock, which nobody sets."""

    def __init__(self) -> None:
        self._states: dict[str, _State] = {}

    def arrived(self, channel: str) -> None:
        """Something arrived: the channel works."""
        self._states.pop(channel, None)

    def faulted(self, channel: str, chat_id: int, seconds: float, time: float) -> None:
        """A passing fault; the channel rests when several chats in a row met one."""
        state = self._states.setdefault(channel, _State())
        state.faulty.add(chat_id)
        if len(state.faulty) >= FAULTS:
            state.until = time + min(max(seconds, SHORTEST_REST), LONGEST_REST)
            state.faulty.clear()

    def resting(self, channel: str, time: float) -> bool:
        """Whether the channel rests."""
        state = self._states.get(channel)
        return state is not None and state.until > time
