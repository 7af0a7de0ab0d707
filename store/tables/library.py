"""Study texts: editions of works, their articles word for word, portions, and media."""

from datetime import date
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from store.columns import Facts
from store.tables.loaded import Loaded


class Work(Loaded, table=True):
    """One edition of a text; the editions of one work share `family`.

    `rank` orders the works in the daily push. The edition is the current one from
    `in_force_from` (None: always) until the day before `in_force_until`, which is the day the
    next edition takes over; afterwards it stays readable and is never pushed.
    """

    id: int | None = Field(default=None, primary_key=True)
    title: str = Field(index=True)
    family: str = Field(default="", index=True)
    short_titles: list[str] = Field(default_factory=list, sa_type=Facts)
    kind: str  # charter | regulation | speech | case | notice | guide
    edition: str = ""  # as the text names it, e.g. 2017年10月24日通过
    issued: str | None = None  # YYYY-MM-DD
    in_force_from: date | None = None
    in_force_until: date | None = None
    sha256: str = Field(unique=True)
    rank: int = Field(index=True)
    counts: dict[str, Any] = Field(default_factory=dict, sa_type=Facts)


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
    """A day's portion. `rank` is its place in the whole library's order (work rank and seq).

    `path` are the headings above its first line, `articles` the labels of the articles that
    it holds, whole or in part.
    """

    id: int | None = Field(default=None, primary_key=True)
    work_id: int = Field(foreign_key="work.id", index=True)
    seq: int
    rank: int = Field(unique=True)
    label: str
    path: list[str] = Field(default_factory=list, sa_type=Facts)
    articles: list[str] = Field(default_factory=list, sa_type=Facts)
    text: str
    references: list[str] = Field(default_factory=list, sa_type=Facts)


class MediaItem(Loaded, table=True):
    """A picture, sound, film or document with its title and source; the bytes lie in a store."""

    __tablename__ = "media_item"

    id: int | None = Field(default=None, primary_key=True)
    kind: str  # picture | audio | video | document
    title: str = Field(index=True)
    name: str  # the file's name as it is sent
    mime: str
    size: int  # bytes
    sha256: str = Field(unique=True)
    key: str  # where the store keeps it


class MediaCopy(SQLModel, table=True):
    """A service's own name of a file that was uploaded to it once, so it is never sent again."""

    __tablename__ = "media_copy"

    sha256: str = Field(primary_key=True)
    channel: str = Field(primary_key=True)
    ref: str


class SetText(SQLModel, table=True):
    """A text set for a kind of meeting (必学篇目): its notice names it. `label` None: the whole."""

    __tablename__ = "set_text"
    __table_args__ = (UniqueConstraint("meeting_kind", "seq"),)

    id: int | None = Field(default=None, primary_key=True)
    meeting_kind: str
    seq: int
    title: str
    family: str
    label: str | None = None
