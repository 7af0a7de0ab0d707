"""Alembic's entry: migrations run on the connection that `store.migrate` hands over."""

from alembic import context
from sqlalchemy import JSON
from sqlmodel import SQLModel

import store.tables  # noqa: F401  every table must be known


def _name_own_types(kind: str, item: object, _context: object) -> str | bool:
    """Migrations name the project's own column types, not what they are made of."""
    return "store.columns.Facts" if kind == "type" and isinstance(item, JSON) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=_name_own_types,
)
with context.begin_transaction():
    context.run_migrations()
