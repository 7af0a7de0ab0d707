"""The year ahead of a branch as files, made from what is true at this moment."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlmodel import Session

from content.cards.study_calendar import year_picture
from content.papers.study_year import year_sheet
from domain.course_year import StudyDay, guessed_years, study_year
from domain.courses import course_of
from store.tables import Branch

ORDER = "全部资料按顺序"
Drawn = tuple[dict[str, object], str, bytes]
"""Facts for the sentence, and the file's name and bytes."""
_Draw = Callable[[str, str, Sequence[StudyDay], Sequence[int]], tuple[str, bytes]]


def picture_of_year(session: Session, branch: Branch, now: datetime) -> Drawn:
    """The calendar as a PNG."""
    return _drawn(session, branch, now, year_picture)


def sheet_of_year(session: Session, branch: Branch, now: datetime) -> Drawn:
    """The table as .xlsx."""
    return _drawn(session, branch, now, year_sheet)


def _drawn(session: Session, branch: Branch, now: datetime, draw: _Draw) -> Drawn:
    days = study_year(session, branch, now)
    course = course_of(session, branch)
    plan = course.name if course else ""
    name, data = draw(branch.name, plan or ORDER, days, guessed_years(session, days))
    return {"branch": branch.name, "plan": plan, "number": len(days)}, name, data
