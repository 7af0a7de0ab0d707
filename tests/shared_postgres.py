"""One PostgreSQL database for many tests: making one for each would take most of their time."""

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.pool import NullPool

NAME = "zhibu_shared"

LEFT = text(
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND (state IS DISTINCT FROM 'idle' OR pid IN (SELECT pid FROM pg_locks))"
)
"""Everybody sent away who is left in it in the midst of something, or holds a lock."""

TABLES = """
SELECT md5(string_agg(concat_ws(',', c.relname, a.attname, a.atttypid, a.attnotnull, c.relkind),
                      ';' ORDER BY c.relname, a.attnum))
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND NOT a.attisdropped
"""
SETTINGS = """
SELECT count(*) FROM pg_db_role_setting JOIN pg_database ON pg_database.oid = setdatabase
WHERE datname = current_database()
"""
OPEN = """
SELECT concat_ws(',', datname, datallowconn, datconnlimit) FROM pg_database
WHERE datname = current_database()
"""
SHAPE = (TABLES, SETTINGS, "SELECT version_num FROM alembic_version")

# A table that has grown is cut off; for a few rows deleting is fifty times faster.
EMPTY = """
DO $$
DECLARE name text;
BEGIN
  SET LOCAL session_replication_role = replica;
  FOR name IN SELECT tablename FROM pg_tables
              WHERE schemaname = 'public' AND tablename <> 'alembic_version'
  LOOP
    IF pg_relation_size(format('%I', name)) > 1000000 THEN
      EXECUTE format('TRUNCATE %I CASCADE', name);
    ELSE
      EXECUTE format('DELETE FROM %I', name);
    END IF;
  END LOOP;
  PERFORM setval(seqrelid, 1, false) FROM pg_sequence
  WHERE pg_sequence_last_value(seqrelid) IS NOT NULL;
END $$
"""


class SharedPostgres:
    """Gives out one database again and again, each time as if it were new."""

    def __init__(self, server: str, template: str) -> None:
        self._template = template
        self._admin = admin_of(server)
        self._at = named(server, NAME)
        # One connection for all tests: a new one costs more than the emptying.
        self._keeper = create_engine(
            _driven(self._at),
            isolation_level="AUTOCOMMIT",
            pool_size=1,
            max_overflow=0,
            pool_pre_ping=True,
        )
        with admin_of(named(server, template)).connect() as connection:
            self._shape = _shape(connection)

    def emptied(self) -> str:
        """Its address, once nobody is at work in it any more and its rows are deleted."""
        if not self._is_emptied():
            self.close()
            with self._admin.connect() as connection:
                connection.execute(text(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)"))
                connection.execute(text(f"CREATE DATABASE {NAME} TEMPLATE {self._template}"))
        return self._at

    def close(self) -> None:
        """Let go of the database."""
        self._keeper.dispose()

    def _is_emptied(self) -> bool:
        """Empty the database; False where there is none, or a test changed its tables."""
        try:
            with self._keeper.connect() as connection:
                connection.execute(LEFT)
                opened = connection.execute(text(OPEN)).scalars().all()
                if opened != [f"{NAME},t,-1"] or _shape(connection) != self._shape:
                    return False
                connection.execute(text(EMPTY))
        except OperationalError:
            return False
        return True


def _shape(connection: Connection) -> list[object] | None:
    """What its tables look like; None where they are not all there."""
    try:
        return [connection.execute(text(question)).scalars().all() for question in SHAPE]
    except ProgrammingError:
        return None


def named(url: str, name: str) -> str:
    """The address of another database of the same server."""
    return url.replace("/postgres?", f"/{name}?")


def admin_of(url: str) -> Engine:
    """An engine whose statements each stand for themselves."""
    return create_engine(_driven(url), isolation_level="AUTOCOMMIT", poolclass=NullPool)


def _driven(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://")
