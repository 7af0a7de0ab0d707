"""The search index follows the library in the background, so that no search builds it."""

import asyncio
import logging

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from content.finding import warm

log = logging.getLogger(__name__)

SECONDS = 5.0
"""Between two looks at the shelves; a look costs one small question."""


class Indexing:
    """Keeps this process's index in step with its database."""

    def __init__(self, engine: Engine, seconds: float = SECONDS) -> None:
        self._engine = engine
        self._seconds = seconds

    async def run(self) -> None:
        """Serve until cancelled."""
        while True:
            try:
                await asyncio.to_thread(self.look)
            except DBAPIError:
                log.debug("the shelves cannot be looked at now")
            await asyncio.sleep(self._seconds)

    def look(self) -> int:
        """Take in what changed on the shelves; how many passages there are."""
        with (
            self._engine.connect().execution_options(reads_only=True) as connection,
            Session(connection) as session,
        ):
            return warm(session)
