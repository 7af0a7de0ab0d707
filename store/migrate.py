"""Bringing a database up to date, one process at a time."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from store.database import is_sqlite

LOCK = 7_268_014  # any number: PostgreSQL's advisory lock that migrations share


def alembic_config(connection: Connection) -> Config:
    """Alembic's settings for work on this connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def migrate(engine: Engine, revision: str = "head") -> None:
    """Upgrade (or downgrade, for an older `revision`) the schema. Waits for another migrator.

    On SQLite foreign keys are off meanwhile, since a table that is rebuilt would take its
    children along; they are checked afterwards, and a broken one undoes everything.
    """
    with engine.connect() as connection:
        if is_sqlite(engine):
            _on_sqlite(connection, revision)
        else:
            with connection.begin():
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
                move_to(connection, revision)


def _on_sqlite(connection: Connection, revision: str) -> None:
    raw = connection.connection.cursor()
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        with connection.begin():
            move_to(connection, revision)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"the migration breaks {len(broken)} references")
    finally:
        raw.execute("PRAGMA foreign_keys=ON")
        raw.close()


def move_to(connection: Connection, revision: str) -> None:
    """Upgrade or downgrade inside the transaction that the caller began."""
    config = alembic_config(connection)
    current = MigrationContext.configure(connection).get_current_revision()
    scripts = ScriptDirectory.from_config(config)
    target = scripts.get_current_head() if revision == "head" else revision
    if current == target:
        return
    known = [script.revision for script in scripts.walk_revisions()]
    forward = target != "base" and (
        current is None or known.index(str(target)) < known.index(current)
    )
    (command.upgrade if forward else command.downgrade)(config, revision)


def revisions(engine: Engine) -> tuple[str | None, str | None]:
    """The database's revision and the one this program wants."""
    with engine.connect().execution_options(reads_only=True) as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        head = ScriptDirectory.from_config(alembic_config(connection)).get_current_head()
    return current, head
