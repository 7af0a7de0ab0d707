"""An urgent text goes in front of every plan, at an allowed hour, and the plan goes on."""

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from content.reading.document import read_document
from content.shelving import shelve
from store.database import transaction
from store.tables import Outbox, Plan
from tests.handlers.desk import ADMIN, GROUP, Desk, Shown

SPEECH = "在柳河会议上的讲话"


def long(words: str) -> str:
    return (words + "要坚持学习，联系实际，把工作做实。") * 30


@pytest.fixture
def shelf(branch: Desk) -> Desk:
    """A branch that reads a rule, and a speech of two portions on the shelf."""
    with transaction(branch.engine) as session:
        rule = "\n".join(
            ["柳河支部管理条例"] + [f"第{n}条　{long('条文' + n)}" for n in "一二三四五六七八"]
        )
        speech = "\n".join([SPEECH, "（2026年11月20日）", long("一要用心。"), long("二要用力。")])
        for name, text in (("条例.txt", rule), ("讲话.txt", speech)):
            shelve(session, read_document(name, text.encode()), name, name, branch.now)
    return branch


def pushed(shown: list[Shown]) -> list[str]:
    return [s.text for s in shown if s.chat == GROUP and s.row.kind == "push"]


def ask(desk: Desk) -> Shown:
    return desk.say(ADMIN, f"/publish {SPEECH}", ADMIN)[-1]


def test_it_is_pushed_at_once_after_confirming_and_the_plan_goes_on(shelf: Desk) -> None:
    first = pushed(shelf.wait(days=1))  # Tuesday 10:00, after the push of 08:00
    assert "第一条" in first[0]
    asked = ask(shelf)
    assert "1 个支部" in asked.text
    assert "马上" in asked.text
    assert pushed(shelf.wait(minutes=1)) == []  # nothing before 确认
    shelf.press(ADMIN, asked, "确认")
    urgent = pushed(shelf.wait(minutes=1))
    assert len(urgent) == 1
    assert "重要学习" in urgent[0]
    assert "一要用心" in urgent[0]
    assert "一要用心" in shelf.say("3", "/today", "3")[-1].text
    second = pushed(shelf.wait(days=1))
    assert "二要用力" in second[0]
    then = pushed(shelf.wait(days=1))
    assert "第二条" in then[0]
    assert "重要学习" not in then[0]


def test_at_night_and_on_days_off_it_waits(shelf: Desk) -> None:
    shelf.wait(days=1)
    shelf.now = datetime(2026, 11, 27, 14, 0, tzinfo=UTC)  # Friday 22:00
    shelf.wait(minutes=1)
    asked = ask(shelf)
    assert "2026年11月30日（周一）07:00" in asked.text
    shelf.press(ADMIN, asked, "确认")
    shelf.now = datetime(2026, 11, 29, 4, 0, tzinfo=UTC)  # Sunday noon
    assert pushed(shelf.wait(minutes=1)) == []
    shelf.now = datetime(2026, 11, 29, 23, 0, tzinfo=UTC)  # Monday 07:00
    assert "一要用心" in pushed(shelf.wait(minutes=1))[0]
    assert pushed(shelf.wait(hours=2)) == []  # it took the place of Monday's push
    assert "二要用力" in pushed(shelf.wait(days=1))[0]


def test_the_caps_hold_for_it_as_well(shelf: Desk) -> None:
    shelf.wait(days=1)
    with transaction(shelf.engine) as session:
        row = session.exec(select(Outbox).where(Outbox.kind == "push")).one()
        for number in range(2):
            session.add(
                Outbox(
                    key=f"more{number}", chat_id=row.chat_id, branch_id=row.branch_id,
                    kind="reminder", text_key="reminder", started=True, state="sent",
                    due_at=shelf.now, created_at=shelf.now, sent_at=shelf.now,
                )
            )  # fmt: skip
    shelf.press(ADMIN, ask(shelf), "确认")
    assert pushed(shelf.wait(minutes=1)) == []
    assert "一要用心" in pushed(shelf.wait(days=1))[0]


def test_a_withdrawn_text_is_not_pushed_any_more(shelf: Desk) -> None:
    shelf.wait(days=1)
    shelf.press(ADMIN, ask(shelf), "确认")
    shelf.wait(minutes=1)
    card = shelf.say(ADMIN, f"撤下 {SPEECH}", ADMIN)[-1]
    shelf.press(ADMIN, shelf.press(ADMIN, card, "撤下")[-1], "确认撤下")
    assert "第二条" in pushed(shelf.wait(days=1))[0]


def test_of_a_long_text_only_the_beginning_goes_in_front(shelf: Desk) -> None:
    with transaction(shelf.engine) as session:
        words = "\n".join(["长篇报告", *[long(f"第{number}部分。") for number in range(9)]])
        shelve(session, read_document("报告.txt", words.encode()), "l", "报告.txt", shelf.now)
    shelf.wait(days=1)
    asked = shelf.say(ADMIN, "立即推送 长篇报告", ADMIN)[-1]
    assert "先发开头" in asked.text
    shelf.press(ADMIN, asked, "确认")
    assert "第0部分" in pushed(shelf.wait(minutes=1))[0]
    assert "第二条" in pushed(shelf.wait(days=1))[0]


def test_asked_twice_it_stands_in_front_once(shelf: Desk) -> None:
    shelf.wait(days=1)
    for _ in range(2):
        shelf.press(ADMIN, ask(shelf), "确认")
    with transaction(shelf.engine) as session:
        plan = session.exec(select(Plan).where(Plan.kind == "push")).one()
        assert len(plan.front) == 2


def test_a_text_that_nobody_has_says_so(shelf: Desk) -> None:
    assert "没有" in shelf.say(ADMIN, "立即推送 不存在的讲话", ADMIN)[-1].text
    assert "管理员" in shelf.say("3", f"立即推送 {SPEECH}", "3")[-1].text
