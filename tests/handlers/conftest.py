import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, Select, Table, func, insert, select, text
from sqlmodel import SQLModel

from content.reading import alone
from content.reading.apart import Read
from domain.refusals import Refused
from handlers import intake
from tests.handlers.desk import Desk

Rows = list[tuple[Any, Sequence[dict[str, Any]]]]


@dataclass
class Founded:
    """What a branch that was founded once left in the database, and how many events it took."""

    rows: Rows
    number: int


FOUNDED: dict[str, Founded] = {}
"""By kind of database: to found a branch takes longer than most tests of it."""


@pytest.fixture(autouse=True)
def read_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read by the reader's own code, but in this process.

    To start a process for each file took most of the time of these tests. Where `read_apart` is
    asked for, and in the tests of reading and the journeys, the process is a real one.
    """
    if "read_apart" in request.fixturenames:
        return
    # What the other process forbids itself would bind this one for good.
    monkeypatch.setattr(alone, "_write_nothing", lambda: None)
    monkeypatch.setattr(intake, "read_apart", _read_here)


async def _read_here(path: Path, name: str, *, as_document: bool = False) -> Read:
    answered = alone.answer(path, name, as_document=as_document)
    found: Read | Refused = pickle.loads(pickle.dumps(answered))  # as through the pipe
    if isinstance(found, Refused):
        raise found
    return found


@pytest.fixture
def read_apart() -> None:
    """For a test whose files are read in a process of their own, as in the service."""


@pytest.fixture
def desk(engine: Engine, now: datetime) -> Desk:
    return Desk(engine, now)


@pytest.fixture
def branch(desk: Desk) -> Desk:
    """A branch with its group, roster and everybody claimed."""
    kind = desk.engine.dialect.name
    kept = FOUNDED.get(kind)
    if kept is None:
        desk.found()
        FOUNDED[kind] = Founded(_read(desk.engine), desk.number)
    else:
        _write(desk.engine, kept.rows)
        desk.number = kept.number
    desk.seen.clear()
    desk.toast = None
    return desk


def _read(engine: Engine) -> Rows:
    with engine.begin() as connection:
        return [
            (table, [dict(row) for row in connection.execute(_in_order(table)).mappings()])
            for table in SQLModel.metadata.sorted_tables
        ]


def _in_order(table: Table) -> Select[Any]:
    """Its rows as they came: a later one may point at an earlier one."""
    return select(table).order_by(*table.primary_key)


def _write(engine: Engine, rows: Rows) -> None:
    with engine.begin() as connection:
        for table, kept in rows:
            if kept:
                connection.execute(insert(table), kept)
            if kept and "id" in table.columns and engine.dialect.name == "postgresql":
                last = connection.execute(select(func.max(table.c.id))).scalar()
                number = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)")
                connection.execute(number, {"name": f'"{table.name}"', "last": last})
