"""Alembic's entry: migrations run on the connection that `store.migrate` hands over."""

from typing import Literal

from alembic import context
from sqlalchemy import JSON
from sqlmodel import AutoString, SQLModel

import store.tables  # noqa: F401  every table must be known


def _name_own_types(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Migrations name the project's own column types, not what they are made of."""
    if kind != "type":
        return False
    if isinstance(item, AutoString):
        return "sa.String()"
    return "store.columns.Facts" if isinstance(item, JSON) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=_name_own_types,
)
with context.begin_transaction():
    context.run_migrations()
