from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Engine, func, insert, select, text
from sqlmodel import SQLModel

from tests.handlers.desk import Desk

Rows = list[tuple[Any, Sequence[dict[str, Any]]]]


@dataclass
class Founded:
    """What a branch that was founded once left in the database, and how many events it took."""

    rows: Rows
    number: int


FOUNDED: dict[str, Founded] = {}
"""By kind of database: to found a branch takes longer than most tests of it."""


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
            (table, [dict(row) for row in connection.execute(select(table)).mappings()])
            for table in SQLModel.metadata.sorted_tables
        ]


def _write(engine: Engine, rows: Rows) -> None:
    with engine.begin() as connection:
        for table, kept in rows:
            if kept:
                connection.execute(insert(table), kept)
            if kept and "id" in table.columns and engine.dialect.name == "postgresql":
                last = connection.execute(select(func.max(table.c.id))).scalar()
                number = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)")
                connection.execute(number, {"name": f'"{table.name}"', "last": last})
