import gzip
import json
import stat
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, Table, create_engine, func, select, text
from sqlmodel import Session, col

from bot.backing import backup, release, restore
from bot.locking import hold
from bot.rebuilding import reflected
from bot.row_values import packed, select_rows
from domain.refusals import Refused
from store.database import is_sqlite, open_database, transaction
from store.migrate import migrate, revisions
from store.tables import Branch, Member, Outbox
from tests.operation.filled import fill

Open = Callable[[str], Engine]


@pytest.fixture
def other(
    request: pytest.FixtureRequest, postgres: str, sqlite_template: Path, tmp_path: Path
) -> Iterator[Open]:
    """Opens another empty, migrated database of the kind that is named."""
    template = request.getfixturevalue("postgres_template")
    admin = create_engine(
        postgres.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT"
    )
    opened: list[Engine] = []

    def make(kind: str) -> Engine:
        name = f"o{uuid.uuid4().hex[:12]}"
        if kind == "sqlite":
            (tmp_path / f"{name}.db").write_bytes(sqlite_template.read_bytes())
            opened.append(open_database(f"sqlite:///{tmp_path}/{name}.db"))
        else:
            with admin.connect() as connection:
                connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
            opened.append(open_database(postgres.replace("/postgres?", f"/{name}?")))
        return opened[-1]

    yield make
    for engine in opened:
        engine.dispose()
    admin.dispose()


@pytest.fixture
def filled(engine: Engine, now: datetime) -> Engine:
    with transaction(engine) as session:
        fill(session, now)
    return engine


COLUMNS = {
    "sqlite": "SELECT m.name, p.name, p.type FROM sqlite_schema m, pragma_table_info(m.name) p"
    " WHERE m.type = 'table'",
    "postgresql": "SELECT table_name, column_name, data_type FROM information_schema.columns"
    " WHERE table_schema = 'public'",
}
KNOWN: dict[object, Sequence[Table]] = {}


def tables_of(connection: Connection) -> Sequence[Table]:
    """What stands in the database, looked at in detail once for the same columns."""
    kind = connection.dialect.name
    columns = connection.exec_driver_sql(COLUMNS[kind])
    key = (kind, frozenset(tuple(column) for column in columns))
    if key not in KNOWN:
        KNOWN[key] = reflected(connection)
    return KNOWN[key]


def rows_of(engine: Engine) -> dict[str, list[object]]:
    found = {}
    with engine.connect() as connection:
        for table in tables_of(connection):
            rows = [packed(dict(row)) for row in connection.execute(select_rows(table)).mappings()]
            # Both databases write the same JSON with other blanks and another order of keys.
            for row in rows:
                for name, value in row.items():
                    if isinstance(value, str) and value[:1] in "[{n":
                        row[name] = as_json(value)
            found[table.name] = rows
    return found


def as_json(value: str) -> object:
    try:
        return ["json", json.loads(value)]
    except ValueError:
        return value


def held(rows: dict[str, list[object]]) -> dict[str, list[object]]:
    for row in rows["outbox"]:
        assert isinstance(row, dict)
        if row["state"] in ("queued", "claimed"):
            row |= {"state": "held", "claimed_by": None, "lease_until": None}
    return rows


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_everything_comes_back_on_either_database(
    filled: Engine, other: Open, kind: str, tmp_path: Path, now: datetime
) -> None:
    backup(filled, tmp_path / "made" / "b.gz")
    target = other(kind)
    with transaction(target) as session:
        session.add(Branch(name="要被换掉的", link_code="z", created_at=now))
    restore(target, tmp_path / "made" / "b.gz")
    assert rows_of(target) == held(rows_of(filled))
    assert len([table for table, rows in rows_of(target).items() if rows]) >= 11
    with transaction(target) as session:  # new rows get numbers after the restored ones
        member = Member(branch_id=1, name="新来的", created_at=now)
        session.add(member)
        session.flush()
        assert member.id == 6
    assert len(set(revisions(target))) == 1


