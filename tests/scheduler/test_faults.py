"""The database goes down and comes back while the courier and the planner serve."""

import asyncio
import logging
import sqlite3
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, create_engine, event, text

from scheduler.courier import Courier
from scheduler.planning import Planner
from store.database import open_database, transaction
from store.worker import DatabaseDown, Worker
from tests.scheduler.conftest import Hand
from tests.scheduler.memory import MemoryChannel
from tests.scheduler.stage import a_chat, letters, outbox


async def until(channel: MemoryChannel, number: int) -> None:
    async with asyncio.timeout(20):
        while len(channel.sent) < number:
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_connections_that_were_cut_are_made_anew(
    engine: Engine, worker: Worker, courier: Courier, channel: MemoryChannel, clock: Hand
) -> None:
    with transaction(engine) as session:
        chats = [a_chat(session, f"c{number}") for number in range(20)]
        for number in range(10):
            for chat in chats:
                letters(session, chat, clock.now, str(number))
    channel.delay = 0.01
    running = asyncio.create_task(courier.run())
    admin = create_engine(engine.url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    for number in (20, 80, 140):
        await until(channel, number)
        with admin.connect() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
                ),
                {"name": engine.url.database},
            )
    admin.dispose()
    await until(channel, 200)
    await courier.stop()
    await running
    for chat in chats:
        assert channel.texts(chat.address) == [str(number) for number in range(10)]
    engine.dispose()
    with transaction(engine) as session:
        assert {row.state for row in outbox(session)} == {"sent"}


@pytest.fixture
def impatient(sqlite_url: str) -> Iterator[Engine]:
    """A SQLite file whose lock is not waited for ten seconds."""
    engine = open_database(sqlite_url)

    @event.listens_for(engine, "connect")
    def _hurry(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA busy_timeout=50")

    yield engine
    engine.dispose()


async def test_a_locked_file_is_waited_for_and_named_once(
    impatient: Engine, plain_words: None, clock: Hand, caplog: pytest.LogCaptureFixture
) -> None:
    with transaction(impatient) as session:
        letters(session, a_chat(session, "a"), clock.now, "1", "2")
    worker, channel = Worker(impatient), MemoryChannel()
    channel.gate = asyncio.Event()
    courier = Courier(worker, {"memory": channel}, clock)
    caplog.set_level(logging.WARNING, "scheduler")
    running = asyncio.create_task(courier.run())
    while not channel.at_once:
        await asyncio.sleep(0.01)
    holder = sqlite3.connect(str(impatient.url.database), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    channel.gate.set()  # sent while nothing can be recorded
    with pytest.raises(DatabaseDown):
        await Planner(worker, clock).beat()
    await asyncio.sleep(1)
    assert channel.texts("a") == ["1"]
    holder.execute("ROLLBACK")
    holder.close()
    await until(channel, 2)
    await courier.stop()
    await running
    assert channel.texts("a") == ["1", "2"]
    with transaction(impatient) as session:
        assert [row.state for row in outbox(session)] == ["sent", "sent"]
    assert [record.getMessage() for record in caplog.records] == [
        "数据库连不上，消息暂存，恢复后自动继续发送。",
        "数据库已恢复，继续发送。",
    ]
    worker.close()


async def test_a_long_sending_keeps_its_lease(
    engine: Engine,
    worker: Worker,
    courier: Courier,
    channel: MemoryChannel,
    clock: Hand,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("scheduler.courier.RENEW_SECONDS", 0.05)
    with transaction(engine) as session:
        letters(session, a_chat(session, "a"), clock.now, "1")
    channel.gate = asyncio.Event()
    running = asyncio.create_task(courier.run())
    while not channel.at_once:
        await asyncio.sleep(0.01)
    for _ in range(4):
        clock.now += timedelta(seconds=40)
        await asyncio.sleep(0.1)
        courier.wake()
        await asyncio.sleep(0.2)
        await Courier(worker, {"memory": channel}, clock).drain()
    channel.gate.set()
    await until(channel, 1)
    await courier.stop()
    await running
    assert channel.tried == 1
