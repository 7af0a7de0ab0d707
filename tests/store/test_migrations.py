"""The schema moves up and down on filled tables, and ends where the tables say."""

import warnings
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column, Engine, inspect, text
from sqlmodel import SQLModel

import store.tables  # noqa: F401  every table must be known
from store.columns import Instant
from store.migrate import migrate, revisions

AT = datetime(2026, 1, 5, tzinfo=UTC)


@pytest.fixture
def first(engine: Engine) -> Iterator[Engine]:
    """A database of the first revision with works of two editions and children below them."""
    migrate(engine, "0001")
    at = AT.replace(tzinfo=None) if engine.dialect.name == "sqlite" else AT
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO account (id, channel, address, name, is_admin)"
                " VALUES (1, 'chat', 'a', '', true)"
            )
        )
        for number, (title, issued, state) in enumerate(
            [
                ("示例工作条例（试行）", "2019-03-01", "active"),
                ("示例工作条例", "2024-05-06", "active"),
                ("示例讲话", None, "active"),
                ("示例工作条例", "2022-01-01", "withdrawn"),
            ],
            start=1,
        ):
            connection.execute(
                text(
                    "INSERT INTO work (id, title, short_titles, kind, edition, issued, source,"
                    " sha256, state, rank, counts, loaded_by, loaded_at) VALUES (:id, :title,"
                    " '[]', 'regulation', '', :issued, '', :sha, :state, :id, '{}', 1, :at)"
                ),
                {"id": number, "title": title, "issued": issued, "state": state,
                 "sha": str(number), "at": at},
            )  # fmt: skip
            connection.execute(
                text(
                    'INSERT INTO portion (id, work_id, seq, rank, label, text, "references")'
                    " VALUES (:id, :id, 1, :id, '第一条', '一段。', '[]')"
                ),
                {"id": number},
            )
    yield engine
    migrate(engine)


def rows(engine: Engine, statement: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def test_editions_of_one_title_follow_each_other(first: Engine) -> None:
    migrate(first)
    found = rows(first, "SELECT id, family, in_force_from, in_force_until FROM work ORDER BY id")
    as_text = [(number, family, str(since), str(until)) for number, family, since, until in found]
    assert as_text == [
        (1, "示例工作条例", str(date(2019, 3, 1)), str(date(2024, 5, 6))),
        (2, "示例工作条例", str(date(2024, 5, 6)), "None"),
        (3, "示例讲话", "None", "None"),
        (4, "示例工作条例", str(date(2022, 1, 1)), "None"),
    ]
    assert rows(first, "SELECT count(*) FROM portion") == [(4,)]


def test_down_again_nothing_of_the_first_revision_is_lost(first: Engine) -> None:
    before = rows(first, "SELECT id, title, issued, state FROM work ORDER BY id")
    migrate(first)
    migrate(first, "0001")
    assert rows(first, "SELECT id, title, issued, state FROM work ORDER BY id") == before
    assert rows(first, "SELECT count(*) FROM portion") == [(4,)]
    assert revisions(first)[0] == "0001"
    assert "course" not in inspect(first).get_table_names()


def sample(column: Column[Any]) -> object:
    """A value that fits a column; keys to other tables are those of their rows."""
    if column.name == "issued":
        return "2024-05-06"
    for key in column.foreign_keys:
        return sample(key.column)
    kind = column.type.python_type if not isinstance(column.type, Instant) else datetime
    samples: dict[type, object] = {
        int: 1, bool: True, float: 1.0, dict: {}, date: AT.date(), datetime: AT,
    }  # fmt: skip
    return samples.get(kind, "x")  # SQLModel's strings do not say what they are


def test_filled_tables_go_down_and_up_again(engine: Engine) -> None:
    """Each table of the newest revision holds a row when it goes down."""
    tables = SQLModel.metadata.sorted_tables
    with engine.begin() as connection:
        for table in tables:
            connection.execute(table.insert(), {c.name: sample(c) for c in table.columns})
    names = {table.name for table in tables}
    assert {"course_item", "recall", "set_text", "media_item", "progress", "quiz_round"} <= names
    migrate(engine, "0001")
    kept = names & set(inspect(engine).get_table_names())
    assert {"work", "portion", "plan", "branch", "upload", "outbox"} <= kept < names
    for name in kept:
        assert rows(engine, f'SELECT count(*) FROM "{name}"') == [(1,)], name
    migrate(engine)
    for name in kept:
        assert rows(engine, f'SELECT count(*) FROM "{name}"') == [(1,)], name
    assert rows(engine, "SELECT front, brought, course_id FROM plan") in (
        [("[]", "{}", None)],
        [([], {}, None)],
    )
    test_the_schema_is_what_the_tables_say(engine)


def test_the_schema_is_what_the_tables_say(engine: Engine) -> None:
    with engine.connect() as connection, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, SQLModel.metadata)
    assert differences == []
