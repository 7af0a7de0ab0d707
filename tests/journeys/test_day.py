"""A branch's first days on Telegram: founding, study, a meeting from its call to its sheet."""

import csv
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot.exporting import export
from domain.library import activate
from store.tables import Work
from tests.journeys.cast import (
    BRANCH,
    HE,
    HOU,
    ORGANISER,
    PEOPLE,
    QIU,
    SECRETARY,
    YAO,
    roster_xlsx,
    study_docx,
)
from tests.journeys.clock import MORNING
from tests.journeys.house import ADMIN, GROUP, House
from tests.journeys.seen import Seen, Shown, snapshot
from tests.journeys.stage import settle_in

STRANGER = 299
CALL = "11月25日下午3点二楼会议室开支部党员大会，讨论年度工作总结"
START = MORNING.replace(day=25, hour=15, minute=0)


@pytest.fixture
async def branch(house: House) -> AsyncIterator[House]:
    """The branch after its first day."""
    await settle_in(house)
    return house


def sheets(house: House, folder: Path) -> dict[str, list[dict[str, str]]]:
    """The export as an operator gets it."""
    found = {}
    for path in export(house.service.worker.engine, folder, None):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem] = list(csv.DictReader(file))
    return found


async def import_file(house: House, name: str, content: bytes, caption: str = "") -> Seen:
    """The admin sends a file and confirms its preview."""
    seen = await house.send_file(ADMIN, name, content, caption)
    preview = next(shown for shown in seen if "确认导入" in shown.labels)
    return await house.press(ADMIN, preview, "确认导入")


async def test_a_group_is_greeted_once(house: House) -> None:
    house.double.people.added(GROUP, ADMIN)
    assert "绑定 支部名称" in (await house.look()).at(GROUP)[0].text
    house.last = {}
    house.double.people.added(GROUP, ADMIN, status="administrator")
    house.double.people.added(GROUP, ADMIN, status="member")
    assert len((await house.look()).at(GROUP)) == 1
    assert "管理员" in (await house.say(YAO.number, f"/bind {BRANCH}", GROUP)).texts[0]


async def test_the_founding_of_a_branch(house: House, tmp_path: Path) -> None:
    await house.say(ADMIN, "/start")
    house.double.people.added(GROUP, ADMIN)
    await house.look()
    [bound] = await house.say(ADMIN, f"/bind@zhibu_test_bot {BRANCH}", GROUP)
    link = bound.buttons["认领姓名"]

    seen = await house.send_file(ADMIN, "名册.xlsx", roster_xlsx())
    preview = seen.with_words(f"共 {len(PEOPLE)} 人")
    assert any(line.startswith("第 5 行：") for line in preview.lines), preview.text
    assert preview.labels == ["确认导入", "取消"]
    seen = await house.press(ADMIN, preview, "确认导入")
    assert f"新增 {len(PEOPLE)} 人" in seen.new()[-1].text
    assert seen.edits()[0].labels == []
    old = await house.press(ADMIN, preview, "确认导入")
    assert old.alert
    assert "已经导入" in old.toast

    # A secretary's claim waits for an admin.
    await house.open_link(SECRETARY.number, link)
    seen = await house.say(SECRETARY.number, SECRETARY.name)
    assert "管理员确认" in seen.at(SECRETARY.number)[0].text
    assert "等待管理员" in (await house.say(SECRETARY.number, "点名")).texts[0]
    asked = seen.at(ADMIN).with_words(SECRETARY.name)
    assert (await house.press(YAO.number, asked, "确认")).alert, "only an admin settles a claim"
    seen = await house.press(ADMIN, asked, "确认")
    assert "管理员已确认" in seen.at(SECRETARY.number)[0].text

    # By link, by a command in the group, by words in private after having been seen there.
    await house.open_link(YAO.number, link)
    seen = await house.say(YAO.number, f"我是{YAO.name}")
    assert YAO.name in seen.at(YAO.number)[0].text
    told = seen.at(SECRETARY.number).with_words(YAO.name)
    seen = await house.say(HE.number, f"/iam {HE.name}", GROUP)
    assert HE.name in seen.at(GROUP)[0].text
    await house.say(QIU.number, "/help", GROUP)
    seen = await house.say(QIU.number, f"我是{QIU.name}")
    assert QIU.name in seen.at(QIU.number)[0].text

    # A taken name and an unknown one are refused with the same words.
    await house.say(STRANGER, "/help", GROUP)
    taken = await house.say(STRANGER, f"我是{YAO.name}")
    unknown = await house.say(STRANGER, "我是贾不全")
    words = taken.at(STRANGER)[0].text
    assert words.replace(YAO.name, "贾不全") == unknown.at(STRANGER)[0].text
    assert "想认领" in taken.at(SECRETARY.number)[0].text
    assert not unknown.at(SECRETARY.number)

    seen = await house.press(SECRETARY.number, told, "撤销")
    assert "撤销" in seen.at(YAO.number)[0].text
    assert "认领" in (await house.say(YAO.number, "近期安排")).texts[0]
    claimed = {row["name"]: row["claimed"] for row in sheets(house, tmp_path)["members"]}
    assert list(claimed) == [person.name for person in PEOPLE]
    free = {name for name, value in claimed.items() if value == claimed[HOU.name]}
    assert free == {ORGANISER.name, YAO.name, HOU.name}


