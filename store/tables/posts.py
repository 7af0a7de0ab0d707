"""The built-in chat: its rooms, who sits in them and what the bot said there.

People's talk is never stored; it lives in the memory of the process that serves the page.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from store.columns import Facts, Instant


class Room(SQLModel, table=True):
    """A group room. Private chats need no row: their address is the account's.

    `made_by` is the account address of the admin who made it, None for the room that an
    invitation opens by itself. `announced` is whether the bot was told of it (ADDED).
    """

    __table_args__ = (
        Index(
            "ix_room_unannounced",
            "address",
            sqlite_where=text("announced = 0"),
            postgresql_where=text("NOT announced"),
        ),
    )

    address: str = Field(primary_key=True)
    title: str
    made_by: str | None = None
    made_at: datetime = Field(sa_type=Instant)
    announced: bool = False


class Seat(SQLModel, table=True):
    """One person in one group room. `announced` is whether the bot was told (JOINED)."""

    __table_args__ = (
        Index(
            "ix_seat_unannounced",
            "room",
            sqlite_where=text("announced = 0"),
            postgresql_where=text("NOT announced"),
        ),
    )

    room: str = Field(foreign_key="room.address", primary_key=True)
    address: str = Field(primary_key=True, index=True)
    taken_at: datetime = Field(sa_type=Instant)
    announced: bool = False


class Post(SQLModel, table=True):
    """A message of the bot in a room of the built-in chat. `version` grows with each edit.

    `room` is a group room's address or, for a private chat, the person's account address.
    """

    __table_args__ = (Index("ix_post_changed", "changed_at"), Index("ix_post_room", "room", "id"))

    id: int | None = Field(default=None, primary_key=True)
    room: str
    body: dict[str, Any] = Field(default_factory=dict, sa_type=Facts)
    at: datetime = Field(sa_type=Instant)
    version: int = 1
    changed_at: datetime = Field(sa_type=Instant)
