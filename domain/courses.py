"""Choosing a study plan (学习计划) for a branch."""

from collections.abc import Sequence

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from domain.branch_kinds import BRANCH_KINDS
from domain.pushes import push_plan
from domain.refusals import Refused
from store.statements import insert_new
from store.tables import Branch, Course, CourseItem, Plan, Progress


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


def course_named(session: Session, name: str) -> Course | None:
    """The plan of this name that branches may follow."""
    return session.exec(
        select(Course).where(Course.name == name.strip("“”《》 "), Course.state == "active")
    ).first()


def followers(session: Session, course: Course) -> int:
    """How many branches follow a plan."""
    return session.exec(select(func.count(col(Plan.id))).where(Plan.course_id == course.id)).one()


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


def take_over(session: Session, course: Course) -> None:
    """A plan takes the place of the one of its name: branches follow it from their next push.

    They go on at the line where they stood; on a track whose line is gone they begin anew.
    """
    older = session.exec(
        select(Course).where(
            Course.name == course.name, Course.state == "active", Course.id != course.id
        )
    ).all()
    for replaced in older:
        replaced.state = "replaced"
        session.add(replaced)
        _carry_over(session, replaced.id or 0, course.id or 0)
        session.execute(
            update(Plan).where(col(Plan.course_id) == replaced.id).values(course_id=course.id)
        )
    session.flush()


def _carry_over(session: Session, old: int, new: int) -> None:
    lines = {item.seq: _meaning(item) for item in _items(session, old)}
    seqs = {_meaning(item): item.seq for item in _items(session, new)}
    rows = [
        {
            "branch_id": row.branch_id,
            "course_id": new,
            "track": row.track,
            "item_seq": seqs[lines[row.item_seq]],
            "portion_rank": row.portion_rank,
        }
        for row in session.exec(select(Progress).where(Progress.course_id == old))
        if lines.get(row.item_seq) in seqs
    ]
    insert_new(session, Progress, rows)


def _items(session: Session, course_id: int) -> Sequence[CourseItem]:
    return session.exec(select(CourseItem).where(CourseItem.course_id == course_id)).all()


def _meaning(item: CourseItem) -> tuple[object, ...]:
    """What makes two lines the same in two versions of a plan."""
    names = (item.track, item.kind, item.family, item.first_label, item.last_label, item.media_id)
    return (*names, repr(sorted(item.selector.items())))