async def test_study_text_from_a_file_to_the_morning_push(branch: House) -> None:
    await branch.wait_until(MORNING.replace(hour=7, minute=40))
    imported = await import_file(branch, "学习办法.docx", study_docx())
    assert "已导入资料库" in imported.new()[-1].text
    before = await branch.say(YAO.number, "/today")
    assert "柳河支部学习办法" in before.texts[0]
    pushed = (await branch.wait_until(MORNING.replace(hour=8, minute=0, second=1))).at(GROUP)
    assert len(pushed) == 1
    assert "今日学习" in pushed[0].text
    assert "《柳河支部学习办法》" in pushed[0].text
    assert "第 1 段" in pushed[0].text
    assert pushed[0].labels == [], "a push asks for nothing back"
    assert not await branch.wait(hours=5)
    again = await branch.say(HE.number, "今日学习")
    assert again.texts[0].splitlines()[1:] in (
        pushed[0].lines[2:],
        pushed[0].lines[1:],
        before.texts[0].splitlines()[1:],
    )
    [article] = await branch.say(YAO.number, "柳河支部学习办法第三条")
    assert "支部每月集中学习一次，由支部书记召集。" in article.text
    [article] = await branch.say(QIU.number, "/article 柳河支部学习办法 二", GROUP)
    assert "学习要联系实际，注重效果。" in article.text
    assert "没有" in (await branch.say(YAO.number, "查 柳河支部学习办法 第九十九条")).texts[0]
    assert "负担" not in (await branch.say(YAO.number, "/burden", GROUP)).texts[0]
    assert (await branch.say(YAO.number, "负担")).texts[0].startswith("今天 1 条，近 30 天 1 条")


def start_study(session: Session) -> None:
    """An admin has confirmed the starter pack."""
    activate(session, session.exec(select(Work).where(Work.state == "waiting")).one())


async def call(house: House, sentence: str = CALL) -> Shown:
    """The secretary calls a meeting; the notice."""
    draft = (await house.say(SECRETARY.number, f"开会 {sentence}")).at(SECRETARY.number)[0]
    return (await house.press(SECRETARY.number, draft, "发布")).at(GROUP).with_words("会议通知")


def stands(house: House, shown: Shown) -> Shown:
    """A message as it stands now."""
    return snapshot(house.double)[shown.chat, shown.number]


async def test_one_sentence_to_a_notice(branch: House) -> None:
    [draft] = await branch.say(SECRETARY.number, "开会 周三下午3点 党员大会，讨论年度工作总结")
    assert "类型：支部党员大会" in draft.lines
    assert "时间：2026年11月25日（周三）15:00" in draft.lines
    assert "地点：待定" in draft.lines
    assert "发布" not in draft.labels
    [ready] = await branch.say(SECRETARY.number, "二楼会议室")
    assert ready.labels == ["发布", "取消"]
    assert (await branch.press(YAO.number, ready, "发布")).alert, "a member may not publish"
    seen = await branch.press(SECRETARY.number, ready, "发布")
    assert seen.toast == "已发布"
    assert seen.edits()[0].labels == []
    notice = seen.at(GROUP).with_words("会议通知")
    assert notice.lines[-1] == f"参加 0，请假 0，未答复 {len(PEOPLE)}"
    assert {"地点：二楼会议室", "议题：讨论年度工作总结", "范围：全体党员"} & set(notice.lines)
    assert notice.labels == ["参加", "请假"]
    twice = await branch.press(SECRETARY.number, ready, "发布")
    assert twice.alert
    assert not twice.at(GROUP)


