"""Who serves a database: one process on SQLite, several on PostgreSQL of which one polls."""

import fcntl
import hashlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from sqlalchemy import Engine

from bot.advisory import AdvisoryLock
from domain.refusals import Refused
from store.database import is_sqlite

TRIES = 5
PAUSE_SECONDS = 0.1


class Lock(Protocol):
    """Something only so many may hold."""

    def take(self) -> bool:
        """Take the lock, or make sure that it is held still; whether it is. Never waits.

        Raises where file or database cannot be reached.
        """
        ...

    def keep(self) -> bool:
        """As `take`, but False instead of an error: for calling now and then while serving."""
        ...

    def drop(self) -> None:
        """Let it go."""
        ...


class FileLock:
    """An exclusive lock on a file; the system frees it when the process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None

    def take(self) -> bool:
        """Whether the lock is held. Raises OSError where the file cannot be written."""
        if self._file is not None:
            return True
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("a", encoding="ascii")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        file.truncate(0)
        file.write(f"{os.getpid()}\n")  # for a person who looks; the lock is the system's
        file.flush()
        self._file = file
        return True

    def keep(self) -> bool:
        """Whether the lock is held."""
        return self.take()

    def drop(self) -> None:
        """Let it go. The file stays: removing it would let two hold two files of one name."""
        file, self._file = self._file, None
        if file is not None:
            file.close()


@contextmanager
def hold(engine: Engine, *, alone: bool = False) -> Iterator[Lock]:
    """Serve this database for the length of the block.

    On SQLite only one process may; on PostgreSQL any number, unless one is `alone` (a
    restore). Raises Refused("already_running"). On PostgreSQL `keep` of what is yielded,
    called now and then, takes the lock again after a lost connection.
    """
    lock = _serving_lock(engine, alone=alone)
    if not _taken(lock):
        raise Refused("already_running")
    try:
        yield lock
    finally:
        lock.drop()


def is_running(engine: Engine) -> bool:
    """Whether some process serves this database at this moment."""
    lock = _serving_lock(engine, alone=True)
    free = lock.take()
    lock.drop()
    return not free


def poller_lock(engine: Engine, token: str = "") -> Lock:
    """The right to poll a bot token, which one process at a time has.

    `keep` costs one round trip and never waits; call it (from one thread at a time) every few
    seconds: it notices a lost connection and takes the right again, or says that another
    process has it now. On SQLite the one serving process always has it.
    """
    if is_sqlite(engine):
        return _Granted()
    return AdvisoryLock(engine, _key(f"poller:{token}"))


class _Granted:
    """The lock of the only process there is."""

    def take(self) -> bool:
        return True

    keep = take

    def drop(self) -> None:
        """Nothing is held."""


def _serving_lock(engine: Engine, *, alone: bool) -> Lock:
    if is_sqlite(engine):
        # Links and relative paths lead to one file, and so to one lock.
        path = Path(engine.url.database or "").resolve()
        return FileLock(path.with_name(path.name + ".lock"))
    return AdvisoryLock(engine, _key("serving"), shared=not alone)


def _taken(lock: Lock) -> bool:
    """Try for half a second: `is_running` of another process may hold the lock for a moment."""
    pause = threading.Event()
    for _ in range(TRIES - 1):
        if lock.take():
            return True
        pause.wait(PAUSE_SECONDS)
    return lock.take()


def _key(name: str) -> int:
    """A number for PostgreSQL: 63 bits of a hash, so that a token stays hidden in it."""
    digest = hashlib.sha256(f"zhibu:{name}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1
