"""APScheduler with a job a branch: the stock way to push every branch at its own time.

`python -m bench.peers.jobs STORE JOBS FILE` prints {"ms": …, "missed": …}: from the moment at
which 100 of the jobs are due until all have run or were dropped. STORE is memory or sqlite; for
sqlite the file holds the jobs already (see `fill`).
"""

import json
import sys
import threading
from datetime import datetime, timedelta
from typing import Any

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_EXECUTED, EVENT_JOB_MISSED
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from sqlalchemy import Engine, create_engine, event, text

from scheduler.clock import Clock

DUE = 100
AHEAD = {"memory": timedelta(seconds=1), "sqlite": timedelta(seconds=10)}
LONGEST_SECONDS = 120.0
CLOCK = Clock()
ENGINES: list[Engine] = []


def push(branch: int) -> None:
    """The job: one row for the branch's group, committed."""
    with ENGINES[0].begin() as connection:
        connection.execute(text("INSERT INTO pushes (branch) VALUES (:b)"), {"b": branch})


def fill(file: str, many: int) -> None:
    """A job store on disk with so many jobs, each to run daily."""
    scheduler = _scheduler("sqlite", file)
    _add(scheduler, many)
    scheduler.shutdown()
    ENGINES.pop().dispose()


def _scheduler(store: str, file: str) -> BackgroundScheduler:
    engine = create_engine(f"sqlite:///{file}", connect_args={"timeout": 60})
    event.listen(engine, "connect", _prepare)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE IF NOT EXISTS pushes (branch INTEGER)"))
    ENGINES.append(engine)
    kept = MemoryJobStore() if store == "memory" else SQLAlchemyJobStore(engine=engine)
    scheduler = BackgroundScheduler(jobstores={"default": kept}, timezone="Asia/Shanghai")
    scheduler.start(paused=True)
    return scheduler


def _prepare(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def _add(scheduler: BackgroundScheduler, many: int) -> None:
    far = CLOCK.now() + timedelta(days=30)
    for branch in range(many):
        trigger = CronTrigger(hour=8, minute=0, timezone="Asia/Shanghai")
        scheduler.add_job(push, trigger, [branch], id=f"push{branch}", next_run_time=far)


def fire(store: str, many: int, file: str) -> dict[str, float]:
    """Let 100 of the jobs come due at one moment; see above."""
    scheduler = _scheduler(store, file)
    if store == "memory":
        _add(scheduler, many)
    missed, broken, ended, over = [0], [0], [0], threading.Event()

    def hear(heard: Any) -> None:
        ended[0] += 1
        missed[0] += heard.code == EVENT_JOB_MISSED
        broken[0] += heard.code == EVENT_JOB_ERROR
        if ended[0] == DUE:
            over.set()

    scheduler.add_listener(hear, EVENT_JOB_EXECUTED | EVENT_JOB_MISSED | EVENT_JOB_ERROR)
    due = _make_due(scheduler, many, AHEAD[store])
    scheduler.resume()
    if not over.wait(LONGEST_SECONDS):
        raise AssertionError(f"{ended[0]} of {DUE} jobs came to an end")
    ms = (CLOCK.now() - due).total_seconds() * 1000
    scheduler.shutdown()
    ENGINES.pop().dispose()
    if broken[0]:
        raise AssertionError(f"{broken[0]} jobs failed")
    return {"ms": ms, "missed": missed[0]}


def _make_due(scheduler: BackgroundScheduler, many: int, ahead: timedelta) -> datetime:
    step, due = many // DUE, CLOCK.now() + ahead
    for place in range(DUE):
        scheduler.modify_job(f"push{place * step}", next_run_time=due)
    if CLOCK.now() >= due:
        raise AssertionError("the jobs were due before they were set")
    return due


if __name__ == "__main__":
    # By its name: the store keeps jobs as bench.peers.jobs:push, whose engine must be this one.
    from bench.peers import jobs

    print(json.dumps(jobs.fire(sys.argv[1], int(sys.argv[2]), sys.argv[3])))
