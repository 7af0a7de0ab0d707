"""Study texts: a work, its articles word for word, and its portions for the daily push."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from store.columns import Facts, Instant


class Work(SQLModel, table=True):
    """One edition of a text. `rank` orders the works in the daily push."""

    id: int | None = Field(default=None, primary_key=True)
    title: str = Field(index=True)
    short_titles: list[str] = Field(default_factory=list, sa_type=Facts)
    kind: str  # charter | regulation | speech | case | notice | guide
    edition: str = ""  # as the text names it, e.g. 2017年10月24日通过
    issued: str | None = None  # YYYY-MM-DD
    source: str = ""
    sha256: str = Field(unique=True)
    state: str = "active"  # waiting | active | replaced | withdrawn
    rank: int = Field(index=True)
    counts: dict[str, Any] = Field(default_factory=dict, sa_type=Facts)
    loaded_by: int | None = Field(default=None, foreign_key="account.id")
    loaded_at: datetime = Field(sa_type=Instant)


class Article(SQLModel, table=True):
    """An article, verbatim. `label` is canonical (第三条); `path` its headings."""

    __table_args__ = (Index("ix_article_work_label", "work_id", "label"),)

    id: int | None = Field(default=None, primary_key=True)
    work_id: int = Field(foreign_key="work.id")
    seq: int
    label: str
    path: list[str] = Field(default_factory=list, sa_type=Facts)
    text: str


class Portion(SQLModel, table=True):
    """A day's portion. `rank` is its place in the whole library's order (work rank and seq)."""

    id: int | None = Field(default=None, primary_key=True)
    work_id: int = Field(foreign_key="work.id", index=True)
    seq: int
    rank: int = Field(unique=True)
    label: str
    text: str
    references: list[str] = Field(default_factory=list, sa_type=Facts)
