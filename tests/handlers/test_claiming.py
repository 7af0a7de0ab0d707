from domain.messages import Kind
from tests.handlers.desk import ADMIN, GROUP, PEOPLE, Desk, Person


def test_a_group_nobody_bound_is_greeted_once(desk: Desk) -> None:
    assert "绑定 支部名称" in desk.added()[0].text
    assert desk.added() == []


def test_binding_posts_the_claim_button(desk: Desk) -> None:
    desk.added()
    bound = desk.say(ADMIN, "绑定 第一党支部")[0]
    assert "第一党支部" in bound.text
    assert bound.button("认领姓名").start


def test_only_an_admin_binds(desk: Desk) -> None:
    desk.added()
    assert "管理员" in desk.say("77", "/bind 第一党支部")[0].text


def test_a_name_is_claimed_in_the_group_and_the_secretary_can_undo_it(branch: Desk) -> None:
    branch.load_roster((*PEOPLE, Person("卫东风")))
    shown = branch.say("6", "我是卫东风")
    assert "已认领：卫东风" in shown[0].text
    told = [item for item in shown if item.chat == "1"]
    assert "卫东风" in told[0].text
    branch.press("1", told[0], "撤销")
    again = branch.say("8", "我是卫东风")
    assert "已认领：卫东风" in again[0].text


def test_a_refusal_is_the_same_for_an_unknown_and_a_taken_name(branch: Desk) -> None:
    unknown = branch.say("9", "/iam 沈无名")[0].text
    taken = branch.say("9", "/iam 郑大江")
    assert taken[0].text.replace("郑大江", "沈无名") == unknown
    assert any(item.chat == "1" and "郑大江" in item.text for item in taken[1:])


def test_a_claim_to_a_secretarys_name_waits_for_an_admin(desk: Desk) -> None:
    desk.added()
    desk.say(ADMIN, "/start", ADMIN)
    desk.say(ADMIN, "/bind 第一党支部")
    desk.load_roster()
    shown = desk.say("1", "/iam 钱守正")
    assert "管理员确认" in shown[0].text
    assert "等待管理员确认" in desk.say("1", "/roll", "1")[0].text
    asked = next(item for item in shown if item.chat == ADMIN)
    desk.press(ADMIN, asked, "确认")
    assert "没有已通知的会议" in desk.say("1", "/roll", "1")[0].text


def test_the_claim_link_asks_for_the_name_in_private(desk: Desk) -> None:
    desk.added()
    bound = desk.say(ADMIN, "/bind 第一党支部")[0]
    desk.load_roster()
    asked = desk.say("3", f"/start {bound.button('认领姓名').start}", "3")
    assert "请回复您的姓名" in asked[0].text
    assert "已认领：郑大江" in desk.say("3", "郑大江", "3")[0].text


def test_a_name_told_in_private_takes_the_branch_of_ones_group(desk: Desk) -> None:
    desk.added()
    desk.say(ADMIN, "/bind 第一党支部")
    desk.load_roster()
    assert "支部群" in desk.say("3", "我是郑大江", "3")[0].text
    desk.say("3", "/help")
    assert "已认领：郑大江" in desk.say("3", "我是郑大江", "3")[0].text


def test_people_of_the_same_name_are_told_apart_by_their_phone(desk: Desk) -> None:
    desk.added()
    desk.say(ADMIN, "/bind 第一党支部")
    desk.load_roster((Person("孔一", phone="13800000001"), Person("孔一", phone="13800000002")))
    assert "没有登记" in desk.say("5", "/iam 孔一")[0].text
    assert "已认领：孔一" in desk.say("5", "/iam 孔一 0002")[0].text


def test_talk_that_begins_like_an_order_stays_talk(branch: Desk) -> None:
    for talk in ("我是说明天再去吧", "开会的时候手机静音", "查一下快递到哪了", "到点吃饭"):
        assert branch.say("3", talk) == []


def test_another_groups_person_is_a_stranger_here(branch: Desk) -> None:
    other = "-2002"
    branch.say(ADMIN, "/bind 第二党支部", other)
    assert "认领姓名" in branch.say("3", "/agenda", other)[0].text
    assert other != GROUP


def test_an_admin_who_comes_later_is_asked_about_the_claims_that_wait(desk: Desk) -> None:
    desk.added()
    desk.say(ADMIN, "/bind 第一党支部")
    desk.load_roster()
    desk.say("1", "/iam 钱守正")
    shown = desk.say(ADMIN, "/start", ADMIN)
    asked = next(item for item in shown if "请核实是否本人" in item.text)
    desk.press(ADMIN, asked, "确认")
    assert "没有已通知的会议" in desk.say("1", "/roll", "1")[0].text


def test_who_blocked_the_bot_and_writes_again_is_reached_again(branch: Desk) -> None:
    blocked = branch._event("3", "3", Kind.REMOVED)
    branch.deliver(blocked)
    branch.say("3", "/help", "3")
    branch.call_meeting("11月25日下午3点三楼会议室党员大会")
    nudged = branch.say("1", "催一下", "1")
    assert any(item.chat == "3" for item in nudged)
