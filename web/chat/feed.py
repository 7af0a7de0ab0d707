"""What one room shows: the last messages in order, each change with a running number."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from web.chat.posts import View

KEPT = 300
"""Messages kept per room, people's talk and the bot's posts together."""

REMEMBERED = 3000
"""Ids of messages that fell out, so that one sent again is not shown again."""


@dataclass(slots=True)
class Entry:
    """A message in a room; `seq` is the room's number of its last change."""

    seq: int
    version: int
    view: View


class Feed:
    """One room's messages.

    Every change gets the next `seq`; a page that says which it has seen gets the rest. When
    something it never saw has already fallen out of the memory, it gets everything anew.
    """

    def __init__(self) -> None:
        self.seq = 0
        self._entries: OrderedDict[str, Entry] = OrderedDict()
        self._forgotten = 0  # the highest seq among messages that fell out
        self._gone: OrderedDict[str, None] = OrderedDict()
        self._oldest_post = 0

    def put(self, view: View, version: int = 1) -> Entry | None:
        """Add or change a message; None when this version is already shown."""
        known = self._entries.get(view["id"])
        if known is not None and known.version >= version:
            return None
        if known is None and self._is_past(view):
            return None
        self.seq += 1
        entry = Entry(self.seq, version, {**view, "seq": self.seq})
        self._entries[view["id"]] = entry
        while len(self._entries) > KEPT:
            _, old = self._entries.popitem(last=False)
            self._forgotten = max(self._forgotten, old.seq)
            self._forget(old.view["id"])
        return entry

    def _is_past(self, view: View) -> bool:
        """Whether a message stands above what is kept; it must not come back at the end."""
        if view["id"] in self._gone:
            return True
        return view["kind"] == "bot" and int(view["id"]) < self._oldest_post

    def _forget(self, message_id: str) -> None:
        self._gone[message_id] = None
        while len(self._gone) > REMEMBERED:
            self._gone.popitem(last=False)

    def fill(self, views: Sequence[tuple[View, int]]) -> None:
        """Put what the database holds before what has come meanwhile."""
        meanwhile = list(self._entries.values())
        self._entries.clear()
        for view, version in views:
            self.put(view, version)
        if len(views) >= KEPT:
            self._oldest_post = int(views[0][0]["id"])
        for entry in meanwhile:
            self.put(entry.view, entry.version)

    def get(self, message_id: str) -> View | None:
        """A message that is still shown."""
        entry = self._entries.get(message_id)
        return entry.view if entry is not None else None

    def everything(self) -> list[View]:
        """All messages kept, oldest first."""
        return [entry.view for entry in self._entries.values()]

    def since(self, seq: int) -> list[View] | None:
        """What changed after `seq`; None when that can no longer be told."""
        if seq < self._forgotten or seq > self.seq:
            return None
        return [entry.view for entry in self._entries.values() if entry.seq > seq]
