"""Papers that take long: made outside the transactions, in a thread, from what is read then."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from content.cards.study_calendar import year_picture
from content.comparing import compare
from content.papers.comparison import comparison_sheet
from content.papers.study_year import year_sheet
from content.papers.year_ahead import year_of
from content.sentences import plain
from domain.attachments import Attachment, Unmade, made
from domain.library import articles_of
from store.tables import Branch, Work

COMPARISON, YEAR_PICTURE, YEAR_SHEET = "comparison", "year_picture", "year_sheet"
"""First words of recipes; the ids of what a paper is made of follow."""


def comparison(older: Work, newer: Work) -> Attachment:
    """The table of two editions, not made yet."""
    name = plain("comparison_head", {"title": newer.title})
    return _to_make(f"{name}.xlsx", COMPARISON, str(older.id), str(newer.id))


def picture_of_year(branch: Branch, now: datetime) -> Attachment:
    """The calendar of the year ahead as a PNG, not drawn yet."""
    return _of_year(branch, now, YEAR_PICTURE, ".png")


def sheet_of_year(branch: Branch, now: datetime) -> Attachment:
    """The table of the year ahead as .xlsx, not made yet."""
    return _of_year(branch, now, YEAR_SHEET, ".xlsx")


def _of_year(branch: Branch, now: datetime, kind: str, ending: str) -> Attachment:
    name = plain("year_title", {"branch": branch.name})
    return _to_make(name + ending, kind, str(branch.id), now.isoformat())


def _to_make(name: str, *recipe: str) -> Attachment:
    return replace(made(name, b""), content=None, recipe=recipe, instead=plain("paper_unmade"))


class Papers:
    """Makes papers by their recipes, each on a connection of its own that only reads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def makers(self) -> dict[str, Callable[[Attachment], Attachment]]:
        """By the first word of a recipe."""
        return dict.fromkeys((COMPARISON, YEAR_PICTURE, YEAR_SHEET), self.make)

    def make(self, attachment: Attachment) -> Attachment:
        """The attachment with its bytes. Raises Unmade where what it is made of is gone."""
        kind, first, second = attachment.recipe
        if kind == COMPARISON:
            content = self._compared(int(first), int(second))
        else:
            content = self._of_year(kind, int(first), datetime.fromisoformat(second))
        return replace(attachment, content=content)

    def _compared(self, older_id: int, newer_id: int) -> bytes:
        with self._reading() as session:
            older, newer = session.get(Work, older_id), session.get(Work, newer_id)
            before, after = articles_of(session, older_id), articles_of(session, newer_id)
        if older is None or newer is None:
            raise Unmade("a text is gone")
        return comparison_sheet(older, newer, compare(before, after))[1]

    def _of_year(self, kind: str, branch_id: int, now: datetime) -> bytes:
        with self._reading() as session:
            branch = session.get(Branch, branch_id)
            if branch is None:
                raise Unmade("the branch is gone")
            year = year_of(session, branch, now)
        draw = year_picture if kind == YEAR_PICTURE else year_sheet
        return draw(branch.name, *year)[1]

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        with (
            self._engine.connect().execution_options(reads_only=True) as connection,
            Session(connection, expire_on_commit=False) as session,
        ):
            yield session
