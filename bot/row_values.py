"""A row's values as JSON holds them, and back, for either database."""

import json
import re
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Table, Text, cast, select
from sqlalchemy.sql import Select

from bot.archive import Row

_JSON_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


def select_rows(table: Table) -> Select[Any]:
    """All rows in the order of their keys; JSON as text, so that nothing of it is lost.

    Two kinds of nothing are told apart by it: an absent value, and the JSON value null.
    """
    columns = [
        cast(column, Text).label(column.name) if isinstance(column.type, JSON) else column
        for column in table.columns
    ]
    return select(*columns).order_by(*table.primary_key.columns)


def packed(row: Row) -> Row:
    """The row for a backup."""
    return {name: _packed(value) for name, value in row.items()}


def _packed(value: Any) -> Any:
    if isinstance(value, datetime):
        # SQLite keeps instants in UTC without saying so.
        aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return aware.isoformat()
    return value.isoformat() if isinstance(value, date) else value


def unpacked(table: Table, row: Row, *, sqlite: bool) -> Row:
    """The row of a backup for this database. Raises ValueError for what does not fit the table.

    A column that the backup does not name gets nothing: SQL's NULL.
    """
    if not row.keys() <= set(table.columns.keys()):
        raise ValueError("unknown column")
    return {
        column.name: _unpacked(column, row.get(column.name), sqlite=sqlite)
        for column in table.columns
    }


def _unpacked(column: Column[Any], value: Any, *, sqlite: bool) -> Any:
    if value is None:
        return None
    if isinstance(column.type, DateTime):
        moment = datetime.fromisoformat(value).astimezone(UTC)
        return moment.replace(tzinfo=None) if sqlite else moment
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    if isinstance(column.type, Boolean):
        return bool(value)
    if isinstance(column.type, JSON):
        # PostgreSQL has no place for the character 0, in text as in JSON.
        found = json.loads(value if sqlite else _JSON_NUL.sub(r"\1", value))
        return JSON.NULL if found is None else found
    return value.replace("\0", "") if isinstance(value, str) and not sqlite else value
