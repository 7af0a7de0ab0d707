"""Holding a row against other writers, where a decision rests on what it says."""

from typing import Any

from sqlalchemy import inspect
from sqlmodel import Session, SQLModel

SHARED = "rows held shared"  # where a session remembers them


def lock_row(session: Session, row: SQLModel) -> None:
    """Read the row anew and keep everybody else from changing it until the commit.

    PostgreSQL shows each statement what others committed just before, so a state that was
    read earlier in the transaction may be over. SQLite has one writer: nothing to do.
    """
    if session.get_bind().dialect.name == "sqlite":
        return
    session.flush()
    session.refresh(row, with_for_update=True)


def share_row(session: Session, row: SQLModel) -> None:
    """As `lock_row`, but beside others who only rely on the row.

    Once for each row in a session, which serves one transaction. Two who share a row and then
    both want to change it meet in a deadlock, which PostgreSQL ends and the worker tries again.
    """
    if session.get_bind().dialect.name == "sqlite":
        return
    held: set[Any] = session.info.setdefault(SHARED, set())
    key = inspect(row).identity_key
    if key in held:
        return
    session.flush()
    session.refresh(row, with_for_update={"read": True})
    held.add(key)
