"""The loop that ties questions to the passages that answer them, a few at a time.

Searching takes milliseconds for each question: it happens in a thread on a session that only
reads, and the one writer of SQLite sees nothing but short updates.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, bindparam, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from content.finding import warm
from content.tying import library_stamp, tie
from domain.calendar import local_day
from domain.question_passages import passage_of
from store.statements import table_of
from store.tables import StudyQuestion
from store.worker import DatabaseDown, Worker

AT_ONCE = 20
PAUSE_SECONDS = 0.2
IDLE_SECONDS = 10.0


class Tying:
    """Ties what has no passage yet, and again whenever the library has changed.

    A library that is just being loaded is waited for: only what stayed the same between two
    looks is searched.
    """

    def __init__(self, worker: Worker, now: Callable[[], datetime], timezone: str) -> None:
        self._worker = worker
        self._now = now
        self._timezone = timezone
        self._seen: str | None = None

    async def run(self) -> None:
        """Serve until cancelled."""
        while True:
            try:
                busy = await self.step()
            except (DatabaseDown, DBAPIError):
                busy = 0
            await asyncio.sleep(PAUSE_SECONDS if busy else IDLE_SECONDS)

    async def step(self) -> int:
        """Look for the passages of some questions; how many were looked at."""
        seen, self._seen = self._seen, await asyncio.to_thread(self._stamp)
        if seen != self._seen:
            return 0
        changes = await asyncio.to_thread(self._search, seen)
        if changes:
            await self._worker.run(lambda session: _write(session, changes))
        return len(changes)

    def _stamp(self) -> str:
        with _reading(self._worker.engine) as session:
            return library_stamp(session)

    def _search(self, stamp: str) -> list[dict[str, Any]]:
        now = self._now()
        day = local_day(now, self._timezone)
        with _reading(self._worker.engine) as session:
            warm(session)  # here and whole: a search of an index that lags behind proves nothing
            questions = session.exec(
                select(StudyQuestion)
                .where(StudyQuestion.tied_against != stamp, col(StudyQuestion.portion_id).is_(None))
                .order_by(col(StudyQuestion.id))
                .limit(AT_ONCE)
            ).all()
            changes = []
            for question in questions:
                stands = passage_of(session, question, day) is not None
                found = None if stands else tie(session, question, now)
                # A passage whose text is gone is kept: it is not shown, and may come back.
                changes.append(
                    {
                        "number": question.id,
                        "where": found.family if found else question.family,
                        "named": found.label if found else question.label,
                        "words": found.passage if found else question.passage,
                        "against": stamp,
                    }
                )
        return changes


@contextmanager
def _reading(engine: Engine) -> Iterator[Session]:
    """A session that only reads: on SQLite it waits for no writer and holds none up."""
    with (
        engine.connect() as connection,
        Session(connection.execution_options(reads_only=True)) as session,
    ):
        yield session


def _write(session: Session, changes: Sequence[Mapping[str, Any]]) -> None:
    question = table_of(StudyQuestion)
    statement = (
        update(question)
        .where(question.c.id == bindparam("number"))
        .values(
            family=bindparam("where"),
            label=bindparam("named"),
            passage=bindparam("words"),
            tied_against=bindparam("against"),
        )
    )
    # The Core connection: the ORM would take a list of rows for an update by primary key.
    session.connection().execute(statement, changes)
