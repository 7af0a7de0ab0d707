"""Plans that hold an edition which is over are named to the admins, once."""

from datetime import date, datetime

from sqlalchemy import Engine
from sqlmodel import Session, select

from content.composing import compose
from domain.editions import settle
from domain.held import held_items, report_held
from store.database import transaction
from store.tables import Account, Chat, Outbox, Work
from tests.courses.shelf import Line, a_course, a_text

DAY = date(2026, 11, 23)


def pinned(session: Session, now: datetime) -> Work:
    old = a_text(session, now, "某条例（试行）", 5, since=date(2019, 1, 1))
    lines = [
        Line("规定", pinned=(old, 2, 3)),
        Line("规定", "某条例"),
        Line("规定", "没有导入的条例"),
        Line("规定", selector={"kinds": ["regulation"]}),
    ]
    a_course(session, now, lines)
    return old


def test_nothing_is_held_while_the_edition_is_current(session: Session, now: datetime) -> None:
    pinned(session, now)
    assert held_items(session, DAY) == []


def test_articles_of_a_replaced_edition_are_held_from_its_day(
    session: Session, now: datetime
) -> None:
    pinned(session, now)
    a_text(session, now, "某条例", 5, since=date(2026, 12, 1))
    assert held_items(session, date(2026, 11, 30)) == []
    (held,) = held_items(session, date(2026, 12, 1))
    assert (held.course, held.track, held.first, held.last) == ("计划", "规定", "第二条", "第三条")
    assert (held.why, held.since, held.edition) == ("replaced", date(2026, 12, 1), "2019年版")
    assert held_items(session, date(2026, 12, 1), family="别的") == []


def test_a_withdrawn_text_is_held_as_a_whole_and_by_its_articles(
    session: Session, now: datetime
) -> None:
    old = pinned(session, now)
    old.state = "withdrawn"
    session.flush()
    settle(session, old.family)
    assert [(held.first, held.why) for held in held_items(session, DAY)] == [
        ("第二条", "withdrawn"),
        (None, "withdrawn"),
    ]


def test_a_plan_that_nobody_can_follow_holds_nothing(session: Session, now: datetime) -> None:
    old = pinned(session, now)
    course = a_course(session, now, [Line("规定", pinned=(old, 1, 1))], name="旧计划")
    course.state = "replaced"
    a_text(session, now, "某条例", 5, since=date(2020, 1, 1))
    assert [held.course for held in held_items(session, DAY)] == ["计划"]


def test_the_admins_get_one_letter(engine: Engine, now: datetime) -> None:
    with transaction(engine) as session:
        session.add(Account(channel="telegram", address="1", name="管理员", is_admin=True))
        session.add(Chat(channel="telegram", address="1", kind="private", title=""))
        pinned(session, now)
        assert report_held(session, "某条例", now) == []
        a_text(session, now, "某条例", 5, since=date(2026, 12, 1))
        for _ in range(2):  # told at once, although the day is still to come
            assert len(report_held(session, "某条例", now)) == 1
    with transaction(engine) as session:
        row = session.exec(select(Outbox)).one()
        text = compose(session, row, now).text
    assert "计划，规定：《某条例（试行）》第二条至第三条" in text
    assert "2026年12月1日（周二）起由新版本取代" in text
