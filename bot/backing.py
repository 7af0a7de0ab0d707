"""Backups of the whole database, and putting one back; the same file fits both databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, Table, func, text, update
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, StatementError
from sqlmodel import col

from bot.archive import Row, open_archive, write_archive
from bot.locking import hold
from bot.rebuilding import emptied, known_revisions, reflected
from bot.row_values import packed, select_rows, unpacked
from bot.snapshot import snapshot
from domain.refusals import Refused
from store.database import transaction
from store.migrate import move_to
from store.tables import Outbox

AT_ONCE = 500
"""Rows read or written with one statement."""


def backup(engine: Engine, file: Path) -> None:
    """Write the whole database, as it is at one moment, to `file`; the service may run meanwhile.

    Files that people sent are no part of it. Raises Refused("backup_empty") for a database
    without tables, OSError where the file cannot be written; then nothing is left there.
    """
    with snapshot(engine) as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
        if revision is None:
            raise Refused("backup_empty")
        write_archive(file, revision, _all_rows(connection))


def restore(engine: Engine, file: Path) -> None:
    """Replace everything in the database by the backup; a failure leaves it as it was.

    A backup of an older version is brought up to date. What was to be sent is held until
    `release`. Raises Refused with "restore_while_running", "backup_broken", "backup_newer" or
    "database_newer"; OSError where the file cannot be read.
    """
    with open_archive(file) as (revision, rows), _alone(engine):
        if revision not in known_revisions(engine):
            raise Refused("backup_newer", name=file.name)
        try:
            with emptied(engine) as connection:
                move_to(connection, revision)
                _fill(connection, rows)
                move_to(connection, "head")
                connection.execute(_HOLD)
        except (StatementError, LookupError, TypeError, ValueError) as error:
            if isinstance(error, DBAPIError) and not isinstance(error, DataError | IntegrityError):
                raise  # the database's trouble, not the file's
            raise Refused("backup_broken", name=file.name) from error


def release(engine: Engine) -> int:
    """Let what a restore held be sent; how many messages. Those too late are skipped as ever."""
    with transaction(engine) as session:
        freed = session.execute(
            update(Outbox)
            .where(col(Outbox.state) == "held")
            .values(state="queued")
            .returning(col(Outbox.id))
        )
        return len(freed.all())


_HOLD = (
    update(Outbox)
    .where(col(Outbox.state).in_(("queued", "claimed")))
    .values(state="held", claimed_by=None, lease_until=None)
)


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    """Nobody serves the database, and nobody begins to, for the length of the block."""
    with _as_restore(), hold(engine, alone=True):
        yield


@contextmanager
def _as_restore() -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        if refused.code == "already_running":
            raise Refused("restore_while_running") from refused
        raise


def _all_rows(connection: Connection) -> Iterator[tuple[str, Row]]:
    for table in reflected(connection):
        found = connection.execution_options(yield_per=AT_ONCE).execute(select_rows(table))
        for row in found.mappings():
            yield table.name, packed(dict(row))


def _fill(connection: Connection, rows: Iterator[tuple[str, Row]]) -> None:
    """Insert the rows, which stand in the order of their references."""
    tables = {table.name: table for table in reflected(connection)}
    sqlite = connection.dialect.name == "sqlite"
    for name, group in groupby(rows, key=itemgetter(0)):
        table = tables[name]
        while some := [row for _, row in islice(group, AT_ONCE)]:
            connection.execute(
                table.insert(), [unpacked(table, row, sqlite=sqlite) for row in some]
            )
    if not sqlite:
        _reset_sequences(connection, list(tables.values()))


def _reset_sequences(connection: Connection, tables: list[Table]) -> None:
    """PostgreSQL numbers new rows by itself: it must begin after the restored ones."""
    for table in tables:
        if "id" not in table.columns:
            continue
        last = connection.execute(func.max(table.c.id).select()).scalar()
        connection.execute(
            text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last, :used)"),
            {"name": f'"{table.name}"', "last": last or 1, "used": last is not None},
        )
