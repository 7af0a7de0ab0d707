"""What the planner has to do and when: the database is the calendar."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from store.columns import Facts, Instant


class Plan(SQLModel, table=True):
    """A thing that comes due.

    `kind`: push (one a branch, for ever), remind_day, remind_hour, checkin, close (one a
    meeting each, then gone). `next_portion` is the rank of the portion to push next; what lies
    in `front` (ids of portions and media of urgent texts) goes before it. A branch that follows
    no course reads the whole library in order, and `last_portion` is its place there, which a
    course leaves alone. `brought` is what the last daily push carried: {"kind": text or media,
    "ids": of portions or media}, and "urgent" where it stood in front.
    """

    __table_args__ = (
        UniqueConstraint("kind", "branch_id", "meeting_id"),
        Index("ix_plan_due", "next_due_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    branch_id: int = Field(foreign_key="branch.id", index=True)
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id", index=True)
    next_due_at: datetime | None = Field(default=None, sa_type=Instant)
    next_portion: int | None = None
    last_portion: int | None = None
    last_pushed_at: datetime | None = Field(default=None, sa_type=Instant)
    front: list[Any] = Field(
        default_factory=list, sa_type=Facts, sa_column_kwargs={"server_default": "[]"}
    )
    brought: dict[str, Any] = Field(
        default_factory=dict, sa_type=Facts, sa_column_kwargs={"server_default": "{}"}
    )
    course_id: int | None = Field(default=None, foreign_key="course.id", index=True)
