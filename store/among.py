"""Rows of many ids in one statement, cheap on both databases."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Integer, any_, literal
from sqlmodel import Session


def among(session: Session, column: Any, ids: Iterable[int]) -> ColumnElement[bool]:
    """Whether a column is one of these ids.

    PostgreSQL gets one array instead of hundreds of parameters, each of which would be parsed
    anew; SQLite has no arrays and takes the list.
    """
    wanted = sorted(set(ids))
    if session.get_bind().dialect.name == "postgresql":
        found: ColumnElement[bool] = column == any_(literal(wanted, ARRAY(Integer)))
        return found
    listed: ColumnElement[bool] = column.in_(wanted)
    return listed
