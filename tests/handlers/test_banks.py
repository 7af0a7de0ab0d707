"""Banks and single questions from admins: previewed, confirmed, approved, taken down."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlmodel import select

from store.database import transaction
from store.tables import Account, Bank, StudyQuestion
from tests.handlers.desk import ADMIN, Desk
from tests.handlers.test_filing import Office
from tests.questions.shelf import a_rule

SECOND = "10009"
ROWS: tuple[tuple[str, ...], ...] = (
    ("题型", "题目", "选项A", "选项B", "选项C", "答案", "解析"),
    ("单选题", "图书角的借阅期限是（）。", "十天", "二十天", "三十天", "C", "见学习条例"),
    ("多选题", "学习怎样组织？", "每月一次", "支部书记主持", "每年一次", "AB", ""),
    ("判断题", "图书角由组织委员管理。", "", "", "", "正确", ""),
    ("单选题", "没有答案的题？", "甲", "乙", "丙", "", ""),
)
ONE = """出题
题干：图书角的借阅期限是多久？
A. 十天
B. 三十天
答案：B
出处：柳河支部学习条例第三条"""


def bank(*rows: tuple[str, ...]) -> bytes:
    workbook = Workbook()
    for row in rows or ROWS:
        workbook.worksheets[0].append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


@pytest.fixture
async def office(branch: Desk, tmp_path: Path) -> AsyncIterator[Office]:
    office = Office(branch, tmp_path)
    yield office
    office.worker.close()


def second_admin(desk: Desk) -> None:
    with transaction(desk.engine) as session:
        session.add(Account(channel="telegram", address=SECOND, name="副管理员", is_admin=True))
    desk.say(SECOND, "/start", SECOND)
    desk.post()


@pytest.mark.usefixtures("read_apart")
async def test_a_bank_is_previewed_and_imported_after_confirming(office: Office) -> None:
    preview = (await office.send("柳河题库.xlsx", bank()))[-1]
    assert "题库“柳河题库”" in preview.text
    assert "共 3 题：单选 1，多选 1，判断 1" in preview.text
    assert "第一题：\n图书角的借阅期限是" in preview.text
    assert "答案：C. 三十天" in preview.text
    assert "第 5 行：没有答案，未导入" in preview.text
    assert "还没有题目" in office.desk.say("3", "练习", "3")[-1].text
    done = (await office.press(preview, "确认导入"))[-1]
    assert "新增 3 题" in done.text
    assert "第 1 题，共 3 题" in office.desk.say("3", "练习", "3")[-1].text


async def test_a_second_load_changes_nothing_and_says_so(office: Office) -> None:
    await office.press((await office.send("题库.xlsx", bank()))[-1], "确认导入")
    again = (await office.send("别名.xlsx", bank(*ROWS[:4])))[-1]
    assert "其中 3 题题库里已有" in again.text
    assert "没有变化" in (await office.press(again, "确认导入"))[-1].text
    with transaction(office.desk.engine) as session:
        assert len(session.exec(select(Bank)).all()) == 1
        assert len(session.exec(select(StudyQuestion)).all()) == 3


async def test_another_answer_to_a_known_question_is_named(office: Office) -> None:
    await office.press((await office.send("题库.xlsx", bank()))[-1], "确认导入")
    other = (*ROWS[1][:5], "A", "")
    preview = (await office.send("另一份.xlsx", bank(ROWS[0], other)))[-1]
    done = (await office.press(preview, "确认导入"))[-1].text
    assert "有 1 题的答案与已有的不同" in done


async def test_with_two_admins_the_second_confirms(office: Office) -> None:
    second_admin(office.desk)
    preview = (await office.send("题库.xlsx", bank()))[-1]
    shown = await office.press(preview, "确认导入")
    asked = next(s for s in shown if s.chat == SECOND)
    assert "题库“题库”" in asked.text
    assert "共 3 题" in asked.text
    assert "答案：C. 三十天" in asked.text
    assert "还没有题目" in office.desk.say("3", "练习", "3")[-1].text
    assert "待确认" in office.desk.say(ADMIN, "资料库", ADMIN)[-1].text
    office.desk.press(SECOND, asked, "确认")
    assert "第 1 题" in office.desk.say("3", "练习", "3")[-1].text


async def test_a_bank_is_listed_and_taken_down_and_comes_back(office: Office) -> None:
    desk = office.desk
    await office.press((await office.send("题库.xlsx", bank(), "夏季题库"))[-1], "确认导入")
    assert "“夏季题库”：3 题，0 题附有原文" in desk.say(ADMIN, "资料库", ADMIN)[-1].text
    card = desk.say(ADMIN, "撤下 夏季题库", ADMIN)[-1]
    assert "3 题" in card.text
    sure = desk.press(ADMIN, card, "撤下")[-1]
    desk.press(ADMIN, sure, "确认撤下")
    assert "还没有题目" in desk.say("3", "练习", "3")[-1].text
    again = (await office.send("题库.xlsx", bank(), "夏季题库"))[-1]
    assert "新增 3 题" in (await office.press(again, "确认导入"))[-1].text
    assert "第 1 题，共 3 题" in desk.say("3", "练习", "3")[-1].text


def test_an_admin_writes_a_question_on_an_article(branch: Desk) -> None:
    a_rule(branch.engine, branch.now)
    shown = branch.say(ADMIN, ONE, ADMIN)[-1]
    assert "图书角的借阅期限是多久？" in shown.text
    assert "答案：B. 三十天" in shown.text
    assert "支部图书角由组织委员管理，借阅期限为三十天。" in shown.text
    assert "——《柳河支部学习条例》第三条，2020年1月1日通过" in shown.text
    assert "还没有题目" in branch.say("3", "练习", "3")[-1].text
    done = branch.press(ADMIN, shown, "确认")[-1]
    assert "已放进题库" in done.text
    assert "管理员出题：1 题，1 题附有原文" in branch.say(ADMIN, "资料库", ADMIN)[-1].text
    question = branch.say("3", "练习", "3")[-1]
    explained = next(s for s in branch.press("3", question, "A") if s.row.kind == "edit")
    assert "支部图书角由组织委员管理，借阅期限为三十天。" in explained.text


def test_a_question_may_have_no_source_and_may_be_dropped(branch: Desk) -> None:
    shown = branch.say(ADMIN, "出题 党费按月交。\n答案：对", ADMIN)[-1]
    assert "题库未附原文出处" in shown.text
    branch.press(ADMIN, shown, "取消")
    branch.press(ADMIN, shown, "确认")
    assert branch.toast is not None
    assert branch.toast.alert
    with transaction(branch.engine) as session:
        assert session.exec(select(StudyQuestion)).all() == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("出题", "请这样写一道题"),
        ("出题 只有题干", "请这样写一道题"),
        ("出题\n题干：哪一个？\nA. 甲\nB. 乙\n答案：C", "不在选项"),
        (ONE.replace("第三条", "第九条"), "资料库里没有《柳河支部学习条例》第九条"),
        (ONE.replace("柳河支部学习条例第三条", "听说的"), "出处看不懂"),
    ],
)
def test_what_is_no_question_is_answered_with_the_form(branch: Desk, words: str, said: str) -> None:
    a_rule(branch.engine, branch.now)
    assert said in branch.say(ADMIN, words, ADMIN)[-1].text


def test_only_admins_write_questions(branch: Desk) -> None:
    assert "只有管理员" in branch.say("1", ONE, "1")[-1].text


def test_a_written_question_waits_for_the_second_admin(branch: Desk) -> None:
    second_admin(branch)
    shown = branch.say(ADMIN, "出题 党费按月交。\n答案：对", ADMIN)[-1]
    after = branch.press(ADMIN, shown, "确认")
    asked = next(s for s in after if s.chat == SECOND)
    assert "党费按月交" in asked.text
    assert "还没有题目" in branch.say("3", "练习", "3")[-1].text
    branch.press(SECOND, asked, "确认")
    assert "党费按月交" in branch.say("3", "练习", "3")[-1].text
