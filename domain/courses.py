"""Choosing a study plan (学习计划) for a branch."""

from sqlmodel import Session, col, select

from domain.pushes import push_plan
from domain.refusals import Refused
from store.tables import Branch, Course

BRANCH_KINDS = ("机关", "农村", "社区", "学校", "企业", "两新", "离退休")


def courses_for(session: Session, branch_kind: str) -> list[Course]:
    """The plans that a branch of this kind may choose, those of its own kind first."""
    found = session.exec(
        select(Course)
        .where(Course.state == "active", col(Course.branch_kind).in_({"", branch_kind}))
        .order_by(col(Course.id))
    ).all()
    return sorted(found, key=lambda course: course.branch_kind != branch_kind)


def course_of(session: Session, branch: Branch) -> Course | None:
    """The plan that a branch follows; None where it reads the whole library in order."""
    plan = push_plan(session, branch.id or 0)
    if plan is None or plan.course_id is None:
        return None
    course = session.get_one(Course, plan.course_id)
    return course if course.state == "active" else None


def choose_course(session: Session, branch: Branch, course_id: int | None) -> int | None:
    """Follow a plan from the next push on, or None: the whole library in order.

    Returns the plan that was left. A plan that was followed before goes on where it stood.
    Raises Refused("course_gone"), or Refused("course_without_group") for a branch whose daily
    push has not begun.
    """
    course = session.get(Course, course_id) if course_id is not None else None
    if course_id is not None and (course is None or course.state != "active"):
        raise Refused("course_gone")
    plan = push_plan(session, branch.id or 0)
    if plan is None:
        raise Refused("course_without_group")
    left, plan.course_id = plan.course_id, course_id
    session.add(plan)
    session.flush()
    return left


def set_branch_kind(session: Session, branch: Branch, kind: str) -> str:
    """Say what kind of branch it is; returns what it was. Raises Refused("branch_kind")."""
    if kind and kind not in BRANCH_KINDS:
        raise Refused("branch_kind")
    before, branch.kind = branch.kind, kind
    session.add(branch)
    session.flush()
    return before
