from datetime import timedelta
from io import BytesIO

from openpyxl import load_workbook

from tests.handlers.desk import GROUP, Desk, Shown

SENTENCE = "11月25日下午3点三楼会议室开支部党员大会，讨论年度计划"


def counts(branch: Desk) -> str:
    """The counts as the agenda's source sees them now."""
    from sqlmodel import select

    from content.composing import compose
    from store.database import transaction
    from store.tables import Outbox

    with transaction(branch.engine) as session:
        row = session.exec(select(Outbox).where(Outbox.kind == "notice")).one()
        return compose(session, row, branch.now).text.splitlines()[-1]


def test_one_sentence_becomes_a_notice(branch: Desk) -> None:
    draft = branch.say("1", f"开会 {SENTENCE}", "1")[-1]
    assert draft.labels == ["发布", "取消"]
    lines = draft.text.splitlines()
    assert "类型：支部党员大会" in lines
    assert "时间：2026年11月25日（周三）15:00" in lines
    assert "地点：三楼会议室" in lines
    notice = next(i for i in branch.press("1", draft, "发布") if i.row.kind == "notice")
    assert notice.chat == GROUP
    assert notice.text.endswith("参加 0，请假 0，未答复 5")
    assert notice.labels == ["参加", "请假"]


def test_only_what_is_missing_is_asked(branch: Desk) -> None:
    draft = branch.say("1", "开会 周五7点 支委会", "1")[-1]
    assert "发布" not in draft.labels
    assert [label for label in draft.labels if ":" in label] == ["11-27 07:00", "11-27 19:00"]
    asked = branch.press("1", draft, "11-27 19:00")[-1]
    assert "地点" in asked.text.splitlines()[-1] or "在哪里开" in asked.text
    ready = branch.say("1", "党员之家", "1")[-1]
    assert ready.labels == ["发布", "取消"]
    assert "地点：党员之家" in ready.text


def test_in_a_group_only_the_question_is_private(branch: Desk) -> None:
    shown = branch.say("1", "/meeting 周五下午3点党员大会")
    assert [item.chat for item in shown] == [GROUP, "1"]
    assert "在哪里开" in shown[1].text


def test_a_time_that_passed_is_named_and_not_published(branch: Desk) -> None:
    draft = branch.say("1", "开会 11月18日下午3点三楼会议室党员大会", "1")[-1]
    assert "已经过去" in draft.text
    assert "发布" not in draft.labels


def test_a_member_cannot_call_a_meeting(branch: Desk) -> None:
    assert "书记" in branch.say("3", f"/meeting {SENTENCE}")[0].text


def test_answers_by_button_and_words_are_counted(branch: Desk) -> None:
    notice = branch.call_meeting(SENTENCE)
    branch.press("3", notice, "参加")
    assert branch.toast
    assert "参加" in branch.toast.text
    said = branch.say("4", "请假，孩子发烧")
    assert "请假" in said[0].text
    assert "发烧" not in said[0].text, "a reason is never repeated in a group"
    branch.say("5", "晚到10分钟", reply_to=notice)
    assert counts(branch) == "参加 2，请假 1，未答复 2"
    branch.press("3", notice, "请假")
    assert counts(branch) == "参加 1，请假 2，未答复 2"


def test_an_older_event_never_overwrites_a_newer_answer(branch: Desk) -> None:
    notice = branch.call_meeting(SENTENCE)
    branch.press("3", notice, "参加")
    branch.say("3", "请假 出差", "3", at=branch.now - timedelta(minutes=5))
    assert counts(branch).startswith("参加 1，请假 0")


def test_an_answer_for_another_names_its_author_to_the_secretary(branch: Desk) -> None:
    branch.call_meeting(SENTENCE)
    shown = branch.say("3", "帮褚向阳请个假，他住院了")
    assert "褚向阳" in shown[0].text
    told = next(item for item in shown if item.chat == "1")
    assert "郑大江 代 褚向阳" in told.text
    assert "住院" in told.text
    assert "没有“王姐”" in branch.say("3", "帮王姐请个假，她感冒", addressed=True)[0].text
    assert counts(branch).startswith("参加 0，请假 1")


