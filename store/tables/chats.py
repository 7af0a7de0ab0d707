"""Chats and accounts on the chat services, and questions that wait for an answer."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from store.columns import Facts, Instant


class Chat(SQLModel, table=True):
    """A group or a private chat. A private chat's address is its person's address.

    `reachable` is whether the bot may write there; `hears_all` whether it hears the whole
    group. A group without a branch was bound by nobody yet.
    """

    __table_args__ = (UniqueConstraint("channel", "address"),)

    id: int | None = Field(default=None, primary_key=True)
    channel: str
    address: str
    kind: str  # group | private
    title: str = ""
    branch_id: int | None = Field(default=None, foreign_key="branch.id", index=True)
    hears_all: bool = False
    reachable: bool = True
    greeted: bool = False


class Account(SQLModel, table=True):
    """A person's account on a chat service. `claim` is the state of its tie to a member.

    A member is tied to one account at most.
    """

    __table_args__ = (UniqueConstraint("channel", "address"),)

    id: int | None = Field(default=None, primary_key=True)
    channel: str
    address: str
    name: str = ""
    member_id: int | None = Field(default=None, foreign_key="member.id", index=True, unique=True)
    claim: str | None = None  # waiting | held
    claimed_at: datetime | None = Field(default=None, sa_type=Instant)
    seen_branch_id: int | None = Field(default=None, foreign_key="branch.id")
    is_admin: bool = False


class Question(SQLModel, table=True):
    """An open question to a person in a chat; the next text there answers it until it expires."""

    __table_args__ = (Index("ix_question_who", "account_id", "chat_id"),)

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id")
    chat_id: int = Field(foreign_key="chat.id")
    kind: str
    payload: dict[str, Any] = Field(default_factory=dict, sa_type=Facts)
    expires_at: datetime = Field(sa_type=Instant)
