"""One run of D: a planner's ticks with 100 due plans of many. A process of its own.

`python -m bench.ticking URL TICKS` prints {"ms": the median tick, "statements": in each}.
"""

import json
import sys
import time
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import Engine, bindparam, event, text
from sqlmodel import Session

from content.shelving import shelve_starter
from scheduler.planner import tick
from store.columns import Instant
from store.database import is_sqlite, open_database, transaction
from store.migrate import migrate

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # a Monday, 10:00 in Shanghai
LATER = NOW + timedelta(days=1)
DUE = 100
WARM_UP = 3

NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :many) "
ROWS = (
    "INSERT INTO branch (id, name, timezone, push_time, link_code, created_at) "
    + NUMBERS
    + "SELECT i, '第' || i || '党支部', 'Asia/Shanghai', '08:00', 'code' || i, :now FROM n",
    "INSERT INTO chat (id, channel, address, kind, title, branch_id, hears_all, reachable, greeted)"
    + NUMBERS
    + "SELECT i, 'telegram', '-' || i, 'group', '群', i, false, true, true FROM n",
    "INSERT INTO plan (id, kind, branch_id, next_due_at) "
    + NUMBERS
    + "SELECT i, 'push', i, :later FROM n",
)


def fill(url: str, many: int) -> None:
    """So many branches, each with a group and a daily push that is due tomorrow."""
    engine = open_database(url)
    migrate(engine)
    with transaction(engine) as session:
        shelve_starter(session, NOW, active=True)
        for statement in ROWS:
            wanted = {"many": many, "now": NOW, "later": LATER}
            used = {name: wanted[name] for name in wanted if f":{name}" in statement}
            _run(session, statement, **used)
    _tidy(engine)
    engine.dispose()


def _tidy(engine: Engine) -> None:
    if is_sqlite(engine):
        with engine.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
        connection.exec_driver_sql("CHECKPOINT")


def _run(session: Session, statement: str, **values: Any) -> None:
    times = [bindparam(name, type_=Instant) for name in values if name in ("now", "later", "due")]
    session.connection().execute(text(statement).bindparams(*times), values)


def ticks(url: str, many: int) -> dict[str, float]:
    """The median of so many ticks in ms, and the statements of each. Raises AssertionError."""
    engine = open_database(url)
    with transaction(engine) as session:
        size = session.connection().execute(text("SELECT count(*) FROM plan")).scalar_one()
    counted = _counting(engine)
    found = [_one(engine, size, number, counted) for number in range(WARM_UP + many)][WARM_UP:]
    engine.dispose()
    statements = {number for _, number in found}
    assert len(statements) == 1, f"ticks of {statements} statements"
    return {"ms": median(ms for ms, _ in found), "statements": statements.pop()}


def _one(engine: Engine, size: int, number: int, counted: list[str]) -> tuple[float, int]:
    """One tick: plans all over the table are due, and pushed for the first time."""
    step = size // DUE
    ids = [1 + place * step + number % step for place in range(DUE)]
    with transaction(engine) as session:
        listed = ", ".join(map(str, ids))
        _run(session, "DELETE FROM outbox")
        _run(
            session,
            "UPDATE plan SET next_due_at = :due, last_portion = NULL, last_pushed_at = NULL "
            f"WHERE id IN ({listed})",
            due=NOW - timedelta(seconds=1),
        )
    counted.clear()
    began = time.perf_counter()
    with transaction(engine) as session:
        fired = tick(session, NOW)
    ms = (time.perf_counter() - began) * 1000
    statements = len(counted)
    with transaction(engine) as session:
        queued = session.connection().execute(text("SELECT count(*) FROM outbox")).scalar_one()
    assert (fired, queued) == (DUE, DUE), f"{fired} fired, {queued} queued"
    return ms, statements


def _counting(engine: Engine) -> list[str]:
    counted: list[str] = []

    @event.listens_for(engine, "before_cursor_execute")
    def _count(*arguments: Any) -> None:
        counted.append(arguments[2])

    return counted


if __name__ == "__main__":
    print(json.dumps(ticks(sys.argv[1], int(sys.argv[2]))))
