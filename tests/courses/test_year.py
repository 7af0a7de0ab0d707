"""A year ahead is what the planner then pushes, and writes nothing."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import Engine, event
from sqlmodel import Session, select

from domain.calendar import is_workday, next_push
from domain.course_year import StudyDay, study_year
from domain.courses import choose_course
from domain.pushes import todays_step
from scheduler.planner import tick
from store.database import transaction
from store.tables import Bank, Branch, Holiday, Outbox, Plan, Portion, StudyQuestion, Work
from tests.courses.shelf import Line, a_course, a_medium, a_text
from tests.scheduler.stage import a_branch, at

NOW = at("2026-11-23 07:00")
WEEK = {"1": "原文", "2": "规定", "3": "图", "4": "规定", "5": "问答"}


def library(session: Session) -> None:
    a_text(session, NOW, "章程甲", 7, "charter", rank=10_001)
    a_text(session, NOW, "某条例（试行）", 9, since=date(2019, 1, 1), rank=20_001)
    a_text(session, NOW, "某条例", 5, since=date(2026, 12, 8), rank=20_002)
    a_text(session, NOW, "别的规定", 4, rank=20_003)


def planned(session: Session) -> Branch:
    """A branch on a plan with a bit of everything, in a library whose editions change."""
    library(session)
    old = session.exec(select(Work).where(Work.title == "某条例（试行）")).one()
    medium = a_medium(session, NOW, "图甲")
    branch = a_branch(session, NOW)
    lines = [
        Line("原文", "章程甲"),
        Line("规定", pinned=(old, 3, 4)),
        Line("规定", "某条例"),
        Line("规定", selector={"kinds": ["regulation"]}),
        Line("图", media=medium.id),
        Line("问答", question=True),
    ]
    choose_course(session, branch, a_course(session, NOW, lines, WEEK).id)
    return branch


def pushed(session: Session, days: int) -> Iterator[tuple[date, str, str]]:
    moment = at("2026-11-23 08:00")
    for _ in range(days):
        tick(session, moment)
        row = session.exec(select(Outbox).order_by(Outbox.id.desc())).first()  # type: ignore[union-attr]
        assert row is not None
        if "portion" in row.facts:
            portion = session.get_one(Portion, row.facts["portion"])
            yield moment.date(), session.get_one(Work, portion.work_id).title, portion.label
        else:
            yield moment.date(), "图甲", ""
        moment = next_push(moment, "08:00", "Asia/Shanghai", {})


def told(year: list[StudyDay]) -> list[tuple[date, str, str]]:
    return [(day.day, day.title, day.label) for day in year]


def test_the_preview_is_what_is_pushed_afterwards(session: Session) -> None:
    branch = planned(session)
    year = study_year(session, branch, NOW, days=40)
    assert told(year) == list(pushed(session, 40))
    assert {day.track for day in year} == {"原文", "规定", "图"}


def test_without_a_plan_the_library_in_order_is_shown(session: Session) -> None:
    library(session)
    branch = a_branch(session, NOW)
    year = study_year(session, branch, NOW, days=30)
    assert told(year) == list(pushed(session, 30))
    later = study_year(session, branch, at("2026-11-23 20:00"), days=3)
    session.expire_all()
    assert len(later) == 3


def test_it_goes_on_where_the_branch_stands(session: Session) -> None:
    branch = planned(session)
    whole = study_year(session, branch, NOW, days=20)
    list(pushed(session, 5))
    session.expire_all()
    assert study_year(session, branch, at("2026-11-27 12:00"), days=15) == whole[5:]


def test_days_off_and_moved_workdays_are_the_calendars(session: Session) -> None:
    branch = planned(session)
    session.add_all(
        [
            Holiday(day=date(2026, 11, 25), works=False, name=""),
            Holiday(day=date(2026, 11, 28), works=True, name=""),
        ]
    )
    session.flush()
    days = [day.day for day in study_year(session, branch, NOW)]
    assert len(days) == 250
    assert date(2026, 11, 25) not in days
    assert date(2026, 11, 28) in days
    loaded = {date(2026, 11, 25): False, date(2026, 11, 28): True}
    span = (days[-1] - days[0]).days + 1
    every = [days[0] + timedelta(days=ahead) for ahead in range(span)]
    assert days == [day for day in every if is_workday(loaded, day)]


def test_an_empty_library_has_days_without_study(session: Session) -> None:
    branch = a_branch(session, NOW)
    assert {day.kind for day in study_year(session, branch, NOW)} == {""}


def test_a_question_comes_on_its_day_once_there_is_one(session: Session) -> None:
    branch = planned(session)
    bank = Bank(title="题库", sha256="题库", loaded_at=NOW)
    session.add(bank)
    session.flush()
    session.add(
        StudyQuestion(
            bank_id=bank.id or 0, seq=1, kind="single", stem="某规定共有几条？",
            options=["三条", "四条"], answer=[1], fingerprint="一", family="别的规定",
            label="第一条", passage="别的规定的第1段。",
        )
    )  # fmt: skip
    session.flush()
    year = study_year(session, branch, NOW, days=6)
    assert (year[4].kind, year[4].track) == ("question", "问答")
    assert len(list(pushed(session, 4))) == 4
    session.expire_all()
    friday = todays_step(session, branch, at("2026-11-27 07:00"))
    assert friday is not None
    assert friday[0] == "question"
    tick(session, at("2026-11-27 08:00"))
    session.expire_all()
    row = session.exec(select(Outbox).order_by(Outbox.id.desc())).first()  # type: ignore[union-attr]
    assert row is not None
    assert row.text_key == "push_question"
    assert todays_step(session, branch, at("2026-11-27 20:00")) == friday


def test_questions_are_shown_where_they_can_be_asked(session: Session) -> None:
    year = study_year(session, planned(session), NOW, asks=True)
    fridays = {(day.kind, day.track) for day in year if day.day.isoweekday() == 5}
    assert fridays == {("question", "问答")}


def test_a_year_writes_nothing_and_asks_little(engine: Engine, now: datetime) -> None:
    with transaction(engine) as session:
        for number in range(200):
            a_text(session, now, f"规定{number}", 40, rank=20_100 + number)
        branch = planned(session)
        branch_id = branch.id
    statements: list[str] = []

    def noted(*arguments: object) -> None:
        statements.append(str(arguments[2]))

    with transaction(engine) as session:
        branch = session.get_one(Branch, branch_id)
        event.listen(engine, "before_cursor_execute", noted)
        assert len(study_year(session, branch, now)) == 250
        session.flush()
        event.remove(engine, "before_cursor_execute", noted)
        assert session.exec(select(Plan)).one().last_portion is None
    assert all(one.lstrip().upper().startswith(("SELECT", "BEGIN")) for one in statements)
    assert len(statements) < 12
