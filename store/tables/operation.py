"""Rows that keep the service honest: events seen, incidents, uploads, holidays, invitations."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, SQLModel

from store.columns import Facts, Instant


class Event(SQLModel, table=True):
    """An event that was handled, with the answer its sender saw, so a repeat changes nothing."""

    key: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant, index=True)
    press_text: str | None = None
    press_alert: bool = False


class Incident(SQLModel, table=True):
    """A program error, under the number that the person was given."""

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Instant)
    summary: str


class Feedback(SQLModel, table=True):
    """What a person wrote to the admins; the secretary never sees it."""

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Instant)
    account_id: int = Field(foreign_key="account.id")
    text: str


class Upload(SQLModel, table=True):
    """A file an admin sent, from received to imported. `preview` holds what was read of it.

    A text from an address has no `file_ref`: `origin` is the address.
    """

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id")
    chat_id: int = Field(foreign_key="chat.id")
    file_ref: str
    name: str
    size: int
    caption: str = ""
    state: str = Field(default="received", index=True)  # received ready refused done cancelled
    path: str | None = None
    branch_id: int | None = Field(default=None, foreign_key="branch.id")
    preview: dict[str, Any] = Field(default_factory=dict, sa_type=Facts)
    attempts: int = 0
    origin: str | None = None
    at: datetime = Field(sa_type=Instant)


class Holiday(SQLModel, table=True):
    """A day an admin loaded: off, or a moved workday; it wins over the built-in calendar."""

    day: date = Field(primary_key=True)
    works: bool
    name: str = ""


class Invite(SQLModel, table=True):
    """A one-time link into the built-in chat. Only the code's SHA-256 is kept."""

    code_hash: str = Field(primary_key=True)
    name: str
    branch_id: int | None = Field(default=None, foreign_key="branch.id")
    is_admin: bool = False
    expires_at: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)


class Setting(SQLModel, table=True):
    """A value the installation keeps for itself (cookie key, pause)."""

    name: str = Field(primary_key=True)
    value: str
