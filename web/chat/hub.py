"""Who is looking at which room, and what each of them is shown."""

import asyncio
import json
import secrets
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from store.tables.posts import Post
from web.chat.feed import Feed
from web.chat.posts import View, view_of

Load = Callable[[str], Awaitable[list[Post]]]
"""Brings a room's last posts from the database."""


class Looker(Protocol):
    """An open window of a person. `push` never waits."""

    address: str

    def push(self, text: str) -> None:
        """Send a piece of JSON as soon as may be."""
        ...


class Hub:
    """The rooms' feeds and the open windows. Everything here happens on the event loop.

    `epoch` names this hub: the running numbers of its rooms mean nothing in another.
    """

    def __init__(self, load: Load) -> None:
        self.epoch = secrets.token_hex(6)
        self._load = load
        self._feeds: dict[str, Feed] = {}
        self._filling: dict[str, asyncio.Future[None]] = {}
        self._by_room: defaultdict[str, set[Looker]] = defaultdict(set)
        self._by_person: defaultdict[str, set[Looker]] = defaultdict(set)

    async def feed(self, room: str) -> Feed:
        """A room's feed, filled from the database when it is opened for the first time."""
        filling = self._filling.get(room)
        if filling is None:
            feed = self._feeds.setdefault(room, Feed())
            filling = self._filling[room] = asyncio.ensure_future(self._fill(room, feed))
        await asyncio.shield(filling)
        return self._feeds[room]

    async def _fill(self, room: str, feed: Feed) -> None:
        try:
            posts = await self._load(room)
        except BaseException:
            del self._filling[room]
            raise
        feed.fill([(view_of(post), post.version) for post in posts])

    def is_open(self, room: str) -> bool:
        """Whether somebody has looked at the room since the start."""
        return room in self._feeds

    def show(self, room: str, view: View, version: int = 1) -> None:
        """Put a message into a room's feed and before everybody who looks at the room."""
        feed = self._feeds.get(room)
        entry = feed.put(view, version) if feed is not None else None
        if entry is not None:
            self.tell_room(room, {"t": "message", "room": room, "message": entry.view})

    def look(self, window: Looker, rooms: list[str]) -> None:
        """A window opens on its person's rooms."""
        self._by_person[window.address].add(window)
        for room in rooms:
            self._by_room[room].add(window)

    def leave(self, window: Looker) -> None:
        """A window closed."""
        for group in (self._by_person, self._by_room):
            for key in [key for key, windows in group.items() if window in windows]:
                group[key].discard(window)
                if not group[key]:
                    del group[key]

    def seat(self, address: str, room: str) -> None:
        """A person got a seat: all windows of that person look at the room from now on."""
        windows = self.windows_of(address)
        if windows:
            self._by_room[room].update(windows)

    def windows_of(self, address: str) -> set[Looker]:
        """A person's open windows."""
        return set(self._by_person.get(address, ()))

    def all_windows(self) -> list[Looker]:
        """Every open window."""
        return [window for windows in self._by_person.values() for window in windows]

    def tell_room(self, room: str, message: dict[str, Any]) -> None:
        """Push something to everybody who looks at a room."""
        _push(list(self._by_room.get(room, ())), message)

    def tell_person(self, address: str, message: dict[str, Any]) -> None:
        """Push something to all windows of a person."""
        _push(list(self._by_person.get(address, ())), message)

    def tell_everybody(self, message: dict[str, Any]) -> None:
        """Push something to every window."""
        _push(self.all_windows(), message)


def _push(windows: list[Looker], message: dict[str, Any]) -> None:
    text = json.dumps(message, ensure_ascii=False)
    for window in windows:
        window.push(text)