async def test_answers_show_as_counts(branch: House) -> None:
    notice = await call(branch)
    assert (await branch.press(YAO.number, notice, "参加")).toast == "已记录：参加"
    await branch.press(YAO.number, notice, "请假")
    seen = await branch.say(HE.number, "请假，要陪老人去医院", GROUP, reply_to=notice)
    assert "医院" not in seen.new().at(GROUP)[0].text, "a reason is never repeated in a group"
    seen = await branch.say(QIU.number, "晚到 15 分钟")
    assert "15" in seen.at(QIU.number)[0].text
    seen = await branch.say(YAO.number, f"帮{HOU.name}请假，他腿脚不便")
    assert f"{YAO.name} 代 {HOU.name}" in seen.at(SECRETARY.number)[0].text
    assert "没有“汤国强”" in (await branch.say(YAO.number, "帮汤国强请假")).texts[0]
    for _ in range(2):  # an edit under way may hold the one before the last answer
        await branch.wait(seconds=4)
    assert stands(branch, notice).lines[-1] == "参加 1，请假 3，未答复 2"
    roll = (await branch.say(SECRETARY.number, "点名")).texts[0].splitlines()
    assert f"参加（1）：{QIU.name}（晚到15分钟）" in roll
    assert f"请假（3）：{YAO.name}、{HE.name}（陪老人去医院）、{HOU.name}（腿脚不便）" in roll
    assert f"未答复（2）：{SECRETARY.name}、{ORGANISER.name}" in roll


async def test_many_presses_make_few_edits(branch: House) -> None:
    notice = await call(branch)
    await branch.wait(seconds=10)
    edits = branch.double.service.calls["editMessageText"]
    for turn in range(30):
        person = (YAO, HE, QIU, ORGANISER)[turn % 4]
        label = "参加" if turn >= 26 else "请假"
        branch.double.people.press(GROUP, person.number, notice.number, notice.buttons[label])
    await branch.calm()
    await branch.wait(seconds=4)
    assert branch.double.service.calls["editMessageText"] - edits <= 2
    assert stands(branch, notice).lines[-1] == "参加 4，请假 0，未答复 2"


async def test_from_reminder_to_the_sheet(branch: House, tmp_path: Path) -> None:
    notice = await call(branch)
    await branch.press(YAO.number, notice, "参加")
    await branch.say(HE.number, "请假 出差")

    seen = await branch.say(SECRETARY.number, "催一下")
    nudged = {shown.chat for shown in seen if "只提醒这一次" in shown.text}
    assert nudged == {SECRETARY.number, ORGANISER.number, QIU.number}
    told = seen.with_words("已私下提醒 3 人")
    assert told.chat == SECRETARY.number
    assert HOU.name in told.text, "whom the bot cannot reach is named to the secretary"
    again = await branch.say(SECRETARY.number, "催一下")
    assert [shown.chat for shown in again.new()] == [SECRETARY.number]
    nudge = seen.at(QIU.number)[0]
    await branch.press(QIU.number, nudge, "参加")

    seen = await branch.wait_until(START - timedelta(days=1) + timedelta(seconds=2))
    reminder = seen.at(GROUP).with_words("会议提醒")
    assert reminder.lines[-1] == "参加 2，请假 1，未答复 3"
    assert not {person.name for person in PEOPLE if person.name in reminder.text}
    early = await branch.say(QIU.number, "签到")
    assert "14:30" in early.texts[0]
    seen = await branch.wait_until(START - timedelta(hours=1) + timedelta(seconds=2))
    assert len(seen.at(GROUP).new()) == 1
    seen = await branch.wait_until(START - timedelta(minutes=30) + timedelta(seconds=2))
    checkin = seen.at(GROUP).with_words("会议签到")
    assert "已签到" in (await branch.press(YAO.number, checkin, "签到")).toast
    await branch.wait_until(START + timedelta(minutes=10))
    assert "迟到" in (await branch.say(QIU.number, "到", GROUP, reply_to=checkin)).texts[0]

    [marked] = await branch.say(SECRETARY.number, f"代记 {HOU.name} 到")
    assert f"签到（2）：{YAO.name}、{HOU.name}" in marked.lines
    [sheet] = (await branch.say(SECRETARY.number, "代记 全到，除了 贾不全请假")).texts
    assert "贾不全" in sheet
    [in_group] = await branch.say(SECRETARY.number, "/roll", GROUP)
    assert not {person.name for person in PEOPLE if person.name in in_group.text}

    seen = await branch.say(SECRETARY.number, "/close", GROUP)
    closed = seen.at(GROUP).with_words("会议结束")
    assert "签到 2，迟到 1，请假 1，缺席 2" in closed.text
    assert all(stands(branch, shown).labels == [] for shown in (notice, checkin))
    paper = next(shown for shown in seen.at(SECRETARY.number) if shown.file)
    rows = {row[1]: row for row in paper.table()}
    assert rows[HE.name][3:5] == ("请假", "出差")
    assert rows[ORGANISER.name][6] == "缺席"
    assert not any(shown.file for shown in seen.at(GROUP))
    late = await branch.press(QIU.number, checkin, "签到")
    assert late.alert
    assert "不能再签到" in late.toast
    [marked] = await branch.say(SECRETARY.number, f"代记 {ORGANISER.name} 请假")
    assert f"缺席（1）：{SECRETARY.name}" in marked.lines

    record = sheets(branch, tmp_path)
    assert [row["state"] for row in record["meetings"]] != ["open"]
    answers = {row["name"]: row for row in record["answers"]}
    assert (answers[YAO.name]["answer"], answers[YAO.name]["presence"]) == ("参加", "签到")
    assert answers[QIU.name]["presence"] == "迟到"
    assert (answers[HE.name]["answer"], answers[HE.name]["reason"]) == ("请假", "出差")
    assert (answers[HOU.name]["answer"], answers[HOU.name]["presence"]) == ("未答复", "签到")
    assert answers[HOU.name]["recorded_by"] == SECRETARY.name
    assert answers[ORGANISER.name]["answer"] == "请假"


