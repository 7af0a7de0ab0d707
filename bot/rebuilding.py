"""Building a database anew inside one transaction, so that a failure leaves the old one."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Connection, Engine, MetaData, Table, text

from domain.refusals import Refused
from store.database import is_sqlite
from store.migrate import LOCK, alembic_config, move_to

REVISION_TABLE = "alembic_version"


@contextmanager
def emptied(engine: Engine) -> Iterator[Connection]:
    """A connection to the database without its tables; committed as a whole at the end.

    Raises Refused("database_newer") where a newer program made the tables, and ValueError
    where references are broken at the end.
    """
    with engine.connect() as connection:
        if is_sqlite(engine):
            with _without_references(connection), connection.begin():
                _empty(connection)
                yield connection
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise ValueError("broken references")
        else:
            with connection.begin():
                # Somebody's forgotten session must not make this wait for ever.
                connection.execute(text("SET LOCAL lock_timeout = '30s'"))
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
                _empty(connection)
                yield connection


def known_revisions(engine: Engine) -> frozenset[str]:
    """The revisions that this program can make and bring up to date."""
    with engine.connect() as connection:
        scripts = ScriptDirectory.from_config(alembic_config(connection))
        return frozenset(script.revision for script in scripts.walk_revisions())


def reflected(connection: Connection) -> Sequence[Table]:
    """The tables as they stand in the database, those that others refer to first."""
    metadata = MetaData()
    metadata.reflect(connection)
    tables = [table for table in metadata.sorted_tables if table.name != REVISION_TABLE]
    for table in tables:
        for column in table.columns:
            if isinstance(column.type, JSON):
                column.type.none_as_null = True  # None is SQL's NULL, not the JSON value
    return tables


def _empty(connection: Connection) -> None:
    current = MigrationContext.configure(connection).get_current_revision()
    if current is None:
        return
    scripts = ScriptDirectory.from_config(alembic_config(connection))
    if current not in {script.revision for script in scripts.walk_revisions()}:
        raise Refused("database_newer")
    move_to(connection, "base")


@contextmanager
def _without_references(connection: Connection) -> Iterator[None]:
    """SQLite takes this switch only outside a transaction."""
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()
