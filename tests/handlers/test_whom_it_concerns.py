"""Of several meetings the one that calls the person; the sheet shown as it was just entered."""

from tests.handlers.desk import Desk

COMMITTEE = "明天上午9点二楼会议室开支委会，研究发展党员"
EVERYBODY = "后天下午3点三楼会议室开支部党员大会"


def test_leave_without_a_reply_is_for_the_next_meeting_that_calls_one(branch: Desk) -> None:
    branch.call_meeting(COMMITTEE)
    branch.call_meeting(EVERYBODY)
    assert "党员大会" in branch.say("3", "请假 出差", "3")[-1].text
    assert "支委会" in branch.say("2", "请假 出差", "2")[-1].text


def test_for_another_the_meeting_is_the_others(branch: Desk) -> None:
    branch.call_meeting(COMMITTEE)
    branch.call_meeting(EVERYBODY)
    said = branch.say("2", "帮郑大江请假 住院", "2")
    assert "党员大会" in next(shown for shown in said if shown.chat == "2").text


def test_of_two_people_none_is_recorded_when_one_is_not_called(branch: Desk) -> None:
    branch.call_meeting(COMMITTEE)
    refused = branch.say("2", "我和郑大江都参加", "2")[-1]
    assert "范围是支委" in refused.text
    assert "参加（" not in branch.say("1", "点名", "1")[-1].text


def test_who_is_not_called_and_did_not_speak_to_the_bot_hears_nothing(branch: Desk) -> None:
    branch.call_meeting(COMMITTEE)
    assert not branch.say("3", "参加")


def test_the_whole_sheet_is_shown_as_it_was_just_entered(branch: Desk) -> None:
    branch.call_meeting(EVERYBODY)
    branch.say("1", "代记 郑大江 迟到", "1")
    shown = branch.say("1", "代记 全到，除了 冯小满请假", "1")[-1].text
    assert "签到（4）：钱守正、吴佩兰、郑大江、褚向阳" in shown
    assert "请假（1）：冯小满" in shown
    assert "迟到" not in shown


def test_what_an_answer_names_besides_is_not_asked_again(branch: Desk) -> None:
    branch.say("1", "开会 讨论年度总结", "1")
    [ready] = branch.say("1", "支部党员大会，后天下午3点在三楼会议室", "1")
    assert ready.labels == ["发布", "取消"], ready.text
    assert "地点：三楼会议室" in ready.text.splitlines()


def test_a_time_told_when_the_kind_was_asked_is_kept(branch: Desk) -> None:
    branch.say("1", "开会 讨论年度总结", "1")
    [asked] = branch.say("1", "后天下午3点", "1")
    assert "类型：待定" in asked.text
    assert "15:00" in asked.text


def test_the_push_is_stopped_by_its_own_words(branch: Desk) -> None:
    assert "已停止" in branch.say("1", "停止推送", "1")[-1].text
    assert "08:30" in branch.say("1", "推送时间 8：30", "1")[-1].text
    assert not branch.say("1", "停止推送这种形式的东西", addressed=False)


def test_a_reason_may_stand_without_a_gap_when_it_is_said_to_the_bot(branch: Desk) -> None:
    notice = branch.call_meeting(EVERYBODY)
    assert "郑大江 请假（出差）" in branch.say("3", "请假出差", "3")[-1].text
    said = branch.say("5", "请假住院", reply_to=notice)[0].text
    assert "褚向阳 请假" in said
    assert "住院" not in said
    assert "没有看懂" in branch.say("4", "请假条怎么写", "4")[-1].text
    assert not branch.say("4", "请假出差", addressed=False)
