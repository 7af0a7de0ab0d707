"""Talk that is not for the bot: no answer, no row, no line in the log at the loudest level."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import Session

from store.tables import Attendance, Meeting
from tests.doubles import shapes
from tests.journeys.cast import HE, QIU, SECRETARY, YAO
from tests.journeys.faulty import FaultyDouble
from tests.journeys.house import GROUP, House
from tests.journeys.process import Running
from tests.journeys.seen import snapshot
from tests.journeys.stage import called_meeting, furnish, people_of
from tests.journeys.test_kills import prepare

NEIGHBOUR = 288  # in the group, on no roster
TALK = (
    "今天食堂的萝卜炖排骨味道不错",
    "我是看着那棵银杏长大的",
    "开会时大家把手机调成静音吧",
    "到家了，孩子们都睡下了",
    "查了三家店才买到那种灯泡",
    "反馈单放在二楼窗口旁边",
    "负担轻了，腰也不疼了",
    "推送时间这个词是什么意思呀",
    "改期末考试卷改到半夜",
    "参加过大合唱的人应该都记得",
    "代记者向大家问个好",
    "帮助过我的邻居搬去南方了",
    "取消会议室门口那盆花的喷水",
    "收到，辛苦了",
)
ORDER = "近期安排"


@pytest.fixture
async def group(house: House) -> AsyncIterator[House]:
    """A branch with an open meeting, the bot an administrator that hears everything."""
    await furnished(house, "administrator")
    return house


@pytest.fixture
async def half_deaf(house: House) -> AsyncIterator[House]:
    """The same, but the bot hears only what is addressed to it."""
    await furnished(house, "member")
    return house


async def furnished(house: House, status: str) -> None:
    people_of(house.double)
    house.double.service.call("sendMessage", {"chat_id": GROUP, "text": "会议通知"}, {})
    house.double.people.knows(NEIGHBOUR)

    def act(session: Session) -> None:
        now = house.clock.now()
        called_meeting(session, furnish(session, now), now, 1)

    await house.read(act)
    house.double.people.added(GROUP, YAO.number, status=status)
    await house.calm()


async def nothing_comes(house: House, user: int, text: str, chat: int = GROUP, **more: Any) -> None:
    """Somebody writes, and nobody sees anything of it."""
    before = await house.read(everything)
    seen = await house.say(user, text, chat, **more)
    assert not seen, text
    after = await house.read(everything)
    keys = len(after.pop("event")) - len(before.pop("event"))
    assert after == before, text
    # An order leaves the key of its event, so that a repeat changes nothing; talk leaves nothing.
    assert keys <= (text.startswith(("/", "@")) or chat > 0), text


def everything(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, but for what the beat notes for itself."""
    run = session.connection().exec_driver_sql
    names = run("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").scalars().all()
    return {
        name: [tuple(row) for row in run(f'SELECT * FROM "{name}"')]
        for name in names
        if name not in ("setting", "plan") and not name.startswith("sqlite_")
    }


@pytest.mark.parametrize("user", [YAO.number, SECRETARY.number, NEIGHBOUR])
async def test_talk_is_not_answered_and_leaves_no_row(group: House, user: int) -> None:
    for sentence in TALK[1:]:
        group.double.people.text(GROUP, user, sentence)
    await nothing_comes(group, user, TALK[0])


async def test_orders_for_others_are_not_ours(group: House) -> None:
    await nothing_comes(group, SECRETARY.number, "/close@some_other_bot")
    await nothing_comes(group, SECRETARY.number, "/weather 柳河")
    await nothing_comes(group, SECRETARY.number, f"@some_other_bot {ORDER}一下再说")
    seen = await group.say(SECRETARY.number, "/agenda@Zhibu_Test_Bot", GROUP)
    assert "年度工作" in seen.at(GROUP)[0].text


async def test_forwarded_words_order_and_answer_nothing(group: House) -> None:
    author = {"type": "user", "date": 0, "sender_user": shapes.person(YAO.number)}
    origin = {"forward_origin": author}
    for order in ("/close", "散会", "/cancel", "请假 发烧", "参加", "/agenda"):
        await nothing_comes(group, SECRETARY.number, order, **origin)
    seen = await group.say(HE.number, "请假 发烧", **origin)
    assert "已记录" not in "".join(seen.texts), "nobody takes leave by another's words"
    assert await group.read(lambda s: s.exec(select_answers()).all()) == []


