import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from bot.locking import hold, is_running, poller_lock
from domain.refusals import Refused
from store.database import is_sqlite, open_database

SERVE = """
import sys, time
from bot.locking import hold
from store.database import open_database
with hold(open_database(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""
ROOT = Path(__file__).parents[2]


def serve(url: str, folder: Path = ROOT) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, url],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    return process


def finish(process: subprocess.Popen[bytes]) -> None:
    process.communicate()


def test_is_running_tells(engine: Engine) -> None:
    assert not is_running(engine)
    with hold(engine):
        assert is_running(engine)
    assert not is_running(engine)


def test_a_process_that_was_killed_frees_the_database(engine: Engine) -> None:
    process = serve(engine.url.render_as_string(hide_password=False))
    assert is_running(engine)
    process.send_signal(signal.SIGKILL)
    finish(process)
    with hold(engine, alone=True):
        pass


def test_sqlite_is_served_once_by_whatever_name(sqlite_url: str, tmp_path: Path) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "link.db").symlink_to(path)
    (tmp_path / "folder").symlink_to(tmp_path, target_is_directory=True)
    process = serve(f"sqlite:///{path.name}", tmp_path)  # relative
    names = (path, tmp_path / "deep" / "link.db", tmp_path / "folder" / path.name)
    for name in (*names, tmp_path / "deep" / ".." / path.name):
        with (
            pytest.raises(Refused, match="already_running"),
            hold(open_database(f"sqlite:///{name}")),
        ):
            pass
    finish(process)


def test_two_databases_do_not_hinder_each_other(sqlite_url: str, tmp_path: Path) -> None:
    with hold(open_database(sqlite_url)), hold(open_database(f"sqlite:///{tmp_path}/b.db")):
        pass


def test_a_folder_that_cannot_be_written_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    engine = open_database(f"sqlite:///{tmp_path}/x.db")
    engine.url = engine.url.set(database=f"{tmp_path}/file/x.db")
    with pytest.raises(OSError, match="file"), hold(engine):
        pass


def test_postgres_is_served_by_many_unless_one_is_alone(engine: Engine) -> None:
    if is_sqlite(engine):
        with hold(engine), pytest.raises(Refused), hold(engine):
            pass
        return
    with hold(engine), hold(engine), pytest.raises(Refused), hold(engine, alone=True):
        pass
    with hold(engine, alone=True), pytest.raises(Refused, match="already_running"), hold(engine):
        pass


def test_one_poller_a_token(engine: Engine) -> None:
    first, second, other = (poller_lock(engine, token) for token in ("1:a", "1:a", "2:b"))
    assert first.keep()
    assert first.keep()
    assert second.keep() is is_sqlite(engine)
    assert other.keep()
    first.drop()
    assert second.keep()
    second.drop()
    other.drop()


def test_a_lost_connection_is_noticed_and_the_right_taken_again(engine: Engine) -> None:
    if is_sqlite(engine):
        pytest.skip("SQLite has no connection to lose")
    first, second = poller_lock(engine, "1:a"), poller_lock(engine, "1:a")
    assert first.keep()
    cut(engine)
    assert first.keep()  # nobody else wanted it meanwhile
    assert not second.keep()
    cut(engine)
    assert second.keep()
    assert not first.keep()
    second.drop()
    assert first.keep()
    first.drop()


def cut(engine: Engine) -> None:
    ends = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = :name"
    with engine.connect() as connection:
        connection.execute(text(ends + " AND datname = current_database()"), {"name": "zhibu lock"})


def test_a_database_that_is_away_is_an_error_for_hold_and_no_right_for_pollers() -> None:
    engine = open_database("postgresql://nobody@127.0.0.1:9/none")
    assert not poller_lock(engine).keep()
    with pytest.raises(Exception, match="connection"), hold(engine):
        pass
