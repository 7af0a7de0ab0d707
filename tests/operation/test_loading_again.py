"""`zhibu load` of what takes the place of something: plans change over, admins are told."""

from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from bot.loading import load_texts
from domain.courses import choose_course, course_of
from domain.editions import replaced_by
from store.database import transaction
from store.tables import Account, Branch, Chat, Course, Outbox
from tests.courses.shelf import a_text
from tests.scheduler.stage import a_branch

PLAN = "名称: 示例计划\n类型: 机关\n内容:\n  - {栏目: 原文, 篇目: 示例条例}\n"


def load(engine: Engine, path: Path, words: str, now: datetime) -> list[str]:
    path.write_text(words, "utf-8")
    return load_texts(engine, [path], None, False, now).lines


def an_admin(session: Session) -> None:
    session.add(Account(channel="memory", address="admin", name="管理员", is_admin=True))
    session.add(Chat(channel="memory", address="admin", kind="private", title=""))
    session.flush()


def test_a_newer_plan_of_the_name_takes_the_place_of_the_older(
    engine: Engine, tmp_path: Path, now: datetime
) -> None:
    load(engine, tmp_path / "一.yaml", PLAN, now)
    with transaction(engine) as session:
        branch = a_branch(session, now)
        first = session.exec(select(Course)).one()
        choose_course(session, branch, first.id)
    load(engine, tmp_path / "二.yaml", PLAN.replace("示例条例", "示例办法"), now)
    with transaction(engine) as session:
        states = [row.state for row in session.exec(select(Course).order_by(Course.id))]
        assert states == ["replaced", "active"]
        followed = course_of(session, session.exec(select(Branch)).one())
        assert followed is not None
        assert followed.id != first.id


def test_admins_are_told_of_an_edition_that_takes_over(
    engine: Engine, tmp_path: Path, now: datetime
) -> None:
    with transaction(engine) as session:
        an_admin(session)
    rule = "示例管理条例\n（{}通过）\n第一条　活动每月{}次。\n第二条　本条例自发布之日起施行。"
    load(engine, tmp_path / "旧.txt", rule.format("2019年3月1日", "一"), now)
    load(engine, tmp_path / "新.txt", rule.format("2024年3月1日", "两"), now)
    load(engine, tmp_path / "中.txt", rule.format("2021年3月1日", "三"), now)
    with Session(engine) as session:
        told = session.exec(select(Outbox).where(Outbox.text_key == "edition_new")).all()
        assert [row.facts["from"] for row in told] == ["2024-03-01"]


@pytest.mark.parametrize("since", [date(2020, 1, 1), date(2018, 1, 1), date(2024, 1, 1)])
def test_an_edition_that_is_not_the_newest_replaces_nothing(
    session: Session, now: datetime, since: date
) -> None:
    for day in (date(2018, 1, 1), date(2024, 1, 1)):
        a_text(session, now, "示例条例", 1, since=day)
    between = a_text(session, now, "示例条例", 1, since=since, rank=9)
    assert replaced_by(session, between) is None