def select_answers() -> Any:
    return select(Attendance).where(Attendance.answer != None)  # noqa: E711  SQL


async def test_a_text_changed_afterwards_is_no_order(group: House) -> None:
    said = group.double.people.text(GROUP, SECRETARY.number, "明天记得带伞")
    await group.look()
    await nothing_comes(group, SECRETARY.number, "/close", edit_of=said)
    private = group.double.people.text(YAO.number, YAO.number, "近期安排")
    await group.look()
    await nothing_comes(group, YAO.number, "请假 出差", YAO.number, edit_of=private)
    assert await group.read(lambda s: s.exec(select(Meeting.state)).scalars().all()) == ["open"]


async def test_who_cannot_be_told_apart_is_told_so_only_for_an_order(group: House) -> None:
    anonymous = {"from": shapes.ANONYMOUS_ADMIN, "sender_chat": shapes.group_chat(GROUP, "支部")}
    for words in ("/close", "/leave 出差"):
        seen = await group.say(SECRETARY.number, words, GROUP, **anonymous)
        assert [shown.text for shown in seen] == ["无法辨认是哪位同志：请关闭匿名身份后再发。"]
    for words in ("散会", "参加", "天凉了，多穿一件"):
        await nothing_comes(group, SECRETARY.number, words, **anonymous)
    channel = {"id": -1009, "type": "channel", "title": "柳河发布"}
    mirrored = {
        "from": shapes.CHANNEL_MIRROR,
        "sender_chat": channel,
        "is_automatic_forward": True,
        "forward_origin": {"type": "channel", "date": 0, "chat": channel, "message_id": 3},
    }
    await nothing_comes(group, SECRETARY.number, "/cancel", **mirrored)
    post = {"message_id": 1, "chat": channel, "date": 0, "text": "/help"}
    group.double.service.updates.put("channel_post", post)
    await group.calm()
    assert await group.read(lambda s: s.exec(select(Meeting.state)).scalars().all()) == ["open"]


async def test_a_bot_that_does_not_hear_everything(half_deaf: House) -> None:
    await nothing_comes(half_deaf, YAO.number, ORDER)
    await nothing_comes(half_deaf, YAO.number, "请假 出差")
    notice = next(shown for shown in snapshot(half_deaf.double).values() if shown.chat == GROUP)
    seen = await half_deaf.say(YAO.number, "请假 出差", GROUP, reply_to=notice)
    assert "请假" in seen.new().at(GROUP)[0].text
    assert (await half_deaf.say(HE.number, f"@zhibu_test_bot {ORDER}", GROUP)).new()
    assert (await half_deaf.say(QIU.number, "/leave 出差", GROUP)).new()
    await half_deaf.wait(seconds=4)
    assert snapshot(half_deaf.double)[GROUP, notice.number].lines[-1].startswith("参加 0，请假 2")


async def test_no_log_at_any_level_and_no_byte_of_the_file_holds_talk(
    double: FaultyDouble, sqlite_url: str, tmp_path: Path
) -> None:
    prepare(double, sqlite_url, (YAO, SECRETARY))
    double.people.added(GROUP, YAO.number, status="administrator")
    running = Running(double, sqlite_url, tmp_path / "run")
    for sentence in TALK:
        double.people.text(GROUP, YAO.number, sentence)
        double.people.text(GROUP, NEIGHBOUR, sentence)
    double.people.poison()
    double.people.text(YAO.number, YAO.number, "蝉鸣了一整个下午")  # in private: answered, not kept
    await running.start()
    await double.until(lambda: not len(double.service.updates))
    await double.until(lambda: double.messages(YAO.number))
    assert "没有看懂" in double.messages(YAO.number)[0]["text"]
    assert len(double.messages(GROUP)) == 1
    double.fault = "error"  # what fails is logged, and its address holds the token
    double.people.text(GROUP, YAO.number, "/burden")  # ends the poll that is open
    await double.until(lambda: "连不上聊天服务" in running.log)
    double.fault = ""
    await running.kill()
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("zhibu.db*"))
    assert "柳河第一党支部".encode() in kept
    for sentence in (*TALK, "蝉鸣了一整个下午"):
        assert sentence not in running.log
        assert sentence[:8].encode() not in kept
    assert "读不懂的更新" in running.log
    assert double.token.partition(":")[2] not in running.log
