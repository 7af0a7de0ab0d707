"""Meetings of organisation life and who answered and came."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from store.columns import Facts, Instant


class Meeting(SQLModel, table=True):
    """A meeting from draft to closed. `place` None with `place_open` means 待定 on purpose.

    `round` counts the callings: moving a meeting asks everybody anew.
    """

    __table_args__ = (Index("ix_meeting_branch_state", "branch_id", "state", "starts_at"),)

    id: int | None = Field(default=None, primary_key=True)
    branch_id: int = Field(foreign_key="branch.id")
    kind: str | None = None
    topics: list[str] = Field(default_factory=list, sa_type=Facts)
    starts_at: datetime | None = Field(default=None, sa_type=Instant)
    ends_at: datetime | None = Field(default=None, sa_type=Instant)
    place: str | None = None
    place_open: bool = False
    audience: str | None = None
    state: str = "draft"  # draft | open | closed | cancelled | dropped
    round: int = 1
    draft: dict[str, Any] = Field(default_factory=dict, sa_type=Facts)
    created_by: int | None = Field(default=None, foreign_key="member.id")
    created_at: datetime = Field(sa_type=Instant)
    published_at: datetime | None = Field(default=None, sa_type=Instant)
    closed_at: datetime | None = Field(default=None, sa_type=Instant)


class Attendance(SQLModel, table=True):
    """One member and one meeting: the promise and the presence, each with its author and time.

    `answer`: attend | leave; `presence`: present | late | absent. `answer_at` is when the
    person acted: an older event never overwrites a newer answer.
    """

    meeting_id: int = Field(foreign_key="meeting.id", primary_key=True)
    member_id: int = Field(foreign_key="member.id", primary_key=True, index=True)
    answer: str | None = None
    reason: str | None = None
    late_minutes: int | None = None
    answer_at: datetime | None = Field(default=None, sa_type=Instant)
    answer_by: int | None = Field(default=None, foreign_key="member.id")
    presence: str | None = None
    presence_at: datetime | None = Field(default=None, sa_type=Instant)
    presence_by: int | None = Field(default=None, foreign_key="member.id")
    reminded_at: datetime | None = Field(default=None, sa_type=Instant)
