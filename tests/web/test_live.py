"""The live connection: what is said arrives once, and a broken connection loses nothing."""

import asyncio
from collections.abc import Sequence

from domain.messages import Button, Incoming, Kind, Message, Place, Urgency
from tests.web.conftest import House


async def test_words_reach_the_core_and_the_others(house: House, group: str) -> None:
    li, wang = await house.page("u-li"), await house.page("u-wang")

    client = await li.does("text", group, text="大家上午好")

    [event] = await house.core.wait_for(Kind.TEXT)
    await wang.until(lambda: wang.messages[group])
    [seen] = wang.messages[group].values()
    assert (event.text, event.place, event.chat) == ("大家上午好", Place.GROUP, group)
    assert event.key == f"chat:u-li:{client}"
    assert event.sender is not None
    assert (event.sender.address, event.sender.name) == ("u-li", "李建国")
    assert (event.addressed, event.chat_title) == (False, "第一支部")
    assert (seen["text"], seen["name"], seen["from"]) == ("大家上午好", "李建国", "u-li")
    await li.until(lambda: client in li.acked)


async def test_what_addresses_the_bot(house: House, group: str) -> None:
    [post] = await house.channel.send(group, Message("通知"), Urgency.REPLY)
    li = await house.page("u-li")

    await li.does("text", group, text="/iam 李建国")
    await li.does("text", group, text="@支部助手 近期安排")
    await li.does("text", group, text="请假 出差", reply_to=post)
    await li.does("text", "u-li", text="帮助")

    events = await house.core.wait_for(Kind.TEXT, 4)
    assert all(event.addressed for event in events)
    assert [event.text for event in events] == ["/iam 李建国", "近期安排", "请假 出差", "帮助"]
    assert [event.reply_to for event in events] == ["", "", post, ""]
    assert [event.place for event in events] == [Place.GROUP] * 3 + [Place.PRIVATE]


async def test_a_broken_connection_resumes_without_a_gap(house: House, group: str) -> None:
    li, wang = await house.page("u-li"), await house.page("u-wang")
    await li.does("text", group, text="第一句")
    await wang.until(lambda: len(wang.messages[group]) == 1)
    await wang.drop()

    await li.does("text", group, text="第二句")
    await house.channel.send(group, Message("第三句"), Urgency.REPLY)
    await house.core.wait_for(Kind.TEXT, 2)
    wang.resets.clear()
    await wang.open()

    assert [one["text"] for one in wang.messages[group].values()] == ["第一句", "第二句", "第三句"]
    assert wang.resets == []


async def test_after_a_restart_the_posts_stand_again_and_talk_is_gone(
    house: House, group: str
) -> None:
    li = await house.page("u-li")
    await li.does("text", group, text="闲谈")
    [post] = await house.channel.send(group, Message("今日学习"), Urgency.MESSAGE)
    await li.until(lambda: len(li.messages[group]) == 2)

    await house.stop()
    await house.start()
    await li.open()

    assert list(li.messages[group]) == [post]
    assert group in li.resets


async def test_an_event_sent_again_is_shown_once_and_keeps_its_key(
    house: House, group: str
) -> None:
    li = await house.page("u-li")
    client = await li.does("text", group, text="参加")
    await li.until(lambda: li.acked == [client])
    await li.does("text", group, client, text="参加")
    await li.until(lambda: li.acked == [client, client])

    assert len(li.messages[group]) == 1
    assert {event.key for event in house.core.committed if event.kind is Kind.TEXT} == {
        f"chat:u-li:{client}"
    }


async def test_nothing_is_acknowledged_before_it_is_committed(house: House, group: str) -> None:
    li = await house.page("u-li")
    house.core.down = True
    client = await li.does("text", group, text="到")
    await li.until(lambda: li.held)
    assert li.acked == []

    house.core.down = False
    [event] = await house.core.wait_for(Kind.TEXT)
    await li.until(lambda: li.acked == [client])
    assert event.text == "到"
    assert len(li.messages[group]) == 1


