"""Study plans: which text, rule, case or question comes on which day."""

from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from store.columns import Facts
from store.tables.loaded import Loaded


class Course(Loaded, table=True):
    """A study plan (学习计划) that branches may follow.

    `rhythm` gives each weekday (1 Monday to 7 Sunday, as text) the name of its track; a plan of
    one track has none. `branch_kind` is the kind of branch it is meant for, empty for all. Of one
    name one plan is active; its state is `replaced` once a newer one took its place.
    """

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(index=True)
    branch_kind: str = ""
    rhythm: dict[str, Any] = Field(default_factory=dict, sa_type=Facts)
    sha256: str = Field(index=True)


class CourseItem(SQLModel, table=True):
    """A line of a study plan: a whole text, some of its articles, all texts of a sort, a media
    item or a question.

    A whole text follows its work's editions; one that names articles is pinned to the edition
    in `work_id`, since another edition may number them otherwise, and to the portions of it that
    hold them (`first_portion` to `last_portion`, their seq). `selector` takes whatever the
    library holds on the day: {"kinds": kinds of works, "words": of which one is in the title}.
    `seq` counts the lines of the whole plan from 1.
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
    first_portion: int | None = None
    last_portion: int | None = None
    selector: dict[str, Any] = Field(default_factory=dict, sa_type=Facts)
    media_id: int | None = Field(default=None, foreign_key="media_item.id")


class Progress(SQLModel, table=True):
    """How far a branch has come on a track of a plan: the item and the portion it had last.

    `portion_rank` is 0 for what has no portions. A plan that was left keeps its rows, so that
    it goes on where it stood when it is chosen again.
    """

    branch_id: int = Field(primary_key=True, foreign_key="branch.id")
    course_id: int = Field(primary_key=True, foreign_key="course.id")
    track: str = Field(primary_key=True)
    item_seq: int
    portion_rank: int = 0
