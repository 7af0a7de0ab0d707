"""What the built-in chat shows: the bot's messages. People's talk is never stored."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from store.columns import Facts, Instant


class Post(SQLModel, table=True):
    """A message of the bot in a room of the built-in chat. `version` grows with each edit."""

    __table_args__ = (Index("ix_post_changed", "changed_at"),)

    id: int | None = Field(default=None, primary_key=True)
    room: str = Field(index=True)
    body: dict[str, Any] = Field(default_factory=dict, sa_type=Facts)
    at: datetime = Field(sa_type=Instant)
    version: int = 1
    changed_at: datetime = Field(sa_type=Instant)
