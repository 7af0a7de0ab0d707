"""Whose event came first: the service's numbers tell it, its clocks do not.

A press carries no time, so it is dated by its arrival; words carry the service's own second.
The two clocks differ, and after an outage a press arrives long after it was made. Without more,
words written after a press would look older than the press and be dropped as such.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain.messages import Incoming, Kind

PEOPLE_KEPT = 4096


class Order:
    """Dates the events of one bot so that the times keep the order of the service's numbers."""

    def __init__(self) -> None:
        self._last: OrderedDict[str, tuple[int, datetime]] = OrderedDict()

    def settle(self, numbered: Sequence[tuple[int, Incoming]]) -> list[Incoming]:
        """The events of a batch, with `at` corrected where it contradicts the order.

        A press is not dated after words that follow it, and nothing that a person does before
        what the same person did earlier. Events that arrive late (a webhook may overtake
        another) keep their own time.
        """
        return [self._after_earlier(number, event) for number, event in _before_later(numbered)]

    def _after_earlier(self, number: int, event: Incoming) -> Incoming:
        if event.sender is None:
            return event
        who = event.sender.address
        known = self._last.get(who)
        if known is not None and number < known[0]:
            return event
        if known is not None and event.at < known[1]:
            event = replace(event, at=known[1])
        self._last[who] = (number, event.at)
        self._last.move_to_end(who)
        if len(self._last) > PEOPLE_KEPT:
            self._last.popitem(last=False)
        return event


def _before_later(numbered: Sequence[tuple[int, Incoming]]) -> list[tuple[int, Incoming]]:
    """Each press dated no later than the first words of anybody that come after it."""
    settled: list[tuple[int, Incoming]] = []
    ceiling: datetime | None = None
    for number, event in reversed(numbered):
        dated = event
        if event.kind is not Kind.PRESS:
            ceiling = event.at if ceiling is None else min(ceiling, event.at)
        elif ceiling is not None and ceiling < event.at:
            dated = replace(event, at=ceiling)
        settled.append((number, dated))
    settled.reverse()
    return settled
