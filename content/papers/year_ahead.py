"""What the papers of the year ahead of a branch show, as things stand at this moment."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from content.sentences import plain
from domain.course_year import StudyDay, guessed_years, study_year
from domain.courses import course_of
from store.tables import Branch

Year = tuple[str, Sequence[StudyDay], Sequence[int]]
"""The plan's name, the workdays ahead, and the years whose holidays are not known yet."""


def year_of(session: Session, branch: Branch, now: datetime) -> Year:
    """The year ahead under the plan that the branch follows."""
    days = study_year(session, branch, now)
    return (
        plan_name(session, branch) or plain("button_plan_order"),
        days,
        guessed_years(session, days),
    )


def plan_name(session: Session, branch: Branch) -> str:
    """The name of the plan that the branch follows; empty where it reads everything in order."""
    course = course_of(session, branch)
    return course.name if course else ""