def test_bare_received_promises_nothing(branch: Desk) -> None:
    branch.call_meeting(SENTENCE)
    assert branch.say("3", "收到") == []
    assert counts(branch) == "参加 0，请假 0，未答复 5"


def test_the_day_of_a_meeting(branch: Desk) -> None:
    notice = branch.call_meeting(SENTENCE)
    branch.press("3", notice, "参加")
    branch.say("4", "请假 出差", "4")
    early = branch.say("5", "签到")
    assert "14:30" in early[0].text
    reminders = [s for s in branch.wait(days=1, hours=5, seconds=5) if s.row.kind == "reminder"]
    assert len(reminders) == 1
    assert reminders[0].text.endswith("参加 2，请假 1，未答复 2")
    branch.wait(hours=22, minutes=59)
    checkin = next(s for s in branch.wait(minutes=31) if s.row.kind == "checkin")
    assert checkin.labels == ["签到"]
    branch.press("3", checkin, "签到")
    assert branch.toast
    assert "已签到" in branch.toast.text
    branch.wait(minutes=35)
    branch.say("5", "到")
    roll = branch.say("1", "点名", "1")[0].text.splitlines()
    assert "签到（1）：郑大江" in roll
    assert "迟到（1）：褚向阳" in roll
    assert "请假（1）：冯小满（出差）" in roll
    assert "未答复（2）：钱守正、吴佩兰" in roll
    marked = branch.say("1", "代记 钱守正 到", "1")
    assert "已记录 1 人" in marked[0].text
    closed = branch.say("1", "散会")
    assert "签到 2，迟到 1，请假 1，缺席 1" in closed[0].text
    sheet = next(item for item in closed if item.row.kind == "file")
    assert sheet.chat == "1"
    rows = _rows(sheet)
    assert rows["吴佩兰"][6] == "缺席"
    assert rows["冯小满"][3:5] == ("请假", "出差")
    corrected = branch.say("1", "代记 吴佩兰 到", "1")
    assert "缺席" not in corrected[0].text


def _rows(sheet: Shown) -> dict[str, tuple[object, ...]]:
    assert sheet.message.attachment
    workbook = load_workbook(BytesIO(sheet.message.attachment.content))
    return {str(row[1]): row for row in workbook.worksheets[0].iter_rows(values_only=True)}


def test_a_meeting_closes_by_itself_three_hours_after_its_start(branch: Desk) -> None:
    branch.call_meeting(SENTENCE)
    branch.wait(days=2, hours=5, minutes=1)
    shown = branch.wait(hours=3, minutes=5)
    assert any(item.row.kind == "file" for item in shown)
    assert "没有已通知的会议" in branch.say("3", "参加", "3")[0].text


def test_a_private_reminder_goes_once_to_those_who_have_not_answered(branch: Desk) -> None:
    notice = branch.call_meeting(SENTENCE)
    branch.press("3", notice, "参加")
    shown = branch.say("1", "催一下", "1")
    assert sorted(item.chat for item in shown if item.row.text_key == "nudge") == [
        "1",
        "2",
        "4",
        "5",
    ]
    again = branch.say("1", "催一下", "1")
    assert [item.row.text_key for item in again] == ["reminded"]
    nudge = next(item for item in shown if item.chat == "4" and item.row.text_key == "nudge")
    branch.press("4", nudge, "参加")
    assert counts(branch).startswith("参加 2")


def test_cancelling_asks_first_and_tells_everyone_once(branch: Desk) -> None:
    branch.call_meeting(SENTENCE)
    asked = branch.say("1", "取消会议")[0]
    shown = branch.press("1", asked, "确认")
    assert [s.row.text_key for s in shown if s.chat == GROUP].count("cancelled") == 1
    assert branch.wait(days=3) == [] or all(s.row.kind == "push" for s in branch.wait(days=3))


