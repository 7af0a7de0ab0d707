"""A question after the push: only where it is wanted, counted, yielding, never two a day."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from content.composing import compose
from content.shelving import shelve_starter
from domain.caps import burden
from domain.study_questions import put_bank
from scheduler.planner import tick
from scheduler.rendering import render
from store.tables import Bank, Branch, Course, CourseItem, Outbox, Plan, StudyQuestion
from tests.questions.shelf import SINGLE, put_rule
from tests.scheduler.stage import a_branch, a_meeting, at, outbox

MONDAY = at("2026-11-23 07:00")
PUSH = at("2026-11-23 08:00")


@pytest.fixture
def branch(session: Session) -> Branch:
    """A branch that studies the pack and wants a question after the push."""
    shelve_starter(session, MONDAY, active=True)
    branch = a_branch(session, MONDAY)
    branch.group_quiz = True
    session.add(branch)
    session.flush()
    return branch


def test_a_question_on_the_portion_follows_within_minutes(session: Session, branch: Branch) -> None:
    tick(session, PUSH)
    push, quiz = outbox(session, "push", "quiz")
    assert timedelta() < quiz.due_at - push.due_at <= timedelta(minutes=5)
    question = session.get_one(StudyQuestion, quiz.facts["question"])
    assert question.kind in ("single", "judge")
    assert question.portion_id == push.facts["portion"]
    assert quiz.started
    message = compose(session, quiz, PUSH)
    assert message.quiz is not None
    assert message.quiz.question == question.stem
    assert question.passage == message.quiz.passage
    body, _, answer = message.text.partition("\n\n答案：")
    assert question.stem in body
    assert answer.startswith(("A. ", "B. ", "C. ", "D. ", "对", "错"))


def test_without_the_secretarys_wish_none_follows(session: Session, branch: Branch) -> None:
    branch.group_quiz = False
    session.add(branch)
    session.flush()
    tick(session, PUSH)
    assert [row.kind for row in outbox(session)] == ["push"]


def test_it_counts_as_a_message_the_bot_started(session: Session, branch: Branch) -> None:
    tick(session, PUSH)
    chat = outbox(session)[0].chat_id
    assert burden(session, chat, PUSH + timedelta(hours=1), branch.timezone) == (2, 2)


def test_it_yields_to_what_the_day_still_brings(session: Session, branch: Branch) -> None:
    a_meeting(session, branch, at("2026-11-23 15:00"), MONDAY)  # a reminder and a check-in
    tick(session, PUSH)
    assert [row.kind for row in outbox(session)] == ["push"]


def test_none_begins_in_the_quiet_hours(session: Session, branch: Branch) -> None:
    branch.push_time = "21:28"
    session.add(branch)
    plan = session.exec(select(Plan)).one()
    plan.next_due_at = at("2026-11-23 21:28")
    session.add(plan)
    session.flush()
    tick(session, at("2026-11-23 21:28"))
    assert [row.kind for row in outbox(session)] == ["push"]


def test_never_two_on_a_day(session: Session, branch: Branch) -> None:
    tick(session, PUSH)
    plan = session.exec(select(Plan)).one()
    plan.next_due_at = at("2026-11-23 10:00")
    session.add(plan)
    session.flush()
    tick(session, at("2026-11-23 10:00"))
    assert len(outbox(session, "quiz")) == 1


def test_an_article_is_followed_by_a_question_on_it(session: Session) -> None:
    put_rule(session, MONDAY, {"第三条": "第三条　支部图书角由组织委员管理，借阅期限为三十天。"})
    shelve_starter(session, MONDAY, active=False)
    bank = Bank(title="题库", sha256="b", loaded_at=MONDAY)
    put_bank(session, bank, [SINGLE])
    row = session.exec(select(StudyQuestion).where(StudyQuestion.bank_id == bank.id)).one()
    row.family, row.label = "柳河支部学习条例", "第三条"
    row.passage = "支部图书角由组织委员管理，借阅期限为三十天。"
    branch = a_branch(session, MONDAY)
    branch.group_quiz = True
    session.add_all([row, branch])
    session.flush()
    tick(session, PUSH)
    (quiz,) = outbox(session, "quiz")
    assert quiz.facts == {"question": row.id}
    message = compose(session, quiz, PUSH)
    assert message.quiz is not None
    assert message.quiz.citation == "《柳河支部学习条例》第三条，2020年1月1日通过"


def friday_course(session: Session, branch: Branch, now: datetime) -> None:
    course = Course(name="一周", rhythm={"1": "问"}, sha256="c", loaded_at=now)
    session.add(course)
    session.flush()
    session.add(CourseItem(course_id=course.id or 0, track="问", seq=1, kind="question"))
    plan = session.exec(select(Plan).where(Plan.branch_id == branch.id)).one()
    plan.course_id = course.id
    session.add(plan)
    session.flush()


def test_a_study_plans_question_is_the_push_and_no_other_follows(
    session: Session, branch: Branch
) -> None:
    friday_course(session, branch, MONDAY)
    tick(session, PUSH)
    (row,) = outbox(session)
    assert (row.kind, row.text_key) == ("push", "push_question")
    message = compose(session, row, PUSH)
    assert message.quiz is not None
    assert "今日学习" in message.text


def test_another_day_brings_another_question(session: Session, branch: Branch) -> None:
    friday_course(session, branch, MONDAY)
    asked = []
    for day in range(23, 28):
        tick(session, at(f"2026-11-{day} 08:00"))
    asked = [row.facts["question"] for row in outbox(session, "push")]
    assert len(asked) == 5
    assert len(set(asked)) == 5


def test_what_was_said_in_a_group_is_said_again_as_a_quiz(session: Session, branch: Branch) -> None:
    tick(session, PUSH)
    (row,) = outbox(session, "quiz")
    first = render(session, row, PUSH, {}, careful=False)
    again = render(session, session.get_one(Outbox, row.id), PUSH, {}, careful=False)
    assert again == first
