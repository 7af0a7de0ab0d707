"""Everything the bot says, before and after it was said."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from store.columns import Facts, Instant


class Outbox(SQLModel, table=True):
    """One message to one chat: text key and facts, and once sent the text as it went out.

    `started`: the bot began it by itself (push, reminder, check-in) and it counts towards the
    caps. `edits` names an outbox row whose message this one replaces. A message that shows
    counts is edited again while `wanted_version` is ahead of `shown_version`.
    """

    __table_args__ = (
        Index(
            "ix_outbox_due",
            "urgency",
            "due_at",
            sqlite_where=text("state IN ('queued', 'claimed')"),
            postgresql_where=text("state IN ('queued', 'claimed')"),
        ),
        Index("ix_outbox_message", "chat_id", "message_id"),
        Index("ix_outbox_started", "chat_id", "started", "due_at"),
        Index("ix_outbox_edit", "edit_due_at"),
        Index("ix_outbox_meeting", "meeting_id", "kind"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    chat_id: int = Field(foreign_key="chat.id")
    branch_id: int | None = Field(default=None, foreign_key="branch.id")
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id")
    event_key: str | None = Field(default=None, index=True)
    kind: str  # push reminder checkin notice change reply private file edit
    text_key: str
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=Facts)
    buttons: list[Any] = Field(default_factory=list, sa_type=Facts)
    rendered: dict[str, Any] | None = Field(default=None, sa_type=Facts)
    urgency: int = 1  # 0 reply, 1 message
    started: bool = False
    edits: int | None = Field(default=None, foreign_key="outbox.id")
    state: str = "queued"  # queued | claimed | sent | failed | skipped | held
    due_at: datetime = Field(sa_type=Instant)
    expires_at: datetime | None = Field(default=None, sa_type=Instant)
    claimed_by: str | None = None
    lease_until: datetime | None = Field(default=None, sa_type=Instant)
    attempts: int = 0
    error: str | None = None
    created_at: datetime = Field(sa_type=Instant)
    sent_at: datetime | None = Field(default=None, sa_type=Instant)
    message_id: str | None = None
    wanted_version: int = 0
    shown_version: int = 0
    edit_due_at: datetime | None = Field(default=None, sa_type=Instant)
    edited_at: datetime | None = Field(default=None, sa_type=Instant)
