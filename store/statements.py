"""Single statements that both databases understand, for the paths where a read first is wrong."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, literal
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, SQLModel


def table_of(model: type[SQLModel]) -> Table:
    """The SQLAlchemy table below a model."""
    return model.__table__  # type: ignore[attr-defined,no-any-return]


def insert_for(session: Session, model: type[SQLModel]) -> PostgresInsert | SqliteInsert:
    """The INSERT of the session's database, with `on_conflict_…`."""
    return insert_on(session.get_bind().dialect.name, model)


def insert_on(dialect: str, model: type[SQLModel]) -> PostgresInsert | SqliteInsert:
    """The same by the database's name, for statements that are built once and kept."""
    insert = sqlite_insert if dialect == "sqlite" else postgres_insert
    return insert(table_of(model))


def insert_new(session: Session, model: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows; those whose unique key stands already are left as they are."""
    if rows:
        statement = insert_for(session, model).on_conflict_do_nothing()
        session.execute(statement, [dict(row) for row in rows])


def upsert(
    session: Session,
    model: type[SQLModel],
    row: Mapping[str, Any],
    keys: Sequence[str],
    where: ColumnElement[bool] | None = None,
) -> bool:
    """Insert a row, or where its key stands set the other columns if `where` holds.

    `where` may compare the stored row with `row`'s values. Returns whether anything changed.
    """
    statement = insert_for(session, model).values(**row)
    changes = {name: statement.excluded[name] for name in row if name not in keys}
    statement = statement.on_conflict_do_update(
        index_elements=list(keys), set_=changes, where=where
    )
    # The count of rows is not told by every driver here; a returned row is.
    return session.execute(statement.returning(literal(1))).first() is not None
