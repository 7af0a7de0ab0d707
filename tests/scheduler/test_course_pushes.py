"""Branches that follow a study plan, at the planner."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, bindparam, event, text
from sqlmodel import Session, col, select

from domain.courses import choose_course, course_of
from domain.outlines import read_outlines
from domain.pushes import todays_portion, todays_step
from domain.refusals import Refused
from scheduler.planner import tick
from scheduler.stepping import bring_pushes_back
from scheduler.unpushed import portion_waits
from store.columns import Instant
from store.database import transaction
from store.tables import Branch, Outbox, Plan, Portion, Progress, Work
from tests.courses.shelf import Line, a_course, a_medium, a_text
from tests.scheduler.stage import a_branch, at, outbox
from tests.scheduler.test_many import DUE, many_branches

MONDAY = at("2026-11-23 07:00")
WEEK = {"1": "原文", "2": "规定", "3": "原文", "4": "规定", "5": "案例"}


def follow(session: Session, branch: Branch, lines: list[Line], rhythm: dict[str, str]) -> None:
    choose_course(session, branch, a_course(session, MONDAY, lines, rhythm).id)


def pushed(session: Session, days: int, first: str = "2026-11-23") -> list[str]:
    """What each of so many days brings, `-` for nothing."""
    moment = at(f"{first} 08:00")
    found = []
    for _ in range(days):
        before = len(outbox(session))
        tick(session, moment)
        rows = outbox(session)[before:]
        found.append(_shown(session, rows[0]) if rows else "-")
        moment += timedelta(days=1)
    return found


def _shown(session: Session, row: Outbox) -> str:
    if row.text_key == "push_media":
        return f"media {row.facts['media']}"
    portion = session.get_one(Portion, row.facts["portion"])
    return f"{session.get_one(Work, portion.work_id).title}{portion.seq}"


def test_each_weekday_has_its_track_and_each_track_its_own_place(session: Session) -> None:
    for title, kind in (("章程甲", "charter"), ("规定乙", "regulation"), ("案例丙", "case")):
        a_text(session, MONDAY, title, 3, kind)
    branch = a_branch(session, MONDAY)
    lines = [Line("原文", "章程甲"), Line("规定", "规定乙"), Line("案例", "案例丙")]
    follow(session, branch, lines, WEEK)
    assert pushed(session, 9) == [
        *("章程甲1", "规定乙1", "章程甲2", "规定乙2", "案例丙1", "-", "-"),
        *("章程甲3", "规定乙3"),
    ]


def test_a_moved_workday_without_a_track_has_the_first(session: Session) -> None:
    # 2026-10-10 is a Saturday on which people work for the days off before it.
    a_text(session, MONDAY, "章程甲", 2, "charter")
    a_text(session, MONDAY, "规定乙", 2)
    branch = a_branch(session, at("2026-10-09 07:00"))
    follow(session, branch, [Line("原文", "章程甲"), Line("规定", "规定乙")], {"5": "规定"})
    assert pushed(session, 2, "2026-10-09") == ["规定乙1", "章程甲1"]


def test_an_empty_track_gives_way_and_begins_when_its_text_is_there(session: Session) -> None:
    a_text(session, MONDAY, "规定乙", 3)
    branch = a_branch(session, MONDAY)
    lines = [Line("原文", selector={"kinds": ["charter"]}), Line("规定", "规定乙")]
    follow(session, branch, lines, {"1": "原文", "2": "原文", "3": "原文"})
    assert pushed(session, 2) == ["规定乙1", "规定乙2"]
    a_text(session, MONDAY, "章程新", 1, "charter")
    assert pushed(session, 1, "2026-11-25") == ["章程新1"]


def test_a_plan_with_nothing_at_all_leaves_the_library_in_order(session: Session) -> None:
    a_text(session, MONDAY, "规定乙", 3)
    branch = a_branch(session, MONDAY)
    follow(session, branch, [Line("原文", "没有导入"), Line("问答", question=True)], {})
    assert pushed(session, 2) == ["规定乙1", "规定乙2"]


def test_a_question_that_nobody_offers_is_never_an_empty_push(session: Session) -> None:
    a_text(session, MONDAY, "规定乙", 3)
    branch = a_branch(session, MONDAY)
    lines = [Line("原文", "规定乙"), Line("问答", question=True)]
    follow(session, branch, lines, {"1": "问答", "2": "问答"})
    assert pushed(session, 2) == ["规定乙1", "规定乙2"]


def test_a_sort_of_texts_takes_what_is_loaded_later_and_no_text_twice(session: Session) -> None:
    a_text(session, MONDAY, "农村规定", 1, rank=20_001)
    a_text(session, MONDAY, "旧规定", 1, rank=20_002)
    a_text(session, MONDAY, "旧章程", 1, "charter", rank=10_001)
    branch = a_branch(session, MONDAY)
    lines = [
        Line("规定", selector={"kinds": ["regulation"], "words": ["农村", "乡"]}),
        Line("规定", selector={"kinds": ["regulation"]}),
    ]
    follow(session, branch, lines, {})
    assert pushed(session, 1) == ["农村规定1"]
    a_text(session, MONDAY, "新规定", 1, rank=20_003)
    assert pushed(session, 4, "2026-11-24") == ["旧规定1", "新规定1", "农村规定1", "旧规定1"]


def test_a_whole_text_follows_its_editions_on_their_day(session: Session) -> None:
    a_text(session, MONDAY, "某条例（试行）", 4, since=date(2019, 1, 1))
    a_text(session, MONDAY, "某条例", 3, since=date(2026, 11, 25))
    branch = a_branch(session, MONDAY)
    follow(session, branch, [Line("原文", "某条例")], {})
    assert pushed(session, 6)[:5] == [
        *("某条例（试行）1", "某条例（试行）2"),
        *("某条例1", "某条例2", "某条例3"),
    ]


def test_articles_are_read_in_their_edition_and_passed_over_afterwards(session: Session) -> None:
    old = a_text(session, MONDAY, "某条例（试行）", 5, since=date(2019, 1, 1))
    a_text(session, MONDAY, "别的规定", 9)
    a_text(session, MONDAY, "某条例", 5, since=date(2026, 11, 26))
    branch = a_branch(session, MONDAY)
    follow(session, branch, [Line("原文", pinned=(old, 2, 3)), Line("原文", "别的规定")], {})
    assert pushed(session, 5) == [
        *("某条例（试行）2", "某条例（试行）3"),
        *("别的规定1", "别的规定2", "别的规定3"),
    ]


def test_speeches_of_one_title_are_all_read(session: Session) -> None:
    for _ in range(2):
        a_text(session, MONDAY, "某讲话", 1, "speech")
    branch = a_branch(session, MONDAY)
    follow(session, branch, [Line("讲话", "某讲话")], {})
    assert pushed(session, 2) == ["某讲话1", "某讲话1"]
    rows = outbox(session)
    assert rows[0].facts["portion"] != rows[1].facts["portion"]


def test_a_medium_is_pushed_unless_it_was_withdrawn(session: Session) -> None:
    a_text(session, MONDAY, "规定乙", 1)
    shown, gone = a_medium(session, MONDAY, "图甲"), a_medium(session, MONDAY, "图乙", "withdrawn")
    branch = a_branch(session, MONDAY)
    lines = [Line("图", media=gone.id), Line("图", media=shown.id), Line("图", "规定乙")]
    follow(session, branch, lines, {})
    assert pushed(session, 3) == [f"media {shown.id}", "规定乙1", f"media {shown.id}"]
    assert todays_step(session, branch, at("2026-11-25 20:00")) == ("media", (shown.id,))
    assert todays_portion(session, branch, at("2026-11-25 20:00")) is None


def test_today_tells_what_was_pushed_else_what_comes_and_moves_nothing(session: Session) -> None:
    a_text(session, MONDAY, "章程甲", 4, "charter")
    a_text(session, MONDAY, "规定乙", 3)
    branch = a_branch(session, MONDAY)
    follow(session, branch, [Line("原文", "章程甲"), Line("规定", "规定乙")], WEEK)

    def today(moment: str) -> str | None:
        portion = todays_portion(session, branch, at(moment))
        return None if portion is None else portion.text

    assert [today("2026-11-23 07:00") for _ in range(2)] == ["章程甲的第1段。"] * 2
    pushed(session, 1)
    assert today("2026-11-23 20:00") == "章程甲的第1段。"
    assert today("2026-11-24 07:00") == "规定乙的第1段。"
    pushed(session, 4, "2026-11-24")
    assert today("2026-11-28 12:00") == "章程甲的第4段。"  # Saturday: Monday's comes


def test_the_plan_tells_which_portion_is_next(session: Session) -> None:
    a_text(session, MONDAY, "章程甲", 3, "charter", rank=1)
    a_text(session, MONDAY, "规定乙", 3, rank=2)
    branch = a_branch(session, MONDAY)
    follow(session, branch, [Line("原文", "章程甲"), Line("规定", "规定乙")], WEEK)
    pushed(session, 1)
    assert session.exec(select(Plan)).one().next_portion == 20_001
    pushed(session, 1, "2026-11-24")
    assert session.exec(select(Plan)).one().next_portion == 10_002


def test_a_push_that_did_not_go_out_leaves_its_step_for_the_next_workday(
    session: Session,
) -> None:
    a_text(session, MONDAY, "章程甲", 3, "charter")
    branch = a_branch(session, MONDAY)
    follow(session, branch, [Line("原文", "章程甲")], {})
    assert pushed(session, 1) == ["章程甲1"]
    first = outbox(session)[-1]
    first.state = "skipped"
    portion_waits(session, first)
    session.expire_all()
    assert todays_portion(session, branch, at("2026-11-23 20:00")).text == "章程甲的第1段。"  # type: ignore[union-attr]
    assert pushed(session, 2, "2026-11-24") == ["章程甲1", "章程甲2"]
    last = outbox(session)[-1]
    portion_waits(session, first)  # the track went on since: nothing changes
    last.state = "failed"
    portion_waits(session, last)
    assert pushed(session, 2, "2026-11-26") == ["章程甲2", "章程甲3"]


def test_one_group_that_has_it_is_enough(session: Session) -> None:
    a_text(session, MONDAY, "章程甲", 3, "charter")
    branch = a_branch(session, MONDAY, groups=2)
    follow(session, branch, [Line("原文", "章程甲")], {})
    pushed(session, 1)
    row = outbox(session)[0]
    row.state = "failed"
    portion_waits(session, row)
    assert pushed(session, 1, "2026-11-24") == ["章程甲2"]


def test_a_clock_set_back_repeats_no_step(session: Session) -> None:
    a_text(session, MONDAY, "章程甲", 3, "charter")
    branch = a_branch(session, MONDAY)
    follow(session, branch, [Line("原文", "章程甲")], {})
    tick(session, at("2026-11-23 08:00"))
    plan = session.exec(select(Plan)).one()
    plan.next_due_at = at("2027-03-01 08:00")
    session.flush()
    bring_pushes_back(session, at("2026-11-23 09:00"))
    session.expire_all()
    assert plan.next_due_at == at("2026-11-24 08:00")
    assert pushed(session, 1, "2026-11-24") == ["章程甲2"]


def test_a_late_push_leaves_the_track_where_it_was(session: Session) -> None:
    a_text(session, MONDAY, "章程甲", 3, "charter")
    branch = a_branch(session, MONDAY)
    follow(session, branch, [Line("原文", "章程甲")], {})
    tick(session, at("2026-11-23 15:00"))
    assert outbox(session) == []
    assert session.exec(select(Progress)).all() == []
    assert pushed(session, 1, "2026-11-24") == ["章程甲1"]


def test_another_plan_and_back_goes_on_where_each_stood(session: Session) -> None:
    a_text(session, MONDAY, "章程甲", 5, "charter", rank=1)
    a_text(session, MONDAY, "规定乙", 5, rank=2)
    branch = a_branch(session, MONDAY)
    course = a_course(session, MONDAY, [Line("规定", "规定乙")])
    assert pushed(session, 1) == ["章程甲1"]
    assert choose_course(session, branch, course.id) is None
    assert course_of(session, branch) == course
    assert pushed(session, 2, "2026-11-24") == ["规定乙1", "规定乙2"]
    assert choose_course(session, branch, None) == course.id
    assert todays_portion(session, branch, at("2026-11-25 20:00")).text == "规定乙的第2段。"  # type: ignore[union-attr]
    assert pushed(session, 1, "2026-11-26") == ["章程甲2"]
    choose_course(session, branch, course.id)
    assert pushed(session, 1, "2026-11-27") == ["规定乙3"]


def test_a_plan_that_is_gone_cannot_be_chosen_and_pushes_the_library(session: Session) -> None:
    a_text(session, MONDAY, "章程甲", 5, "charter")
    a_text(session, MONDAY, "规定乙", 5)
    branch = a_branch(session, MONDAY)
    course = a_course(session, MONDAY, [Line("规定", "规定乙")])
    choose_course(session, branch, course.id)
    course.state = "withdrawn"
    session.flush()
    for number in (course.id, 999):
        with pytest.raises(Refused, match="course_gone"):
            choose_course(session, branch, number)
    assert course_of(session, branch) is None
    assert pushed(session, 1) == ["章程甲1"]


def mixed(engine: Engine, number: int) -> None:
    """Branches due at once, half of them on one of five plans."""
    many_branches(engine, number)
    with transaction(engine) as session:
        for place in range(8):
            a_text(session, DUE, f"文{place}", 3, rank=100 + place)
        plans = [
            a_course(
                session,
                DUE,
                [Line("甲", f"文{place}"), Line("乙", selector={"kinds": ["regulation"]})],
                {"2": "甲", "3": "乙"},
                name=f"计划{place}",
            ).id
            for place in range(5)
        ]
        for place, course in enumerate(plans):
            session.connection().execute(
                text("UPDATE plan SET course_id = :course WHERE id % 10 = :place"),
                {"course": course, "place": 2 * place},
            )
        session.connection().execute(  # which ten are taken first
            text("UPDATE plan SET next_due_at = :early WHERE id <= 10").bindparams(
                bindparam("early", DUE - timedelta(seconds=1), Instant)
            )
        )


def test_statements_do_not_grow_with_branches_or_plans(engine: Engine) -> None:
    mixed(engine, 520)
    counts: list[int] = []

    def counted(*_: object) -> None:
        counts[-1] += 1

    event.listen(engine, "before_cursor_execute", counted)
    for number in (10, 500):
        with transaction(engine) as session:
            counts.append(0)
            assert tick(session, DUE + timedelta(seconds=1), limit=number) == number
    event.remove(engine, "before_cursor_execute", counted)
    assert counts[0] == counts[1] <= 12 + 7
    with transaction(engine) as session:
        rows = session.exec(select(Outbox)).all()
        assert len(rows) == 510
        told = {row.branch_id for row in rows if "course" in row.facts}
        planned = select(Plan.branch_id).where(
            col(Plan.course_id).is_not(None), col(Plan.last_pushed_at).is_not(None)
        )
        assert told == set(session.exec(planned).all())
        assert 240 < len(told) < 270
        assert told == set(session.exec(select(Progress.branch_id)).all())


def test_outlines_of_many_plans_take_three_statements(engine: Engine) -> None:
    mixed(engine, 1)
    count = []

    def counted(*_: object) -> None:
        count.append(1)

    with transaction(engine) as session:
        session.connection()  # begins the transaction, which SQLite counts
        event.listen(engine, "before_cursor_execute", counted)
        outliner = read_outlines(session, range(1, 6))
        for number in range(1, 6):
            assert list(outliner.outline(number, DUE.date()).tracks) == ["甲", "乙"]
        event.remove(engine, "before_cursor_execute", counted)
    assert len(count) == 3
