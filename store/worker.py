"""The one place that runs transactions for the serving process.

SQLite has one writer, so one thread serves it; PostgreSQL is served by a small pool. Callers
await a function on a session; its result comes back only after the commit.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from queue import PriorityQueue
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import Session

from store.database import POOL_SIZE, is_sqlite, transaction

T = TypeVar("T")

# Serialization failure and deadlock, after which PostgreSQL asks to try again; and a unique key
# that another transaction committed meanwhile: the next try finds its row.
RETRIED = ("40001", "40P01", "23505")
SQLITE_ERROR = 1  # a statement that is wrong in itself, unlike a file that is busy, full or gone
ATTEMPTS = 4


class DatabaseDown(Exception):
    """The database cannot be reached or written (down, disk full, locked). Nothing was kept."""


class Worker:
    """Runs functions on a session, each in its own transaction."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        threads = 1 if is_sqlite(engine) else POOL_SIZE
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="store")
        self._waiting: PriorityQueue[tuple[int, int, Callable[[], None]]] = PriorityQueue()
        self._numbers = count()

    async def run(self, act: Callable[[Session], T], *, urgent: bool = False) -> T:
        """Run `act` in a transaction in a worker thread; return its result after the commit.

        What people wait for is `urgent` and goes before all else that waits. Raises
        DatabaseDown when the database does not answer; any error of `act` itself is raised as
        it is, after everything it did was undone.
        """
        result: Future[T] = Future()

        def work() -> None:
            if result.set_running_or_notify_cancel():
                _fulfil(result, lambda: self._attempt(act))

        self._waiting.put((0 if urgent else 1, next(self._numbers), work))
        self._threads.submit(self._next)
        return await asyncio.wrap_future(result)

    def _next(self) -> None:
        """One turn of a thread: what is most urgent now, which may have come last."""
        self._waiting.get_nowait()[2]()

    def _attempt(self, act: Callable[[Session], T]) -> T:
        for attempt in range(ATTEMPTS):
            try:
                with transaction(self.engine) as session:
                    return act(session)
            except (OperationalError, InterfaceError, IntegrityError, PoolTimeout) as error:
                if _may_retry(error) and attempt + 1 < ATTEMPTS:
                    continue
                if _is_wrong(error):
                    raise
                raise DatabaseDown(type(error).__name__) from error
        raise AssertionError("unreachable")

    def close(self) -> None:
        """Wait for what is under way and let the threads go."""
        self._threads.shutdown(wait=True)
        self.engine.dispose()


def _fulfil(result: Future[T], work: Callable[[], T]) -> None:
    try:
        found = work()
    except BaseException as error:
        result.set_exception(error)
    else:
        result.set_result(found)


def _may_retry(error: Exception) -> bool:
    if not isinstance(error, DBAPIError):
        return False
    return error.connection_invalidated or getattr(error.orig, "sqlstate", None) in RETRIED


def _is_wrong(error: Exception) -> bool:
    """Whether the act itself is to blame: waiting for the database would not help."""
    if isinstance(error, IntegrityError):
        return True
    orig = getattr(error, "orig", None)
    return getattr(orig, "sqlite_errorcode", None) == SQLITE_ERROR
