"""The process that asks: `python -m bench.fidelity.asking DATABASE FILE ROUNDS NOW`, on one core.

FILE holds a JSON list of queries. Printed as JSON: for each query what was found, the
milliseconds of every query of every round by the clock and of the processor, and the seconds that
building the index took.
"""

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, select

from content.finding import Found, search, warm
from store.database import open_database
from store.tables import Work

JsonDict = dict[str, Any]


def _found(engine: Engine, query: str, now: datetime) -> tuple[Found, float, float]:
    """What was found; milliseconds by the clock and of the processor."""
    with Session(engine) as session:
        begun, worked = perf_counter(), process_time()
        found = search(session, query, now)
        return found, (perf_counter() - begun) * 1000, (process_time() - worked) * 1000


def _told(found: Found, sources: dict[int, str]) -> JsonDict:
    shown = [
        {
            "source": sources[passage.work_id],
            "label": passage.label,
            "path": list(passage.path),
            "text": passage.text,
            "excerpt": passage.excerpt,
            "marked": [passage.excerpt[start:end] for start, end in passage.spans],
        }
        for passage in found.passages
    ]
    return {"passages": shown, "sure": found.sure}


def ask(url: str, queries: list[str], rounds: int, now: datetime) -> JsonDict:
    """Ask every query in turn, so many rounds. A round before them is not timed."""
    engine = open_database(url)
    with Session(engine) as session:
        begun = perf_counter()
        passages = warm(session)
        seconds = perf_counter() - begun
        sources = {work.id or 0: work.source for work in session.exec(select(Work)).all()}
    answers = [_told(_found(engine, query, now)[0], sources) for query in queries]
    times = [_found(engine, query, now)[1:] for _ in range(rounds) for query in queries]
    engine.dispose()
    return {
        "answers": answers,
        "ms": [by_clock for by_clock, _ in times],
        "worked_ms": [worked for _, worked in times],
        "seconds": seconds,
        "passages": passages,
    }


def main() -> None:
    """One core from the start, for the threads of the index as well."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    url, file, rounds, now = sys.argv[1:]
    queries = json.loads(Path(file).read_text(encoding="utf-8"))
    json.dump(ask(url, queries, int(rounds), datetime.fromisoformat(now)), sys.stdout)


if __name__ == "__main__":
    main()
