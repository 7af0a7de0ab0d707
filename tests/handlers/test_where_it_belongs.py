"""Orders under a file, in a group that nobody bound, beside an open question, by an admin."""

from domain.messages import IncomingFile, Kind
from tests.handlers.desk import ADMIN, GROUP, Desk

PAPER = IncomingFile("f1", "诊断书.pdf", 12)


def test_a_leave_under_a_members_file_is_a_leave(branch: Desk) -> None:
    branch.call_meeting("后天下午3点三楼会议室开支部党员大会")
    assert "冯小满 请假（住院）" in branch.send_file("4", PAPER, "请假 住院")[-1].text
    assert "管理员" in branch.send_file("4", PAPER)[-1].text


def test_a_command_under_an_admins_file_is_no_branchs_name(branch: Desk) -> None:
    assert branch.send_file(ADMIN, PAPER, "/library")[0].text.startswith("资料库")


def test_a_command_under_a_file_in_the_group_is_carried_out(branch: Desk) -> None:
    asked = branch._event("3", GROUP, Kind.FILE, file=PAPER, text="/burden", addressed=True)
    assert branch.deliver(asked)[0].text.startswith("今天 0 条")
    talk = branch._event("3", GROUP, Kind.FILE, file=PAPER, text="上周的照片")
    assert not branch.deliver(talk)


def test_a_group_nobody_bound_hears_nothing_but_its_greeting(desk: Desk) -> None:
    desk.added()
    for words in ("今日学习", "参加", "我是郑大江", "近期安排", "负担"):
        assert not desk.say("3", words)
    assert not desk.say("3", "你好", addressed=True)
    assert "还没有绑定支部" in desk.say("3", "/today")[0].text
    assert "已绑定" in desk.say(ADMIN, "绑定 第一党支部")[0].text


def test_an_answer_to_a_meeting_is_no_answer_to_a_draft(branch: Desk) -> None:
    branch.call_meeting("后天下午3点三楼会议室开支部党员大会")
    branch.say("1", "开会 下周三下午3点支委会", "1")
    assert "钱守正 请假（出差）" in branch.say("1", "请假 出差", "1")[-1].text
    assert branch.say("1", "二楼小会议室", "1")[-1].labels == ["发布", "取消"]


def test_a_draft_is_dropped_in_words_as_well(branch: Desk) -> None:
    branch.say("1", "开会 下周三下午3点支委会", "1")
    assert "已取消" in branch.say("1", "取消", "1")[-1].text
    assert "没有看懂" in branch.say("1", "二楼小会议室", "1")[-1].text


def test_an_admin_reads_without_a_name_but_answers_no_meeting(branch: Desk) -> None:
    notice = branch.call_meeting("后天下午3点三楼会议室开支部党员大会")
    assert "党员大会" in branch.say(ADMIN, "/agenda")[-1].text
    branch.press(ADMIN, notice, "参加")
    assert branch.toast is not None
    assert "认领" in branch.toast.text


def test_only_who_waits_is_told_to_wait(branch: Desk) -> None:
    other = "-2002"
    branch.say(ADMIN, "/bind 第二党支部", other)
    assert "等待管理员" not in branch.say("3", "/help", other)[-1].text


def test_in_private_no_button_leads_to_the_private_chat(branch: Desk) -> None:
    [said] = branch.say(ADMIN, "/bind 第三党支部", ADMIN)
    assert "群里使用" in said.text
    assert said.labels == []


def test_who_pressed_a_button_in_the_group_claims_in_private(branch: Desk) -> None:
    notice = branch.call_meeting("后天下午3点三楼会议室开支部党员大会")
    branch.press("77", notice, "参加")
    assert "想认领" in branch.say("77", "我是郑大江", "77")[0].text + branch.seen[-1].text


def test_the_other_secretary_hears_of_a_confirmed_claim(desk: Desk) -> None:
    desk.found()
    told = [shown for shown in desk.seen if shown.chat == "1" and "吴佩兰" in shown.text]
    assert [shown.labels for shown in told] == [["撤销"]]


def test_an_order_to_look_up_is_answered_in_the_group(branch: Desk) -> None:
    assert "没有《无此书》第三条" in branch.say("3", "查 无此书 第三条")[-1].text
    assert not branch.say("3", "无此书第三条写得好")


def test_a_meeting_is_closed_early_once_the_sheet_is_entered(branch: Desk) -> None:
    branch.call_meeting("后天下午3点三楼会议室开支部党员大会")
    assert "还没有开始" in branch.say("1", "散会", "1")[-1].text
    branch.say("1", "代记 全到，除了 冯小满缺席", "1")
    assert any("签到 4，迟到 0" in shown.text for shown in branch.say("1", "散会", "1"))


def test_an_article_named_in_private_is_answered_to_admins_and_to_strangers_with_the_way_in(
    branch: Desk,
) -> None:
    branch.say(ADMIN, "/start", ADMIN)
    assert "资料库里没有《样例办法》" in branch.say(ADMIN, "样例办法第三条", ADMIN)[-1].text
    branch.say("77", "/start", "77")
    assert "认领姓名" in branch.say("77", "样例办法第三条", "77")[-1].text
