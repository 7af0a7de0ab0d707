"""Branches and the people on their rosters."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from store.columns import Instant


class Branch(SQLModel, table=True):
    """党支部. `link_code` is the secret part of its claim link; times are local wall clock.

    `kind` is 机关 农村 社区 学校 企业 两新 离退休 or empty. `group_quiz`: a question follows the
    daily push.
    """

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    timezone: str = "Asia/Shanghai"
    push_time: str | None = "08:00"  # HH:MM, None: no daily push
    link_code: str = Field(unique=True)
    created_at: datetime = Field(sa_type=Instant)
    kind: str = ""
    group_quiz: bool = False


class Member(SQLModel, table=True):
    """A person on a branch's roster. Dates are partial: YYYY-MM or YYYY-MM-DD."""

    __table_args__ = (Index("ix_member_branch_name", "branch_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    branch_id: int = Field(foreign_key="branch.id")
    name: str
    status: str = "full"  # full | probationary
    gender: str | None = None
    nation: str | None = None
    birth: str | None = None
    joined: str | None = None
    formal: str | None = None
    party_group: str | None = None
    duties: str | None = None
    phone: str | None = None
    left_at: datetime | None = Field(default=None, sa_type=Instant)
    created_at: datetime = Field(sa_type=Instant)
