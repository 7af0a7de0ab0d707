"""Reading a whole database at one moment, while others go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from store.database import is_sqlite


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A read-only connection that sees one moment, however long it lives; stops no writer."""
    if is_sqlite(engine):
        reader = _sqlite_reader(engine)
        with reader.connect() as connection, connection.begin():
            # SQLite fixes the moment at the first read.
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
            yield connection
        reader.dispose()
        return
    with engine.connect() as plain:
        connection = plain.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        with connection.begin():
            yield connection


def _sqlite_reader(engine: Engine) -> Engine:
    """The service's engine begins each transaction as a writer; this one never does."""
    reader = create_engine(engine.url, poolclass=NullPool)

    @event.listens_for(reader, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA busy_timeout=10000")
        connection.execute("PRAGMA query_only=ON")

    @event.listens_for(reader, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return reader
