"""Thirty thousand plans due in one second.

On PostgreSQL they are five thousand unless FULL_TESTS is set: SQLite has shown the number, and
what differs there shows in ten batches as well.
"""

import asyncio
from datetime import datetime, timedelta

from sqlalchemy import Engine, bindparam, event, text
from sqlmodel import col, func, select

from scheduler.planner import LIMIT, tick
from scheduler.planning import Planner
from store.columns import Instant
from store.database import is_sqlite, transaction
from store.tables import Branch, Incident, Outbox, Plan
from store.worker import Worker
from tests.scheduler.stage import a_work, at
from tests.sizes import FULL

MANY = 30_000
DUE = at("2026-11-24 08:00")


NUMBERS = (
    "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < :many)"
)
ROWS = (
    "INSERT INTO branch (id, name, timezone, push_time, link_code, created_at) {numbers}"
    " SELECT n, 'b' || n, 'Asia/Shanghai', '08:00', 'l' || n, :due FROM number",
    "INSERT INTO chat (id, channel, address, kind, title, branch_id, hears_all, reachable, greeted)"
    " {numbers} SELECT n, 'memory', 'g' || n, 'group', 'g' || n, n, false, true, false FROM number",
    "INSERT INTO plan (kind, branch_id, next_due_at) {numbers} SELECT 'push', n, :due FROM number",
)
"""By the database itself: thirty thousand objects in Python would take longer than the test."""


def many_branches(engine: Engine, number: int) -> None:
    """Branches with a group and a push plan each, all due at one instant."""
    with transaction(engine) as session:
        a_work(session, DUE)
        for rows in ROWS:
            statement = text(rows.format(numbers=NUMBERS))
            if ":due" in rows:
                statement = statement.bindparams(bindparam("due", DUE, Instant))
            session.connection().execute(statement, {"many": number})
            if not is_sqlite(engine):  # else the checks of the next rows take the table for empty
                session.connection().execute(text("ANALYZE branch"))


async def test_thirty_thousand_plans_due_in_one_second_are_all_fired(
    engine: Engine, worker: Worker
) -> None:
    many = MANY if FULL or is_sqlite(engine) else MANY // 6
    many_branches(engine, many)
    woken: list[datetime] = []
    now = DUE + timedelta(seconds=1)
    planner = Planner(worker, lambda: now, lambda: woken.append(now))
    assert await planner.beat() == many
    assert len(woken) == many // LIMIT
    with transaction(engine) as session:
        assert session.exec(select(func.count(col(Outbox.id)))).one() == many
        assert session.exec(select(func.min(Plan.next_due_at))).one() == DUE + timedelta(days=1)
    assert await planner.beat() == 0


async def test_others_work_between_the_batches(engine: Engine, worker: Worker) -> None:
    many_branches(engine, 2_000)
    seen: list[int] = []

    async def look() -> None:
        while not seen or seen[-1] < 2_000:
            seen.append(
                await worker.run(lambda s: s.exec(select(func.count(col(Outbox.id)))).one())
            )

    now = DUE + timedelta(seconds=1)
    await asyncio.gather(Planner(worker, lambda: now).beat(), look())
    assert len(set(seen)) > 2


def statements(engine: Engine, number: int) -> int:
    """How many statements one tick over `number` due plans takes."""
    count = 0

    def counted(*_: object) -> None:
        nonlocal count
        count += 1

    with transaction(engine) as session:
        event.listen(engine, "before_cursor_execute", counted)
        try:
            assert tick(session, DUE + timedelta(seconds=1), limit=number) == number
        finally:
            event.remove(engine, "before_cursor_execute", counted)
    return count


def test_the_number_of_statements_does_not_grow(engine: Engine) -> None:
    many_branches(engine, 511)
    assert statements(engine, 1) == statements(engine, 10) == statements(engine, 500) <= 12


async def test_a_plan_that_breaks_the_planner_is_set_aside(engine: Engine, worker: Worker) -> None:
    many_branches(engine, 5)
    with transaction(engine) as session:
        session.get_one(Branch, 3).timezone = "Nowhere/At_All"
    now = DUE + timedelta(seconds=1)
    await Planner(worker, lambda: now).beat()
    with transaction(engine) as session:
        assert sorted(session.exec(select(Outbox.branch_id)).all()) == [1, 2, 4, 5]
        broken = session.exec(select(Plan).where(Plan.branch_id == 3)).one()
        assert broken.next_due_at == now + timedelta(hours=1)
        incident = session.exec(select(Incident)).one()
        assert incident.summary == f"plan push {broken.id}: ZoneInfoNotFoundError"