def test_moving_asks_everybody_anew(branch: Desk) -> None:
    notice = branch.call_meeting(SENTENCE)
    branch.press("3", notice, "参加")
    asked = branch.say("1", "改期 周五下午4点", "1")[-1]
    shown = branch.press("1", asked, "确认")
    fresh = next(item for item in shown if item.row.kind == "notice")
    assert "改期" in fresh.text
    assert "时间：2026年11月27日（周五）16:00" in fresh.text
    assert fresh.text.endswith("参加 0，请假 0，未答复 5")
    branch.press("3", notice, "参加")
    assert branch.toast
    assert branch.toast.alert
    assert "新的通知" in branch.toast.text


def test_several_open_meetings_are_asked_about(branch: Desk) -> None:
    branch.call_meeting(SENTENCE)
    branch.call_meeting("11月26日上午9点二楼会议室支委会")
    asked = branch.say("1", "点名", "1")[0]
    assert asked.labels == ["1", "2"]
    roll = branch.press("1", asked, "2")[-1]
    assert "支委会" in roll.text
    assert "未答复（2）" in roll.text


def test_private_orders_in_a_group_show_nothing(branch: Desk) -> None:
    branch.call_meeting(SENTENCE)
    shown = branch.say("1", "/roll")
    assert len(shown) == 1
    assert "私聊" in shown[0].text
    assert "钱守正" not in shown[0].text


def test_a_branch_never_sees_anothers_meeting(branch: Desk) -> None:
    notice = branch.call_meeting(SENTENCE)
    branch.press("99", notice, "参加")
    assert branch.toast
    assert branch.toast.alert
    assert "认领" in branch.toast.text


def test_a_repeated_event_gets_its_answer_again_and_changes_nothing(branch: Desk) -> None:
    notice = branch.call_meeting(SENTENCE)
    branch.press("3", notice, "参加")
    first = branch.toast
    branch.number -= 1
    branch.press("3", notice, "请假")
    assert branch.toast == first
    assert counts(branch).startswith("参加 1，请假 0")


def test_feedback_reaches_the_admin_and_not_the_secretary(branch: Desk) -> None:
    shown = branch.say("3", "反馈 推送太早", "3")
    assert {item.chat for item in shown} == {"3", "10001"}


def test_burden_tells_the_caps(branch: Desk) -> None:
    assert (
        branch.say("3", "负担")[0].text == "今天 0 条，近 30 天 0 条，上限 3 条/天、45 条/30 天。"
    )


def test_the_numbers_at_closing_add_up(branch: Desk) -> None:
    branch.call_meeting(SENTENCE)
    branch.say("3", "请假 出差", "3")
    branch.say("4", "请假 看病", "4")
    branch.wait(days=2, hours=4, minutes=35)
    branch.say("3", "签到", "3")
    branch.say("1", "代记 钱守正 到，冯小满请假", "1")
    closed = branch.say("1", "散会")
    assert "签到 2，迟到 0，请假 1，缺席 2" in closed[0].text
    sheet = next(item for item in closed if item.row.kind == "file")
    assert _rows(sheet)["冯小满"][3:5] == ("请假", "看病")


def test_an_hour_given_alone_belongs_to_the_day_that_was_named(branch: Desk) -> None:
    asked = branch.say("1", "开会 下周五党课", "1")[-1]
    assert "2026年12月4日（周五）几点开" in asked.text
    shown = branch.say("1", "下午3点", "1")[-1]
    assert "时间：2026年12月4日（周五）15:00" in shown.text


def test_another_day_in_the_answer_wins(branch: Desk) -> None:
    branch.say("1", "开会 下周五党课", "1")
    shown = branch.say("1", "12月5日下午3点", "1")[-1]
    assert "时间：2026年12月5日（周六）15:00" in shown.text


def test_an_order_with_a_day_only_is_asked_about_in_private(branch: Desk) -> None:
    shown = branch.say("1", "开会 周五党课")
    assert [item.chat for item in shown] == [GROUP, "1"]
    assert "几点开" in shown[1].text
