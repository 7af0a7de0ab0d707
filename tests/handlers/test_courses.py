"""A secretary chooses what the branch studies; an admin loads a plan of the district's own."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from PIL import Image
from sqlmodel import select

from domain.branch_kinds import BRANCH_KINDS
from domain.courses import course_of
from domain.people import branch_named
from store.database import transaction
from store.tables import Course, CourseItem, Work
from tests.courses.shelf import a_text
from tests.handlers.desk import ADMIN, GROUP, Desk, Shown
from tests.handlers.test_filing import Office

SECRETARY = "1"


def library(desk: Desk) -> None:
    with transaction(desk.engine) as session:
        a_text(session, desk.now, "某章程", 3, "charter", rank=10_001)
        a_text(session, desk.now, "某规定", 3, "regulation", rank=20_001)
        a_text(session, desk.now, "某农村规定", 3, "regulation", rank=20_002)
        a_text(session, desk.now, "某讲话", 3, "speech", rank=30_001)


def followed(desk: Desk) -> str | None:
    with transaction(desk.engine) as session:
        branch = branch_named(session, "第一党支部")
        assert branch is not None
        course = course_of(session, branch)
        return course.name if course else None


def ask(desk: Desk) -> Shown:
    return desk.say(SECRETARY, "学习计划", SECRETARY)[-1]


def pushed_tomorrow(desk: Desk) -> Shown:
    shown = [item for item in desk.wait(days=1) if item.row.kind == "push"]
    assert len(shown) == 1
    return shown[0]


def test_a_secretary_chooses_a_plan_and_the_next_push_follows_it(branch: Desk) -> None:
    library(branch)
    shown = ask(branch)
    assert "没有选用计划" in shown.text
    assert "《某章程》" in shown.text
    assert shown.labels == ["整本通读", "三学三增强", "每周节奏", "支部类型", "预览全年"]
    done = branch.press(SECRETARY, shown, "每周节奏")
    assert branch.toast is not None
    assert branch.toast.text == "已选用：每周节奏"
    assert "从下一次推送起执行" in done[-1].text
    assert "某规定" in done[-1].text  # tomorrow is a Tuesday
    assert followed(branch) == "每周节奏"
    assert "某规定的第1段" in pushed_tomorrow(branch).text
    assert "周一 党章，周二 党规，周三 讲话" in ask(branch).text
    assert "某讲话的第1段" in pushed_tomorrow(branch).text


def test_the_choice_may_be_undone(branch: Desk) -> None:
    library(branch)
    chosen = branch.press(SECRETARY, ask(branch), "整本通读")[-1]
    assert chosen.labels == ["撤销", "预览全年"]
    undone = branch.press(SECRETARY, chosen, "撤销")[-1]
    assert "已恢复：全部资料按顺序" in undone.text
    assert followed(branch) is None
    branch.press(SECRETARY, ask(branch), "整本通读")
    other = branch.press(SECRETARY, ask(branch), "每周节奏")[-1]
    branch.press(SECRETARY, other, "撤销")
    assert followed(branch) == "整本通读"
    branch.press(SECRETARY, ask(branch), "全部资料按顺序")
    assert followed(branch) is None


def test_the_kind_of_branch_brings_its_plan_first(branch: Desk) -> None:
    library(branch)
    kinds = branch.press(SECRETARY, ask(branch), "支部类型")[-1]
    assert kinds.labels == [*BRANCH_KINDS, "不分类型"]
    shown = branch.press(SECRETARY, kinds, "农村")
    again = next(item for item in shown if item.row.text_key == "plan_shown")
    assert "支部类型：农村" in again.text
    assert again.labels[0] == "农村支部学习计划"
    branch.press(SECRETARY, again, "农村支部学习计划")
    assert "某农村规定的第1段" in pushed_tomorrow(branch).text


def test_today_shows_the_plans_portion(branch: Desk) -> None:
    library(branch)
    branch.press(SECRETARY, ask(branch), "每周节奏")
    assert "某规定的第1段" in branch.say("3", "今日学习", "3")[-1].text


@pytest.mark.parametrize("words", ["学习计划 预览", "/plan 预览", "学习计划预览"])
def test_a_year_is_shown_as_a_picture_and_a_table(branch: Desk, words: str) -> None:
    library(branch)
    branch.press(SECRETARY, ask(branch), "每周节奏")
    picture, sheet = branch.say(SECRETARY, words, SECRETARY)
    assert picture.message.attachment.name == "第一党支部学习日历.png"
    image = Image.open(io.BytesIO(branch.paper(picture)))
    assert (image.format, image.width) == ("PNG", 1200)
    rows = list(load_workbook(io.BytesIO(branch.paper(sheet))).worksheets[0].values)
    assert rows[2] == ("日期", "星期", "栏目", "篇目", "学习内容")
    assert len(rows) == 3 + 250
    assert str(rows[3][0]).startswith("2026-11-24")
    assert rows[3][1:] == ("周二", "党规", "《某规定》", "第一条")
    assert followed(branch) == "每周节奏"


def test_the_plan_is_the_secretarys_and_private(branch: Desk) -> None:
    assert "书记" in branch.say("3", "/plan", "3")[-1].text
    assert "私聊" in branch.say(SECRETARY, "/plan", GROUP)[-1].text
    assert branch.say("3", "学习计划，大家看一下", GROUP) == []


def test_a_plan_that_was_taken_back_meanwhile_is_refused(branch: Desk) -> None:
    library(branch)
    shown = ask(branch)
    with transaction(branch.engine) as session:
        course = session.exec(select(Course).where(Course.name == "整本通读")).one()
        course.state = "withdrawn"
        session.add(course)
    branch.press(SECRETARY, shown, "整本通读")
    assert branch.toast is not None
    assert "已经停用" in branch.toast.text
    assert followed(branch) is None


def test_an_admin_takes_a_plan_down_and_the_library_goes_on(branch: Desk) -> None:
    library(branch)
    branch.press(SECRETARY, ask(branch), "每周节奏")
    card = branch.say(ADMIN, "撤下 每周节奏", ADMIN)[-1]
    assert "1 个支部在用" in card.text
    sure = branch.press(ADMIN, card, "撤下")[-1]
    branch.press(ADMIN, sure, "确认撤下")
    assert followed(branch) is None
    assert "某章程的第1段" in pushed_tomorrow(branch).text
    assert "每周节奏" not in ask(branch).labels  # a plan that ships does not come back by itself


def workbook(*rows: tuple[object, ...], about: tuple[tuple[object, ...], ...] = ()) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "计划"
    for row in (*about, ("栏目", "篇目", "条款"), *rows):
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
async def office(branch: Desk, tmp_path: Path) -> AsyncIterator[Office]:
    office = Office(branch, tmp_path)
    yield office
    office.worker.close()


ABOUT = (("名称", "全县学习计划"), ("周一", "原文"), ("周二", "规定"))


async def test_a_plan_is_previewed_loaded_and_chosen(office: Office) -> None:
    desk = office.desk
    library(desk)
    data = workbook(
        ("原文", "某章程", None),
        ("规定", "某规定", "第2条至第3条"),
        ("规定", "没有的规定", "第一条"),
        ("规定", "以后的规定", None),
        about=ABOUT,
    )
    preview = (await office.send("计划.xlsx", data))[-1]
    assert "学习计划：全县学习计划" in preview.text
    assert "共 3 项，2 个栏目（原文、规定），读完一轮约 10 个工作日" in preview.text
    assert "第 7 行：资料库里没有《没有的规定》" in preview.text
    assert "第 8 行：资料库里没有《以后的规定》，推送时跳过" in preview.text
    assert "周三、周四、周五没有栏目，当天推送第一个栏目" in preview.text
    with transaction(desk.engine) as session:
        assert session.exec(select(Course)).all() == []
    assert "已导入" in (await office.press(preview, "确认导入"))[-1].text
    desk.press(SECRETARY, ask(desk), "全县学习计划")
    assert "某规定的第2段" in pushed_tomorrow(desk).text


async def test_the_same_plan_again_changes_nothing(office: Office) -> None:
    library(office.desk)
    data = workbook(("原文", "某章程", None))
    for expected in ("已导入，", "已经导入过"):
        preview = (await office.send("计划.xlsx", data))[-1]
        assert expected in (await office.press(preview, "确认导入"))[-1].text


async def test_a_newer_plan_of_the_name_takes_over_where_the_branch_stood(office: Office) -> None:
    desk = office.desk
    library(desk)
    about = (("名称", "全县学习计划"),)
    first = workbook(("学习", "某章程", None), ("学习", "某规定", None), about=about)
    await office.press((await office.send("计划.xlsx", first))[-1], "确认导入")
    desk.press(SECRETARY, ask(desk), "全县学习计划")
    assert "某章程的第1段" in pushed_tomorrow(desk).text
    second = workbook(("学习", "某讲话", None), ("学习", "某章程", None), about=about)
    await office.press((await office.send("计划2.xlsx", second))[-1], "确认导入")
    assert "某章程的第2段" in pushed_tomorrow(desk).text
    with transaction(desk.engine) as session:
        states = session.exec(select(Course.state).where(Course.name == "全县学习计划")).all()
    assert sorted(states) == ["active", "replaced"]


@pytest.mark.usefixtures("read_apart")
async def test_a_plan_in_yaml(office: Office) -> None:
    library(office.desk)
    text = "名称: 一周两学\n节奏:\n  周一至周五: 原文\n篇目:\n  - 栏目: 原文\n    篇目: 某章程\n"
    preview = (await office.send("计划.yaml", text.encode()))[-1]
    assert "学习计划：一周两学" in preview.text
    bomb = "a: &a [x, x]\nb: [*a, *a]\n"
    assert "引用" in (await office.send("坏.yml", bomb.encode()))[-1].text
    assert "不像学习计划" in (await office.send("别的.yaml", "- 一\n- 二\n".encode()))[-1].text


async def test_a_roster_and_holidays_are_no_plans(office: Office) -> None:
    data = "姓名,手机号\n郑大江,13700000003\n".encode()
    assert "共 1 人" in (await office.send("名册.csv", data))[-1].text
    days = "日期,安排\n2027-02-08,放假\n".encode()
    assert "放假 1 天" in (await office.send("放假.csv", days))[-1].text


def test_ready_made_plans_stand_once(branch: Desk) -> None:
    ask(branch)
    ask(branch)
    with transaction(branch.engine) as session:
        names = list(session.exec(select(Course.name)).all())
        lines = session.exec(select(CourseItem)).all()
        assert session.exec(select(Work)).all() == []
    assert len(names) == len(set(names)) == 10
    assert all(line.title or line.selector or line.kind == "question" for line in lines)


async def test_an_admins_plan_of_a_ready_made_name_stays(office: Office) -> None:
    desk = office.desk
    library(desk)
    data = workbook(("原文", "某讲话", None), about=(("名称", "每周节奏"),))
    await office.press((await office.send("计划.xlsx", data))[-1], "确认导入")
    desk.press(SECRETARY, ask(desk), "每周节奏")
    assert "某讲话的第1段" in pushed_tomorrow(desk).text
