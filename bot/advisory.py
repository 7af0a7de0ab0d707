"""A lock that PostgreSQL keeps as long as a connection lives."""

import contextlib

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

# A dead network is noticed by both ends within half a minute, not after hours.
KEEPALIVE = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
    "application_name": "zhibu lock",
}


class AdvisoryLock:
    """A session's advisory lock on its own connection; `shared` ones exclude only exclusive ones.

    The server frees it when the connection ends, and with the process. Needs a real session:
    a pooler in transaction mode between here and the server breaks it.
    """

    def __init__(self, engine: Engine, key: int, *, shared: bool = False) -> None:
        self._engine = create_engine(
            engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=KEEPALIVE
        )
        self._ask = text(f"SELECT pg_try_advisory_lock{'_shared' if shared else ''}(:key)")
        self._key = key
        self._connection: Connection | None = None

    def take(self) -> bool:
        """Whether the lock is held now: still, again, or from now on. Never waits for it.

        A connection that was lost meanwhile is noticed and replaced. Raises
        sqlalchemy.exc.DBAPIError where the database cannot be reached.
        """
        if self._connection is not None:
            try:
                self._connection.execute(text("SELECT 1"))
            except DBAPIError:
                self.drop()
            else:
                return True
        return self._begin()

    def keep(self) -> bool:
        """As `take`, but False while the database cannot be reached: nobody knows who holds it."""
        try:
            return self.take()
        except DBAPIError:
            return False

    def drop(self) -> None:
        """Let the lock and its connection go."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(DBAPIError):
                connection.close()

    def _begin(self) -> bool:
        with contextlib.ExitStack() as stack:
            connection = stack.enter_context(self._engine.connect())
            if not connection.execute(self._ask, {"key": self._key}).scalar_one():
                return False
            stack.pop_all()  # from here on the lock lives by the connection
            self._connection = connection
            return True
