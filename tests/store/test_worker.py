from datetime import datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from store.migrate import migrate, revisions
from store.statements import insert_new, upsert
from store.tables import Event, Setting
from store.worker import Worker


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
