"""Thirty thousand plans due in one second, on both databases."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, event, insert
from sqlmodel import Session, col, func, select

from scheduler.planner import LIMIT, tick
from scheduler.planning import Planner
from store.database import transaction
from store.statements import table_of
from store.tables import Branch, Chat, Incident, Outbox, Plan
from store.worker import Worker
from tests.scheduler.stage import a_work, at

MANY = 30_000
DUE = at("2026-11-24 08:00")


def many_branches(engine: Engine, number: int) -> None:
    """Branches with a group and a push plan each, all due in one second."""
    with transaction(engine) as session:
        a_work(session, DUE)
        rows = range(1, number + 1)
        _insert(session, Branch, [_branch(n) for n in rows])
        _insert(session, Chat, [_chat(n) for n in rows])
        _insert(session, Plan, [_plan(n) for n in rows])


def _insert(session: Session, model: Any, rows: list[dict[str, Any]]) -> None:
    session.connection().execute(insert(table_of(model)), rows)


def _branch(n: int) -> dict[str, Any]:
    return {
        "id": n,
        "name": f"b{n}",
        "timezone": "Asia/Shanghai",
        "push_time": "08:00",
        "link_code": f"l{n}",
        "created_at": DUE,
    }


def _chat(n: int) -> dict[str, Any]:
    return {
        "id": n,
        "channel": "memory",
        "address": f"g{n}",
        "kind": "group",
        "title": f"g{n}",
        "branch_id": n,
        "hears_all": False,
        "reachable": True,
        "greeted": False,
    }


def _plan(n: int) -> dict[str, Any]:
    return {
        "kind": "push",
        "branch_id": n,
        "next_due_at": DUE + timedelta(microseconds=n * 33),
    }


async def test_thirty_thousand_plans_due_in_one_second_are_all_fired(
    engine: Engine, worker: Worker
) -> None:
    many_branches(engine, MANY)
    woken: list[datetime] = []
    now = DUE + timedelta(seconds=1)
    planner = Planner(worker, lambda: now, lambda: woken.append(now))
    assert await planner.beat() == MANY
    assert len(woken) == MANY // LIMIT
    with transaction(engine) as session:
        assert session.exec(select(func.count(col(Outbox.id)))).one() == MANY
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