async def test_what_was_typed_while_away_is_sent_on_return(house: House, group: str) -> None:
    li = await house.page("u-li")
    await li.drop()
    await li.does("text", group, text="晚到10分钟")
    await li.open()
    [event] = await house.core.wait_for(Kind.TEXT)
    assert event.text == "晚到10分钟"


async def test_a_press_brings_its_answer_to_the_presser_alone(house: House, group: str) -> None:
    async def answer(batch: Sequence[Incoming]) -> None:
        for event in batch:
            if event.kind is Kind.PRESS:
                await house.channel.answer_press(event.press_id, "已记录：参加", alert=False)

    house.core.on_batch = answer
    message = Message("支部党员大会", buttons=((Button("参加", "join:7"),),))
    [post] = await house.channel.send(group, message, Urgency.MESSAGE)
    li, wang = await house.page("u-li"), await house.page("u-wang")

    client = await li.does("press", group, post=post, action="join:7")

    [event] = await house.core.wait_for(Kind.PRESS)
    await li.until(lambda: client in li.toasts and client in li.acked)
    assert (event.press, event.message_id, event.addressed) == ("join:7", post, True)
    assert li.toasts[client] == ("已记录：参加", False)
    assert wang.toasts == {}


async def test_an_edit_replaces_text_and_buttons_before_everybody(house: House, group: str) -> None:
    message = Message("参加 0", buttons=((Button("参加", "join:7"),),))
    [post] = await house.channel.send(group, message, Urgency.MESSAGE)
    li = await house.page("u-li")
    await house.channel.edit(group, post, Message("参加 1"))
    await li.until(lambda: li.messages[group][post]["text"] == "参加 1")
    assert li.messages[group][post]["buttons"] == []
    assert list(li.messages[group]) == [post]


async def test_a_room_one_does_not_sit_in_takes_nothing(house: House, group: str) -> None:
    zhao = await house.page("u-zhao")
    client = await zhao.does("text", group, text="借过")
    await zhao.until(lambda: client in zhao.refused)
    other = await zhao.does("text", "u-li", text="借过")
    await zhao.until(lambda: other in zhao.refused)
    assert group not in zhao.messages
    assert house.core.of(Kind.TEXT) == []


async def test_rooms_and_people_are_announced_once(house: House, group: str) -> None:
    house.channel.announcer.wake()
    joined = await house.core.wait_for(Kind.JOINED, 2)
    [added] = house.core.of(Kind.ADDED)
    assert (added.chat, added.hears_all, added.chat_title) == (group, True, "第一支部")
    assert {event.sender.address for event in joined if event.sender} == {"u-li", "u-wang"}

    count = len(house.core.committed)
    house.channel.announcer.wake()
    await asyncio.sleep(0.1)
    assert len(house.core.committed) == count


async def test_an_announcement_waits_for_the_core(house: House, group: str) -> None:
    house.core.down = True
    house.channel.announcer.wake()
    async with asyncio.timeout(5):
        while not house.core.refused:
            await asyncio.sleep(0.01)
    house.core.down = False
    await house.core.wait_for(Kind.JOINED, 2)
    assert house.core.committed[0].kind is Kind.ADDED


async def test_what_is_held_is_not_overtaken(house: House, group: str) -> None:
    li = await house.page("u-li")
    assert li._socket is not None
    house.core.down = True
    first = {"t": "text", "id": "first-event", "room": group, "text": "参加"}
    later = {"t": "text", "id": "later-event", "room": group, "text": "请假 出差"}
    await li._socket.send_json(first)
    await li.until(lambda: "first-event" in li.held)
    house.core.down = False
    await li._socket.send_json(later)  # was under way before the page heard of it
    await li.until(lambda: "later-event" in li.held)
    await li._socket.send_json(first)
    await li.until(lambda: li.acked == ["first-event"])
    await li._socket.send_json(later)
    events = await house.core.wait_for(Kind.TEXT, 2)
    assert [event.text for event in events] == ["参加", "请假 出差"]
    await li.until(lambda: li.acked == ["first-event", "later-event"])
