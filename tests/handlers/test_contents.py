"""目录, 补学 and 必学: leafing through texts, and texts set for a kind of meeting."""

import pytest
from sqlmodel import SQLModel, select

from content.reading.document import read_document
from content.shelving import shelve
from store.database import transaction
from tests.handlers.desk import ADMIN, GROUP, Desk, Shown

TITLE = "柳河支部管理条例"
LONG = "支部应当认真组织学习，联系实际，讲求实效。" * 20
LINES = (
    TITLE,
    "（2024年3月1日柳河支部通过）",
    "第一章　总则",
    f"第一条　{LONG}",
    f"第二条　{LONG}",
    "第二章　附则",
    f"第三条　{LONG}",
)
SECRETARY = "1"


@pytest.fixture
def shelf(branch: Desk) -> Desk:
    with transaction(branch.engine) as session:
        document = read_document("条例.txt", "\n".join(LINES).encode())
        shelve(session, document, "x", "条例.txt", branch.now)
    return branch


def test_the_table_of_contents_opens_at_every_heading(shelf: Desk) -> None:
    assert f"《{TITLE}》3 条" in shelf.say("3", "目录", "3")[-1].text
    shown = shelf.say("3", f"目录 {TITLE}", "3")[-1]
    assert "1. 第一章　总则（第一条至第二条）" in shown.text
    assert "2. 第二章　附则（第三条）" in shown.text
    opened = shelf.press("3", shown, "2")[-1]
    assert "第三条　支部应当" in opened.text
    back = shelf.press("3", opened, "上一段")[-1]
    assert "第二条　支部应当" in back.text
    assert back.labels == ["上一段", "下一段"]


def test_an_unknown_title_says_so(shelf: Desk) -> None:
    assert "没有" in shelf.say("3", "目录 不存在的条例", "3")[-1].text


def test_what_was_pushed_can_be_read_again_and_leaves_no_trace(shelf: Desk) -> None:
    assert "没有推送" in shelf.say("3", "补学", "3")[-1].text
    shelf.wait(days=1)
    shelf.wait(days=1)
    before = rows(shelf)
    shown = shelf.say("3", "补学", "3")[-1]
    assert "2026年11月25日（周三）" in shown.text
    assert "不作记录" in shown.text
    opened = shelf.press("3", shown, "1")[-1]
    assert "第二条　支部应当" in opened.text
    changed = {table for table, number in rows(shelf).items() if number != before[table]}
    assert changed <= {"outbox", "event"}  # the answers themselves, forgotten as all answers are


def rows(desk: Desk) -> dict[str, int]:
    with transaction(desk.engine) as session:
        return {
            table.name: len(session.execute(select(table)).all())
            for table in SQLModel.metadata.sorted_tables
        }


def test_in_the_group_catching_up_stays_private(shelf: Desk) -> None:
    assert "私聊" in shelf.say("3", "/catchup")[-1].text


def call_lecture(desk: Desk) -> Shown:
    draft = desk.say(SECRETARY, "开会 周五下午3点三楼会议室党课", SECRETARY)[-1]
    shown = desk.press(SECRETARY, draft, "发布")
    return next(s for s in shown if s.chat == GROUP)


def test_set_texts_stand_in_the_notice_and_open_in_private(shelf: Desk) -> None:
    done = shelf.say(ADMIN, f"必学 党课 {TITLE}第一条；{TITLE}", ADMIN)[-1].text
    assert f"党课的必学篇目：《{TITLE}》第一条、《{TITLE}》" in done
    notice = call_lecture(shelf)
    assert f"学习：《{TITLE}》第一条、《{TITLE}》" in notice.text
    assert notice.text.splitlines()[-1].startswith("参加 ")
    assert "必学原文" in notice.labels
    start = notice.button("必学原文").start
    opened = shelf.say("3", f"/start {start}", "3")
    assert any("——《" in shown.text and "第一条　支部应当" in shown.text for shown in opened)
    assert len(opened) == 2


def test_another_kind_of_meeting_has_none(shelf: Desk) -> None:
    shelf.say(ADMIN, f"必学 主题党日 {TITLE}", ADMIN)
    notice = call_lecture(shelf)
    assert "学习：" not in notice.text
    assert "必学原文" not in notice.labels


def test_set_texts_must_be_known_and_can_be_taken_off(shelf: Desk) -> None:
    assert "没有设定" in shelf.say(ADMIN, f"必学 党课 {TITLE}第九条", ADMIN)[-1].text
    shelf.say(ADMIN, f"必学 党课 {TITLE}", ADMIN)
    assert TITLE in shelf.say(ADMIN, "必学", ADMIN)[-1].text
    assert "不设" in shelf.say(ADMIN, "必学 党课 清空", ADMIN)[-1].text
    assert "还没有设定" in shelf.say(ADMIN, "必学", ADMIN)[-1].text


def test_a_title_may_hold_what_stands_between_titles(shelf: Desk) -> None:
    with transaction(shelf.engine) as session:
        text = "改进作风、密切联系群众的规定\n（2024年3月1日）\n第一条　要改进。\n第二条　要联系。"
        shelve(session, read_document("规定.txt", text.encode()), "y", "规定.txt", shelf.now)
    said = shelf.say(ADMIN, f"必学 党课 改进作风、密切联系群众的规定；{TITLE}第一条", ADMIN)[
        -1
    ].text
    assert f"《改进作风、密切联系群众的规定》、《{TITLE}》第一条" in said
    said = shelf.say(ADMIN, f"必学 党课 {TITLE}第一条、{TITLE}第二条", ADMIN)[-1].text
    assert f"《{TITLE}》第一条、《{TITLE}》第二条" in said


def test_a_person_of_another_branch_cannot_open_a_notice(shelf: Desk) -> None:
    shelf.say(ADMIN, f"必学 党课 {TITLE}", ADMIN)
    start = call_lecture(shelf).button("必学原文").start
    assert "认领" in shelf.say("99", f"/start {start}", "99")[-1].text
