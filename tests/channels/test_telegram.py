"""The Telegram channel as a whole against the double: start, sending, faults, menus, files."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from channels.telegram.channel import TelegramChannel
from channels.telegram.polling import BAD_TOKEN, NO_ANSWER
from domain.attachments import made
from domain.messages import (
    Button,
    IncomingFile,
    Kind,
    Lasting,
    Message,
    Passing,
    Urgency,
)
from tests.channels.harness import Core
from tests.channels.telegram_harness import NOON
from tests.doubles.bot_api import BotApiDouble
from tests.doubles.limiter import Limits

GROUP, PERSON = -5, 41
Make = Callable[..., TelegramChannel]


@pytest.fixture
async def double() -> AsyncIterator[BotApiDouble]:
    async with BotApiDouble() as double:
        double.people.group(GROUP)
        double.people.knows(PERSON)
        yield double


@pytest.fixture
async def make(double: BotApiDouble) -> AsyncIterator[Make]:
    made: list[TelegramChannel] = []

    def channel(token: str = "", **settings) -> TelegramChannel:
        rates = {"rate": 1000, "group_rate": 1000, "private_rate": 1000} | settings
        made.append(TelegramChannel(token or double.token, double.root, now=lambda: NOON, **rates))
        return made[-1]

    yield channel
    for each in made:
        await each.stop()


async def fault(channel: TelegramChannel, chat: int, message: Message) -> Exception:
    with pytest.raises((Passing, Lasting)) as caught:
        await channel.send(str(chat), message, Urgency.MESSAGE)
    return caught.value


# -- connecting ------------------------------------------------------------------------------
async def test_an_unreachable_service_at_start_is_waited_for(double, make):
    await double.close()
    channel, core = make(), Core()
    await channel.start(core.deliver)
    await double.wait_for(lambda: channel.state == NO_ANSWER)
    await double.open()
    double.people.text(PERSON, PERSON, "帮助")
    await core.wait_for(Kind.TEXT)
    assert channel.state == "ok"


async def test_a_refused_token_is_said_and_nothing_crashes(double, make):
    channel = make(token="5555555:AAwrong")
    await channel.start(Core().deliver)
    await double.wait_for(lambda: channel.state == BAD_TOKEN)
    assert isinstance(await fault(channel, GROUP, Message("x")), Passing)


async def test_polling_takes_over_from_a_webhook(double, make):
    double.service.webhook = {"url": "https://example.org/telegram"}
    channel, core = make(), Core()
    await channel.start(core.deliver)
    double.people.text(PERSON, PERSON, "帮助")
    await core.wait_for(Kind.TEXT)
    assert double.service.webhook["url"] == ""


async def test_a_channel_that_only_sends_does_not_poll(double, make):
    channel = make(listens=False)
    await channel.start(Core().deliver)
    await double.wait_for(lambda: channel.state == "ok")
    await channel.send(str(GROUP), Message("推送"), Urgency.MESSAGE)
    assert double.service.calls["getUpdates"] == 0


async def test_a_link_to_the_private_chat_needs_no_start(double, make):
    rows = ((Button("认领姓名", start="b7"),),)
    await make().send(str(GROUP), Message("认领", buttons=rows), Urgency.REPLY)
    (message,) = double.messages(GROUP)
    link = message["reply_markup"]["inline_keyboard"][0][0]["url"]
    assert link == "https://t.me/zhibu_test_bot?start=b7"


async def test_menus_by_scope(double, make):
    menus = {
        "private": [("help", "这里能做什么")],
        "group": [("today", "今日学习")],
        "admin": [("close", "散会")],
        f"chat:{PERSON}": [("library", "资料库")],
    }
    await make(commands=menus).start(Core().deliver)
    await double.wait_for(lambda: len(double.service.commands) == 4)
    assert double.service.commands["all_private_chats"] == [
        {"command": "help", "description": "这里能做什么"}
    ]
    assert set(double.service.commands) == {
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        f"chat:{PERSON}",
    }


@pytest.mark.parametrize("when", ["polling", "outage", "starting"])
async def test_stopping_takes_less_than_two_seconds(double, make, when):
    if when == "outage":
        await double.close()
    channel = make()
    await channel.start(Core().deliver)
    if when != "starting":
        await asyncio.sleep(0.2)
    async with asyncio.timeout(2):
        await channel.stop()


# -- faults ----------------------------------------------------------------------------------
async def test_lasting_faults(double, make):
    channel = make()
    double.people.removed(GROUP, PERSON)
    double.service.blocked.add(PERSON)
    double.people.group(-6)
    moved = double.people.migrate(-6)
    cases = [
        (GROUP, "gone"),
        (PERSON, "blocked"),
        (77, "cannot_start"),
        (-8, "gone"),
        (-6, "moved"),
    ]
    for chat, reason in cases:
        lasting = await fault(channel, chat, Message("x"))
        assert isinstance(lasting, Lasting)
        assert lasting.reason == reason
        assert lasting.moved_to == (str(moved) if reason == "moved" else "")


async def test_a_message_without_words_or_with_a_bad_address_is_refused(make):
    for chat, text in ((str(GROUP), " \n "), ("not-a-number", "x")):
        with pytest.raises(Lasting):
            await make().send(chat, Message(text), Urgency.MESSAGE)


async def test_edits_name_what_happened(double, make):
    channel = make()
    (number,) = await channel.send(str(GROUP), Message("参加 0"), Urgency.MESSAGE)
    for message_id, text, reason in (
        (number, "参加 0", "not_modified"),
        ("999", "x", "message_gone"),
    ):
        with pytest.raises(Lasting) as caught:
            await channel.edit(str(GROUP), message_id, Message(text))
        assert caught.value.reason == reason


async def test_the_caption_of_a_file_can_be_edited(double, make):
    channel = make()
    file = {"attachment": made("名册.xlsx", b"abc")}
    (number,) = await channel.send(str(PERSON), Message("一", **file), Urgency.REPLY)
    await channel.edit(str(PERSON), number, Message("二", **file))
    (message,) = double.messages(PERSON)
    assert message["caption"] == "二"


async def test_of_a_long_message_an_edit_replaces_the_last_part(double, make):
    channel = make()
    long = "应当认真学习。\n" * 900
    ids = await channel.send(str(GROUP), Message(long + "参加 0"), Urgency.MESSAGE)
    await channel.edit(str(GROUP), ids[-1], Message(long + "参加 1"))
    texts = [message["text"] for message in double.messages(GROUP)]
    assert texts[-1].endswith("参加 1")
    assert len(texts) == len(ids) > 1


async def test_a_refusal_names_its_wait_and_holds_up_nobody_else(double, make):
    channel = make()
    double.people.group(-6)
    double.service.limits = Limits(None, 1)
    await channel.send(str(GROUP), Message("一"), Urgency.MESSAGE)
    passing = await fault(channel, GROUP, Message("二"))
    assert isinstance(passing, Passing)
    assert 50 < passing.seconds <= 60
    again = await fault(channel, GROUP, Message("二"))  # not even tried before the time has come
    assert isinstance(again, Passing)
    assert double.service.refusals == 1
    async with asyncio.timeout(1):
        await channel.send("-6", Message("别的群"), Urgency.MESSAGE)


async def test_outages_are_passing(double, make):
    channel = make()
    double.fault = "error"
    assert isinstance(await fault(channel, GROUP, Message("x")), Passing)
    await double.close()
    assert isinstance(await fault(channel, GROUP, Message("x")), Passing)
    double.fault = ""
    await double.open()
    assert await channel.send(str(GROUP), Message("x"), Urgency.MESSAGE)


async def test_a_message_cut_off_between_its_parts_goes_on_there(double, make):
    channel = make()
    long = Message("应当认真学习。\n" * 1500)
    double.service.limits = Limits(2, None)
    passing = await fault(channel, GROUP, long)
    assert isinstance(passing, Passing)
    assert len(double.messages(GROUP)) == 2
    double.service.limits = Limits(None, None)
    await asyncio.sleep(passing.seconds)
    ids = await channel.send(str(GROUP), long, Urgency.MESSAGE)
    shown = double.messages(GROUP)
    assert [str(message["message_id"]) for message in shown] == ids
    assert "".join("".join(m["text"] for m in shown).split()) == "".join(long.text.split())
    await channel.send(str(GROUP), long, Urgency.MESSAGE)  # said anew it is sent whole
    assert len(double.messages(GROUP)) == 2 * len(ids)


# -- presses and files -----------------------------------------------------------------------
async def test_presses_are_answered_once_with_at_most_200_characters(double, make):
    channel = make()
    (number,) = await channel.send(str(GROUP), Message("通知"), Urgency.MESSAGE)
    query = double.people.press(GROUP, PERSON, int(number), "a:1:yes")
    await channel.answer_press(query, "很" * 300, alert=True)
    await channel.answer_press(query, "又一次", alert=False)
    first, second = double.answers[query]
    assert (first.text, first.alert, first.late) == ("很" * 200, True, False)
    assert second.late


@pytest.mark.parametrize("trouble", ["error", "closed"])
async def test_answering_never_raises(double, make, trouble):
    channel = make()
    if trouble == "closed":
        await double.close()
    double.fault = "error"
    await channel.answer_press("1", "x", alert=False)


async def test_answers_are_not_paced(double, make):
    channel = make(rate=1)
    queries = [double.people.press(GROUP, PERSON, 1, "a") for _ in range(100)]
    async with asyncio.timeout(3):
        await asyncio.gather(*(channel.answer_press(q, "好", alert=False) for q in queries))
    assert len(double.answers) == 100


async def test_files_that_cannot_be_fetched(double, make, tmp_path):
    channel = make()
    big = double.service.keep_file("大.zip", bytes(20_000_001))
    for file, kind in (
        (IncomingFile("F", "x", 30_000_000), Lasting),
        (IncomingFile(big["file_id"], "x", 0), Lasting),
        (IncomingFile("unknown", "x", 1), Lasting),
    ):
        with pytest.raises(kind):
            await channel.fetch(file, tmp_path / "x")
    double.fault = "error"
    with pytest.raises(Passing):
        await channel.fetch(IncomingFile("F", "x", 1), tmp_path / "x")
    assert list(tmp_path.iterdir()) == []
