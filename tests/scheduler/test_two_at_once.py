"""Two planners and two couriers on one PostgreSQL send everything once, in order."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import col, func, select

from scheduler.courier import Courier
from scheduler.planning import Planner
from store.database import open_database, transaction
from store.tables import Outbox, Plan
from store.worker import Worker
from tests.scheduler.conftest import Hand
from tests.scheduler.memory import MemoryChannel
from tests.scheduler.stage import a_chat, letters
from tests.scheduler.test_many import DUE, many_branches

PLANS = 3_000


pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
"""Only PostgreSQL serves two processes."""


@pytest.fixture
def workers(database_url: str) -> Iterator[list[Worker]]:
    """As two processes would have them: an engine and a pool each."""
    workers = [Worker(open_database(database_url)) for _ in range(2)]
    yield workers
    for worker in workers:
        worker.close()


def test_two_planners_fire_everything_once(engine: Engine, workers: list[Worker]) -> None:
    many_branches(engine, PLANS)
    now = DUE + timedelta(seconds=1)

    def plan(worker: Worker) -> int:
        async def beats() -> int:
            # A planner that met the other's locks finds the rest at its next beat.
            return sum([await Planner(worker, lambda: now).beat() for _ in range(5)])

        return asyncio.run(beats())

    with ThreadPoolExecutor(2) as threads:
        fired = list(threads.map(plan, workers))
    assert sum(fired) == PLANS
    assert min(fired) > 0
    with transaction(engine) as session:
        assert session.exec(select(func.count(col(Outbox.id)))).one() == PLANS
        assert session.exec(select(Plan.last_portion).distinct()).all() == [10_001]


async def test_two_couriers_send_everything_once_and_in_order(
    engine: Engine, workers: list[Worker], plain_words: None, clock: Hand
) -> None:
    with transaction(engine) as session:
        chats = [a_chat(session, f"c{number}") for number in range(60)]
        for number in range(10):
            for chat in chats:
                letters(session, chat, clock.now, str(number))
    channel = MemoryChannel(delay=0.002)
    couriers = [Courier(worker, {"memory": channel}, clock) for worker in workers]
    running = [asyncio.create_task(courier.run()) for courier in couriers]
    async with asyncio.timeout(30):
        while len(channel.sent) < 600:
            await asyncio.sleep(0.01)
    await asyncio.gather(*(courier.stop() for courier in couriers))
    await asyncio.gather(*running)
    assert not channel.crossed
    assert max(Counter(channel.sent).values()) == 1
    for chat in chats:
        assert channel.texts(chat.address) == [str(number) for number in range(10)]
    with transaction(engine) as session:
        rows = session.exec(select(Outbox.state).distinct()).all()
        assert rows == ["sent"]
