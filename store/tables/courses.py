"""Study plans: which text, rule, case or question comes on which day."""

from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from store.columns import Facts
from store.tables.loaded import Loaded


class Course(Loaded, table=True):
    """A study plan (学习计划) that branches may follow.

    `rhythm` gives each weekday (1 Monday to 7 Sunday, as text) the name of its track; a plan of
    one track has none. `branch_kind` is the kind of branch it is meant for, empty for all.
    """

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    branch_kind: str = ""
    rhythm: dict[str, Any] = Field(default_factory=dict, sa_type=Facts)
    sha256: str = Field(unique=True)


class CourseItem(SQLModel, table=True):
    """A line of a study plan: a whole text, some of its articles, a media item or a question.

    A whole text follows its work's editions; one that names articles is pinned to the edition
    in `work_id`, since another edition may number them otherwise.
    """

    __tablename__ = "course_item"
    __table_args__ = (Index("ix_course_item_place", "course_id", "track", "seq"),)

    id: int | None = Field(default=None, primary_key=True)
    course_id: int = Field(foreign_key="course.id")
    track: str
    seq: int
    kind: str = "text"  # text | media | question
    title: str = ""
    family: str = Field(default="", index=True)
    work_id: int | None = Field(default=None, foreign_key="work.id", index=True)
    first_label: str | None = None
    last_label: str | None = None
    media_id: int | None = Field(default=None, foreign_key="media_item.id")


class Progress(SQLModel, table=True):
    """How far a branch has come on a track: the item and the portion it had last."""

    branch_id: int = Field(primary_key=True, foreign_key="branch.id")
    track: str = Field(primary_key=True)
    item_seq: int
    portion_seq: int