async def test_moving_and_cancelling(branch: House) -> None:
    notice = await call(branch)
    await branch.press(YAO.number, notice, "参加")
    [agenda] = (await branch.say(HE.number, "/agenda", GROUP)).new()
    assert "时间：2026年11月25日（周三）15:00" in agenda.lines
    [asked] = await branch.say(SECRETARY.number, "改期 周五上午9点")
    seen = await branch.press(SECRETARY.number, asked, "确认")
    fresh = seen.at(GROUP).new().with_words("改期，请重新答复")
    assert fresh.lines[-1] == f"参加 0，请假 0，未答复 {len(PEOPLE)}"
    assert "以新通知为准" in stands(branch, notice).text
    old = await branch.press(YAO.number, notice_with_buttons(notice), "参加")
    assert old.alert
    assert "新的通知" in old.toast

    [asked] = await branch.say(SECRETARY.number, "/cancel", GROUP)
    kept = await branch.press(SECRETARY.number, asked, "取消")
    assert kept.toast == "没有改动。"
    [asked] = await branch.say(SECRETARY.number, "取消会议")
    seen = await branch.press(SECRETARY.number, asked, "确认")
    assert len([shown for shown in seen.at(GROUP).new() if "会议取消" in shown.text]) == 1
    assert stands(branch, fresh).labels == []
    assert "没有已通知的会议" in (await branch.say(YAO.number, "近期安排")).texts[0]
    assert not (await branch.wait(days=4, hours=5)).at(GROUP).new(), "nothing more is said of it"


def notice_with_buttons(notice: Shown) -> Shown:
    """The notice on a phone that has not heard of its edit."""
    return notice


async def test_push_time_feedback_and_burden(branch: House) -> None:
    await branch.read(start_study)
    assert "书记" in (await branch.say(YAO.number, "推送时间 09:30")).texts[0]
    assert "09:30" in (await branch.say(SECRETARY.number, "推送时间 9:30")).texts[0]
    assert "不推送" in (await branch.say(SECRETARY.number, "/pushtime 22:00")).texts[0]
    assert not (await branch.wait_until(MORNING.replace(hour=9, minute=29))).at(GROUP)
    assert (await branch.wait_until(MORNING.replace(hour=9, minute=31))).at(GROUP)
    assert "停止" in (await branch.say(SECRETARY.number, "推送时间 off")).texts[0]
    assert not (await branch.wait(days=2)).at(GROUP)
    seen = await branch.say(YAO.number, "反馈 早上推送太早，能否改到中午")
    assert {shown.chat for shown in seen} == {YAO.number, ADMIN}
    [said] = await branch.say(YAO.number, "/feedback 不想让人看到", GROUP)
    assert "私聊" in said.text
    [burden] = await branch.say(QIU.number, "/burden", GROUP)
    assert burden.text == "今天 0 条，近 30 天 1 条，上限 3 条/天、45 条/30 天。"
