import asyncio
from datetime import datetime
from threading import Barrier

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session, select

from store.database import open_database
from store.migrate import migrate, revisions
from store.statements import insert_new, upsert
from store.tables import Event, Setting
from store.worker import DatabaseDown, Worker


async def test_what_a_failed_act_did_is_undone(engine: Engine) -> None:
    worker = Worker(engine)

    def breaks(session: Session) -> None:
        session.add(Setting(name="a", value="1"))
        session.flush()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await worker.run(breaks)
    assert await worker.run(lambda s: s.exec(select(Setting)).all()) == []
    worker.close()


async def test_a_result_comes_after_the_commit(engine: Engine, now: datetime) -> None:
    worker = Worker(engine)
    await worker.run(lambda s: s.add(Event(key="k", at=now)))
    assert (await worker.run(lambda s: s.get_one(Event, "k"))).at == now
    worker.close()


def test_a_repeated_row_is_left_as_it_is(session: Session, now: datetime) -> None:
    insert_new(
        session, Event, [{"key": "k", "at": now, "press_text": "first", "press_alert": False}]
    )
    insert_new(
        session, Event, [{"key": "k", "at": now, "press_text": "second", "press_alert": False}]
    )
    assert session.get_one(Event, "k").press_text == "first"


def test_an_upsert_changes_only_where_allowed(session: Session) -> None:
    assert upsert(session, Setting, {"name": "n", "value": "1"}, ["name"])
    assert upsert(session, Setting, {"name": "n", "value": "2"}, ["name"])
    table = Setting.__table__  # type: ignore[attr-defined]
    assert not upsert(session, Setting, {"name": "n", "value": "3"}, ["name"], table.c.value == "9")
    assert session.get_one(Setting, "n").value == "2"


def test_migrations_go_down_and_up_again(engine: Engine) -> None:
    current, head = revisions(engine)
    assert current == head
    migrate(engine, "base")
    assert revisions(engine)[0] is None
    migrate(engine)
    assert revisions(engine) == (head, head)


async def test_a_full_disk_is_a_database_that_is_down(sqlite_url: str, now: datetime) -> None:
    worker = Worker(open_database(sqlite_url))

    def fill(session: Session) -> None:
        session.connection().exec_driver_sql("PRAGMA max_page_count=1")  # as small as it may be
        session.add_all([Setting(name=str(n), value="x" * 1000) for n in range(1000)])

    with pytest.raises(DatabaseDown):
        await worker.run(fill)
    assert await worker.run(lambda s: s.exec(select(Setting)).all()) == []
    worker.close()


async def test_a_wrong_statement_is_no_database_that_is_down(engine: Engine) -> None:
    worker = Worker(engine)
    with pytest.raises(DBAPIError):
        await worker.run(lambda s: s.execute(text("SELECT nothing FROM nowhere")))
    worker.close()


async def test_a_key_that_never_fits_is_raised_as_it_is(engine: Engine) -> None:
    worker = Worker(engine)
    await worker.run(lambda s: s.add(Setting(name="a", value="1")))
    with pytest.raises(IntegrityError):
        await worker.run(lambda s: s.add(Setting(name="a", value="2")))
    worker.close()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # SQLite has one writer
async def test_two_who_make_one_row_at_once_both_go_on(engine: Engine) -> None:
    worker = Worker(engine)
    both = Barrier(2)

    def make(session: Session) -> int:
        found = session.get(Setting, "a")
        if found is not None:
            return 0
        both.wait(5)  # neither has committed, so neither sees the other's row
        session.add(Setting(name="a", value="1"))
        session.flush()
        return 1

    assert sorted(await asyncio.gather(worker.run(make), worker.run(make))) == [0, 1]
    worker.close()


def test_a_commit_of_the_product_survives_a_power_cut(sqlite_url: str) -> None:
    engine = open_database(sqlite_url)
    with engine.connect() as connection:
        asked = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("synchronous", "journal_mode", "foreign_keys")
        ]
    assert asked == [2, "wal", 1]  # 2 is FULL
    engine.dispose()
