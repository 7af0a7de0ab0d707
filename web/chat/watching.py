"""Showing posts that another process wrote: a courier may run apart from the page's server."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from store.worker import Worker
from web.chat.hub import Hub
from web.chat.posts import changed_since, posts_by_id, view_of

log = logging.getLogger(__name__)

EVERY_SECONDS = 0.5

OVERLAP = timedelta(seconds=10)
"""Looked back each time: a row may be committed later than it was dated, by another clock."""


class Watcher:
    """Looks for changed posts twice a second, by an indexed query."""

    def __init__(self, worker: Worker, hub: Hub, now: Callable[[], datetime]) -> None:
        self._worker = worker
        self._hub = hub
        self._now = now
        self._seen = now()
        self._versions: dict[int, int] = {}

    async def run(self) -> None:
        """Watch until cancelled; a database that is down only delays it."""
        down = False
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            try:
                await self.look()
                down = False
            except Exception as error:
                if not down:
                    log.warning("posts of other processes wait: %s", type(error).__name__)
                down = True

    async def look(self) -> None:
        """Show every post that changed since the last look and is not shown yet."""
        # A clock that stepped back must not leave posts behind the mark.
        since = min(self._seen, self._now()) - OVERLAP
        changed = await self._worker.run(lambda session: changed_since(session, since))
        fresh = [
            post_id
            for post_id, room, version, _ in changed
            if self._versions.get(post_id, 0) < version and self._hub.is_open(room)
        ]
        if fresh:
            for post in await self._worker.run(lambda session: posts_by_id(session, fresh)):
                self._hub.show(post.room, view_of(post), post.version)
        self._versions = {post_id: version for post_id, _, version, _ in changed}
        self._seen = max([at for *_, at in changed], default=self._seen)
