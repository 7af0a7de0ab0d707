"""Two admins or secretaries at the same moment: plans, approvals, urgent texts."""

from datetime import date

from sqlalchemy import Engine
from sqlmodel import Session, select

from content.course_shelving import shelve_ready_made
from domain import approvals
from domain.urgent import put_in_front
from store.database import transaction
from store.tables import Account, Course, Plan, Work
from tests.courses.shelf import a_text
from tests.handlers.desk import Desk
from tests.handlers.test_races import at_once


def approve(desk: Desk, address: str) -> object:
    def act(session: Session) -> object:
        thing = approvals.waiting(session, "work", session.exec(select(Work.id)).one() or 0)
        account = session.exec(select(Account).where(Account.address == address)).one()
        approvals.approve(session, thing, account, desk.now)
        return "approved"

    return act


def test_ready_made_plans_are_shelved_once(engine: Engine, branch: Desk) -> None:
    def act(session: Session) -> None:
        shelve_ready_made(session, branch.now, date(2026, 11, 23))

    at_once(engine, act, act)
    with transaction(engine) as session:
        names = session.exec(select(Course.name).where(Course.state == "active")).all()
        assert names
        assert len(names) == len(set(names))


def test_of_two_who_confirm_one_does(engine: Engine, branch: Desk) -> None:
    with transaction(engine) as session:
        a_text(session, branch.now, "柳河条例", 1, state="waiting")
    acts = [approve(branch, "1"), approve(branch, "2")]
    assert at_once(engine, *acts) == ["approved", "approval_gone"]  # type: ignore[arg-type]


def test_of_confirming_and_sending_back_one_counts(engine: Engine, branch: Desk) -> None:
    with transaction(engine) as session:
        a_text(session, branch.now, "柳河条例", 1, state="waiting")

    def reject(session: Session) -> object:
        thing = approvals.waiting(session, "work", session.exec(select(Work.id)).one() or 0)
        account = session.exec(select(Account).where(Account.address == "2")).one()
        approvals.reject(session, thing, account, branch.now)
        return "rejected"

    found = at_once(engine, approve(branch, "1"), reject)  # type: ignore[arg-type]
    assert found == ["approved", "approval_gone"]
    with transaction(engine) as session:
        assert session.exec(select(Work.state)).one() == "active"


def test_two_urgent_texts_at_once_both_stand_in_front(engine: Engine, branch: Desk) -> None:
    with transaction(engine) as session:
        for title in ("河东讲话", "河西讲话"):
            a_text(session, branch.now, title, 1, "speech")

    def act(title: str) -> object:
        def put(session: Session) -> object:
            work = session.exec(select(Work).where(Work.title == title)).one()
            return put_in_front(session, work, branch.now)

        return put

    assert at_once(engine, act("河东讲话"), act("河西讲话")) == [1, 1]  # type: ignore[arg-type]
    with transaction(engine) as session:
        front = session.exec(select(Plan.front).where(Plan.kind == "push")).one()
        assert len(front) == 2