def test_the_file_is_private_and_of_a_known_format(filled: Engine, tmp_path: Path) -> None:
    file = tmp_path / "b.gz"
    backup(filled, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    lines = [json.loads(line) for line in gzip.decompress(file.read_bytes()).splitlines()]
    assert lines[0] == {"format": "zhibu-backup", "version": 1, "revision": revisions(filled)[1]}
    assert lines[-1]["rows"]["outbox"] == 6
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_the_service_may_write_meanwhile_and_one_moment_is_kept(
    filled: Engine, other: Open, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot import backing

    written = threading.Event()

    def write() -> None:
        with transaction(filled) as session:
            session.add(Member(id=50, branch_id=2, name="后来的", created_at=now))
        written.set()

    def rows(connection: object) -> Iterator[object]:
        for number, row in enumerate(all_rows(connection)):  # type: ignore[arg-type]
            if number == 1:
                thread = threading.Thread(target=write)
                thread.start()
                thread.join()
            yield row

    all_rows = backing._all_rows
    monkeypatch.setattr(backing, "_all_rows", rows)
    backup(filled, tmp_path / "b.gz")
    assert written.is_set()
    target = other("sqlite")
    restore(target, tmp_path / "b.gz")
    names = [row["name"] for row in rows_of(target)["member"]]  # type: ignore[index]
    assert "后来的" not in names
    assert len(names) == 5


def test_held_messages_wait_for_release(filled: Engine, tmp_path: Path) -> None:
    backup(filled, tmp_path / "b.gz")
    restore(filled, tmp_path / "b.gz")
    assert states(filled) == {"held": 3, "sent": 1, "failed": 1, "skipped": 1}
    assert release(filled) == 3
    assert states(filled) == {"queued": 3, "sent": 1, "failed": 1, "skipped": 1}
    assert release(filled) == 0


def states(engine: Engine) -> dict[str, int]:
    with Session(engine) as session:
        count = select(col(Outbox.state), func.count()).group_by(col(Outbox.state))
        return {row[0]: row[1] for row in session.execute(count)}


def test_not_while_the_service_runs(filled: Engine, tmp_path: Path) -> None:
    backup(filled, tmp_path / "b.gz")
    before = rows_of(filled)
    with hold(filled), pytest.raises(Refused, match="restore_while_running"):
        restore(filled, tmp_path / "b.gz")
    assert rows_of(filled) == before


def spoil(kind: str, data: bytes) -> bytes:
    if kind == "cut off":
        return data[: len(data) // 2]
    if kind == "bit flipped":
        return data[:200] + bytes([data[200] ^ 1]) + data[201:]
    if kind == "not a backup":
        return b"PK\x03\x04 something else"
    if kind == "empty":
        return b""
    lines = gzip.decompress(data).splitlines()
    if kind == "a line lost":
        del lines[3]
    elif kind == "the end lost":
        lines.pop()
    elif kind == "unknown table":
        lines.insert(1, b'["nowhere",{"a":1}]')
    elif kind == "unknown column":
        lines.insert(1, b'["branch",{"colour":"red"}]')
    elif kind == "wrong value":
        lines = [line.replace(b'"created_at":"', b'"created_at":"x') for line in lines]
    elif kind == "broken reference":
        lines = [line.replace(b'"branch_id":2', b'"branch_id":99') for line in lines]
    elif kind == "foreign":
        lines = [b'{"format":"else"}', *lines[1:]]
    return gzip.compress(b"\n".join(lines) + b"\n")


BROKEN = (
    "cut off",
    "bit flipped",
    "not a backup",
    "empty",
    "a line lost",
    "the end lost",
    "unknown table",
    "unknown column",
    "wrong value",
    "broken reference",
    "foreign",
)


def test_a_broken_file_changes_nothing(filled: Engine, tmp_path: Path) -> None:
    """One after the other on one database, so that each begins behind the failure of another."""
    file = tmp_path / "b.gz"
    backup(filled, file)
    whole = file.read_bytes()
    before = rows_of(filled)
    for kind in BROKEN:
        file.write_bytes(spoil(kind, whole))
        with pytest.raises(Refused, match="backup_broken"):
            restore(filled, file)
        assert rows_of(filled) == before, kind


def test_a_newer_backup_and_a_newer_database_are_refused(filled: Engine, tmp_path: Path) -> None:
    file = tmp_path / "b.gz"
    backup(filled, file)
    lines = gzip.decompress(file.read_bytes()).splitlines()
    head = json.loads(lines[0])
    newer = tmp_path / "n.gz"
    for change in ({"revision": "9999"}, {"version": 2}):
        changed = json.dumps(head | change).encode()
        newer.write_bytes(gzip.compress(b"\n".join([changed, *lines[1:]])))
        with pytest.raises(Refused, match="backup_newer"):
            restore(filled, newer)
    with filled.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Refused, match="database_newer"):
        restore(filled, file)


def test_an_older_backup_is_brought_up_to_date(filled: Engine, tmp_path: Path) -> None:
    older = oldest_with_tables()
    if older == revisions(filled)[1]:
        # Only one revision so far: the way through an empty database is all there is to try.
        backup(filled, tmp_path / "b.gz")
        migrate(filled, "base")
        restore(filled, tmp_path / "b.gz")
        assert states(filled)["held"] == 3
        return
    migrate(filled, older)
    backup(filled, tmp_path / "b.gz")
    restore(filled, tmp_path / "b.gz")
    current, head = revisions(filled)
    assert current == head
    assert states(filled)["held"] == 3


def oldest_with_tables() -> str:
    return "0001"


def test_the_sqlite_file_keeps_its_checks_on_afterwards(filled: Engine, tmp_path: Path) -> None:
    if not is_sqlite(filled):
        pytest.skip("only SQLite switches its checks off")
    backup(filled, tmp_path / "b.gz")
    restore(filled, tmp_path / "b.gz")
    with filled.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_folder_without_room_leaves_the_old_backup(
    filled: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "b.gz"
    backup(filled, file)
    before = file.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        backup(filled, file)
    assert file.read_bytes() == before
    assert list(tmp_path.glob(".b.gz*")) == []
