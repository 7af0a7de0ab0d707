"""The one place that runs transactions for the serving process.

SQLite has one writer, so one thread serves it; PostgreSQL is served by a small pool. Callers
await a function on a session; its result comes back only after the commit.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import Session

from store.database import POOL_SIZE, is_sqlite, transaction

T = TypeVar("T")

RETRIED = ("40001", "40P01")  # serialization failure, deadlock: PostgreSQL asks to try again
ATTEMPTS = 4


class DatabaseDown(Exception):  # noqa: N818
    """The database cannot be reached or written (down, disk full, locked). Nothing was kept."""


class Worker:
    """Runs functions on a session, each in its own transaction."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        threads = 1 if is_sqlite(engine) else POOL_SIZE
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="store")

    async def run(self, act: Callable[[Session], T]) -> T:
        """Run `act` in a transaction in a worker thread; return its result after the commit.

        Raises DatabaseDown when the database does not answer; any error of `act` itself is
        raised as it is, after everything it did was undone.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._attempt, act)

    def _attempt(self, act: Callable[[Session], T]) -> T:
        for attempt in range(ATTEMPTS):
            try:
                with transaction(self.engine) as session:
                    return act(session)
            except (OperationalError, InterfaceError, PoolTimeout) as error:
                if _may_retry(error) and attempt + 1 < ATTEMPTS:
                    continue
                raise DatabaseDown(type(error).__name__) from error
        raise AssertionError("unreachable")

    def close(self) -> None:
        """Wait for what is under way and let the threads go."""
        self._threads.shutdown(wait=True)
        self.engine.dispose()


def _may_retry(error: Exception) -> bool:
    if not isinstance(error, DBAPIError):
        return False
    return error.connection_invalidated or getattr(error.orig, "sqlstate", None) in RETRIED
