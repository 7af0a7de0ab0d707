"""One PostgreSQL database for many tests: making one for each would take most of their time."""

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.pool import NullPool

NAME = "zhibu_shared"

LEFT = text(
    "SELECT datname, (SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
    " WHERE datname = :name) FROM pg_database WHERE datname = :name"
)
"""Whether it stands, and everybody sent away who is left in it."""

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
  PERFORM setval(c.oid, 1, false) FROM pg_class c WHERE c.relkind = 'S';
END $$
"""


class SharedPostgres:
    """Gives out one database again and again, each time as if it were new."""

    def __init__(self, server: str, template: str) -> None:
        self._template = template
        self._admin = admin_of(server)
        self._at = named(server, NAME)
        self._shape = _shape(admin_of(named(server, template)))

    def emptied(self) -> str:
        """Its address, after whoever is left in it was sent away and its rows were deleted."""
        with self._admin.connect() as connection:
            found = connection.execute(LEFT, {"name": NAME}).first()
            if found is None or not self._is_emptied():
                connection.execute(text(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)"))
                connection.execute(text(f"CREATE DATABASE {NAME} TEMPLATE {self._template}"))
        return self._at

    def _is_emptied(self) -> bool:
        """Empty the database; False where a test changed its tables."""
        engine = admin_of(self._at)
        if _shape(engine) != self._shape:
            return False
        with engine.connect() as connection:
            connection.execute(text(EMPTY))
        return True


def _shape(engine: Engine) -> list[object] | None:
    """What its tables look like; None where they are not all there."""
    with engine.connect() as connection:
        try:
            return [connection.execute(text(question)).scalars().all() for question in SHAPE]
        except ProgrammingError:
            return None


def named(url: str, name: str) -> str:
    """The address of another database of the same server."""
    return url.replace("/postgres?", f"/{name}?")


def admin_of(url: str) -> Engine:
    """An engine whose statements each stand for themselves."""
    url = url.replace("postgresql://", "postgresql+psycopg://")
    return create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
