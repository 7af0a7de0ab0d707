"""What every channel promises, whichever service stands behind it.

A test module gives a fixture `harness` (a `Harness`, its channel not started) and imports the
class: `from tests.channels.contract import ChannelContract`, `class TestX(ChannelContract): …`.
"""

import asyncio
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from domain.attachments import Attachment, MediaKind, made
from domain.messages import (
    Button,
    Kind,
    Lasting,
    Mark,
    Message,
    Place,
    Quiz,
    Urgency,
)
from tests.channels.harness import Core, Harness, Shown
from tests.media import pictures

ROWS = ((Button("参加", "a:1:yes"), Button("请假", "a:1:no")), (Button("细节", "d:1"),))

QUIZ = Message(
    "图书借阅期限是？\n\n答案：三十天",
    quiz=Quiz(
        "图书借阅期限是？",
        ("十天", "二十天", "三十天"),
        2,
        "借阅期限为三十天。",
        "《柳河支部学习条例》第三条",
    ),
)


async def send(harness: Harness, chat: str, message: Message) -> list[str]:
    return await harness.channel.send(chat, message, Urgency.MESSAGE)


async def last_shown(harness: Harness, chat: str) -> Shown:
    return (await harness.shown(chat))[-1]


async def toast_of(harness: Harness, press: str) -> tuple[str, bool]:
    async with asyncio.timeout(10):
        while (toast := await harness.toast(press)) is None:
            await asyncio.sleep(0.01)
    return toast


class ChannelContract:
    """The suite; each test gets a fresh harness."""

    # -- what comes in ---------------------------------------------------------------------
    async def test_private_words_arrive_addressed(self, harness: Harness) -> None:
        core, person = Core(), harness.people[0]
        await harness.channel.start(core.deliver)
        await harness.person_says(person, harness.private_of(person), "帮助")
        (event,) = await core.wait_for(Kind.TEXT)
        assert event.channel == harness.channel.name
        assert (event.text, event.place, event.addressed) == ("帮助", Place.PRIVATE, True)
        assert event.chat == harness.private_of(person)
        assert event.sender is not None
        assert event.sender.address == person
        assert event.at.utcoffset() == timedelta(0) or event.at.tzinfo is not None

    async def test_group_words_tell_their_group_and_speaker(self, harness: Harness) -> None:
        core = Core()
        await harness.channel.start(core.deliver)
        for person in harness.people:
            await harness.person_says(person, harness.group, f"我是{person}")
        first, second = await core.wait_for(Kind.TEXT, 2)
        assert first.place is second.place is Place.GROUP
        assert first.chat == second.chat == harness.group
        assert [e.sender.address for e in (first, second) if e.sender] == list(harness.people)
        assert first.key != second.key

    async def test_a_reply_names_the_message_it_answers(self, harness: Harness) -> None:
        core, person = Core(), harness.people[0]
        await harness.channel.start(core.deliver)
        (message_id,) = await send(harness, harness.group, Message("开会通知", buttons=ROWS))
        await harness.person_says(person, harness.group, "请假 出差", reply_to=message_id)
        (event,) = await core.wait_for(Kind.TEXT)
        assert (event.reply_to, event.addressed) == (message_id, True)

    async def test_a_press_arrives_and_its_answer_is_seen(self, harness: Harness) -> None:
        core, person = Core(), harness.people[0]

        async def answer(batch: object) -> None:
            for event in batch:  # type: ignore[attr-defined]
                if event.kind is Kind.PRESS:
                    await harness.channel.answer_press(event.press_id, "已记录：参加", alert=True)

        core.on_batch = answer
        await harness.channel.start(core.deliver)
        (message_id,) = await send(harness, harness.group, Message("开会通知", buttons=ROWS))
        press = await harness.presses(person, harness.group, message_id, "a:1:yes")
        (event,) = await core.wait_for(Kind.PRESS)
        assert (event.press, event.message_id) == ("a:1:yes", message_id)
        assert (event.chat, event.addressed) == (harness.group, True)
        assert event.sender is not None
        assert event.sender.address == person
        assert await toast_of(harness, press) == ("已记录：参加", True)

    async def test_every_event_has_a_key_of_its_own(self, harness: Harness) -> None:
        core, person = Core(), harness.people[0]
        await harness.channel.start(core.deliver)
        (message_id,) = await send(harness, harness.group, Message("通知", buttons=ROWS))
        for _ in range(5):
            await harness.presses(person, harness.group, message_id, "a:1:yes")
            await harness.person_says(person, harness.group, "同一句话")
        presses = await core.wait_for(Kind.PRESS, 5)
        words = await core.wait_for(Kind.TEXT, 5)
        assert len({event.key for event in [*presses, *words]}) == 10

    async def test_what_was_not_committed_comes_again(self, harness: Harness) -> None:
        core, person = Core(down=True), harness.people[0]
        await harness.channel.start(core.deliver)
        await harness.person_says(person, harness.private_of(person), "第一句")
        async with asyncio.timeout(10):
            while not core.refused:
                await asyncio.sleep(0.01)
        await harness.person_says(person, harness.private_of(person), "第二句")
        core.down = False
        events = await core.wait_for(Kind.TEXT, 2)
        assert [event.text for event in events] == ["第一句", "第二句"]

    async def test_what_was_not_committed_survives_a_restart(self, harness: Harness) -> None:
        core, person = Core(down=True), harness.people[0]
        await harness.channel.start(core.deliver)
        await harness.person_says(person, harness.private_of(person), "重启前说的")
        async with asyncio.timeout(10):
            while not core.refused:
                await asyncio.sleep(0.01)
        await harness.reborn()
        core.down = False
        await harness.channel.start(core.deliver)
        (event,) = await core.wait_for(Kind.TEXT)
        assert event.text == "重启前说的"

    async def test_what_was_committed_does_not_come_again(self, harness: Harness) -> None:
        core, person = Core(), harness.people[0]
        await harness.channel.start(core.deliver)
        await harness.person_says(person, harness.private_of(person), "一次")
        await core.wait_for(Kind.TEXT)
        await harness.reborn()
        again = Core()
        await harness.channel.start(again.deliver)
        await harness.person_says(person, harness.private_of(person), "两次")
        events = await again.wait_for(Kind.TEXT)
        assert [event.text for event in events] == ["两次"]

    async def test_a_file_arrives_and_can_be_fetched(
        self, harness: Harness, tmp_path: Path
    ) -> None:
        core, person = Core(), harness.people[0]
        await harness.channel.start(core.deliver)
        content = bytes(range(256)) * 300
        await harness.person_sends(person, harness.private_of(person), "党员名册.xlsx", content)
        (event,) = await core.wait_for(Kind.FILE)
        assert event.file is not None
        assert (event.file.name, event.file.size) == ("党员名册.xlsx", len(content))
        await harness.channel.fetch(event.file, tmp_path / "got")
        assert (tmp_path / "got").read_bytes() == content

    # -- what goes out ---------------------------------------------------------------------
    async def test_text_marks_and_buttons_are_shown(self, harness: Harness) -> None:
        await harness.channel.start(Core().deliver)
        text = "😀 通知\n第一条 原文"
        message = Message(text, (Mark(2, 4, "bold"), Mark(5, 11, "quote")), ROWS)
        (message_id,) = await send(harness, harness.group, message)
        shown = await last_shown(harness, harness.group)
        assert (shown.message_id, shown.text) == (message_id, text)
        assert shown.marks == ((2, 4, "bold"), (5, 11, "quote"))
        labels = [[(b.label, b.action) for b in row] for row in shown.buttons]
        assert labels == [[("参加", "a:1:yes"), ("请假", "a:1:no")], [("细节", "d:1")]]

    async def test_a_long_text_comes_whole_and_in_order(self, harness: Harness) -> None:
        await harness.channel.start(Core().deliver)
        text = "\n\n".join(f"第{n}条 " + "应当认真学习。" * 60 for n in range(1, 31))
        ids = await send(harness, harness.group, Message(text, buttons=ROWS))
        shown = await harness.shown(harness.group)
        assert [each.message_id for each in shown] == ids
        assert all(len(each.text) <= harness.channel.limits.max_text for each in shown)
        assert "".join("".join(each.text for each in shown).split()) == "".join(text.split())
        assert [bool(each.buttons) for each in shown] == [False] * (len(ids) - 1) + [True]

    async def test_a_private_message_is_shown_to_its_person(self, harness: Harness) -> None:
        await harness.channel.start(Core().deliver)
        one, other = (harness.private_of(person) for person in harness.people)
        await send(harness, one, Message("只给你"))
        assert (await last_shown(harness, one)).text == "只给你"
        assert list(await harness.shown(other)) == []

    async def test_an_attachment_arrives_with_its_name_and_bytes(self, harness: Harness) -> None:
        await harness.channel.start(Core().deliver)
        content = bytes(range(256)) * 40
        name = '三月"签到表" (1).xlsx'
        message = Message("签到表", attachment=made(name, content))
        await send(harness, harness.private_of(harness.people[0]), message)
        shown = await last_shown(harness, harness.private_of(harness.people[0]))
        assert (shown.text, shown.file) == ("签到表", content)
        assert shown.file_name.startswith("三月")
        assert shown.file_name.endswith(".xlsx")

    @pytest.mark.parametrize(
        ("kind", "name", "mime", "content"),
        [
            (MediaKind.PICTURE, "合影.jpg", "image/jpeg", pictures.jpeg()),
            (MediaKind.PICTURE, "海报.png", "image/png", pictures.png()),
            (MediaKind.AUDIO, "党课录音.mp3", "audio/mpeg", pictures.MP3),
            (MediaKind.AUDIO, "讲解.ogg", "audio/ogg", pictures.OGG),
            (MediaKind.VIDEO, "微党课.mp4", "video/mp4", pictures.film()),
            (MediaKind.DOCUMENT, "文件.pdf", "application/pdf", b"%PDF-1.4 scan"),
        ],
    )
    async def test_a_medium_is_shown_as_what_it_is(
        self, harness: Harness, kind: MediaKind, name: str, mime: str, content: bytes
    ) -> None:
        await harness.channel.start(Core().deliver)
        message = Message("学习材料", (), ROWS, Attachment(kind, name, mime, content))
        await send(harness, harness.group, message)
        shown = await last_shown(harness, harness.group)
        assert (shown.text, shown.file_kind, shown.file) == ("学习材料", kind, content)
        assert [len(row) for row in shown.buttons] == [2, 1]

    async def test_an_upload_names_itself_and_is_sent_again_by_that_name(
        self, harness: Harness
    ) -> None:
        await harness.channel.start(Core().deliver)
        refs: list[str] = []
        file = Attachment(
            MediaKind.PICTURE,
            "合影.jpg",
            "image/jpeg",
            pictures.jpeg(),
            reuse="ab" * 32,
            kept=refs.append,
        )
        await send(harness, harness.group, Message("一", attachment=file))
        (ref,) = refs
        again = replace(file, content=None, ref=ref)
        await send(harness, harness.group, Message("二", attachment=again))
        first, second = (await harness.shown(harness.group))[-2:]
        assert first.file == second.file == pictures.jpeg()
        assert (second.text, second.file_kind) == ("二", "picture")
        assert refs == [ref]

    async def test_a_name_that_the_service_forgot_is_told_before_anything_is_said(
        self, harness: Harness
    ) -> None:
        await harness.channel.start(Core().deliver)
        file = Attachment(MediaKind.PICTURE, "a.jpg", "image/jpeg", ref="posts/" + "0" * 64)
        for text in ("短", "长。\n" * 2000):
            with pytest.raises(Lasting) as gone:
                await send(harness, harness.group, Message(text, attachment=file))
            assert gone.value.reason == "copy_gone"
        assert list(await harness.shown(harness.group)) == []

    async def test_what_stands_under_a_file_is_replaced_by_words(self, harness: Harness) -> None:
        await harness.channel.start(Core().deliver)
        file = Attachment(MediaKind.PICTURE, "a.jpg", "image/jpeg", pictures.jpeg())
        (number,) = await send(harness, harness.group, Message("请确认", (), ROWS, file))
        await harness.channel.edit(harness.group, number, Message("已确认"))
        shown = await last_shown(harness, harness.group)
        assert (shown.text, shown.buttons, shown.file) == ("已确认", (), pictures.jpeg())

    async def test_a_long_text_with_a_file_comes_whole(self, harness: Harness) -> None:
        await harness.channel.start(Core().deliver)
        text = "\n\n".join(f"第{n}条 " + "应当认真学习。" * 30 for n in range(1, 150))
        file = Attachment(MediaKind.PICTURE, "a.jpg", "image/jpeg", pictures.jpeg())
        ids = await send(harness, harness.group, Message(text, (), ROWS, file))
        shown = await harness.shown(harness.group)
        assert [each.message_id for each in shown] == ids
        assert "".join("".join(each.text for each in shown).split()) == "".join(text.split())
        assert shown[0].file == pictures.jpeg()
        assert [bool(each.buttons) for each in shown] == [False] * (len(ids) - 1) + [True]

    async def test_an_edit_replaces_text_and_buttons(self, harness: Harness) -> None:
        await harness.channel.start(Core().deliver)
        (message_id,) = await send(harness, harness.group, Message("参加 0", buttons=ROWS))
        await harness.channel.edit(harness.group, message_id, Message("参加 1", buttons=ROWS[:1]))
        shown = await last_shown(harness, harness.group)
        assert (shown.message_id, shown.text, len(shown.buttons)) == (message_id, "参加 1", 1)
        await harness.channel.edit(harness.group, message_id, Message("已散会"))
        shown = await last_shown(harness, harness.group)
        assert (shown.text, shown.buttons) == ("已散会", ())
        assert len(await harness.shown(harness.group)) == 1

    async def test_a_quiz_is_the_channels_own_and_anonymous(self, harness: Harness) -> None:
        await harness.channel.start(Core().deliver)
        (message_id,) = await send(harness, harness.group, QUIZ)
        shown = await last_shown(harness, harness.group)
        assert shown.message_id == message_id
        assert shown.quiz is not None
        assert (shown.quiz.question, shown.quiz.right) == ("图书借阅期限是？", 2)
        assert shown.quiz.options == ("十天", "二十天", "三十天")
        assert shown.quiz.explanation == "借阅期限为三十天。\n——《柳河支部学习条例》第三条"
        assert not shown.quiz.public
        assert "答案" not in shown.text

    async def test_a_quiz_that_is_too_long_still_comes(self, harness: Harness) -> None:
        await harness.channel.start(Core().deliver)
        assert QUIZ.quiz is not None
        long = replace(QUIZ.quiz, options=tuple("甲乙" + "长" * 300 + str(n) for n in range(14)))
        await send(harness, harness.group, replace(QUIZ, quiz=long))
        shown = await last_shown(harness, harness.group)
        assert (shown.text == QUIZ.text) if shown.quiz is None else shown.quiz.options

    async def test_lasting_faults_are_named(self, harness: Harness) -> None:
        await harness.channel.start(Core().deliver)
        with pytest.raises(Lasting) as nowhere:
            await send(harness, harness.nowhere, Message("有人吗"))
        assert nowhere.value.reason in ("gone", "cannot_start", "blocked")
        (message_id,) = await send(harness, harness.group, Message("通知"))
        gone = str(int(message_id) + 1000) if message_id.isdigit() else "no-such-message"
        with pytest.raises(Lasting) as missing:
            await harness.channel.edit(harness.group, gone, Message("新"))
        assert missing.value.reason == "message_gone"

    async def test_an_answer_to_an_unknown_press_is_no_error(self, harness: Harness) -> None:
        await harness.channel.start(Core().deliver)
        await harness.channel.answer_press("no-such-press", "迟了", alert=False)
        assert await harness.toast("never pressed") is None

    async def test_limits_are_usable(self, harness: Harness) -> None:
        limits = harness.channel.limits
        assert limits.max_text >= 700  # a portion fits
        assert limits.buttons
        assert limits.can_push

    async def test_messages_of_one_sender_keep_their_order(self, harness: Harness) -> None:
        await harness.channel.start(Core().deliver)
        post = partial(send, harness, harness.group)
        for number in range(10):
            await post(Message(f"第 {number} 条"))
        texts = [each.text for each in await harness.shown(harness.group)]
        assert texts == [f"第 {number} 条" for number in range(10)]

    async def test_stopping_is_quick_and_may_be_repeated(self, harness: Harness) -> None:
        await harness.channel.start(Core().deliver)
        await asyncio.sleep(0.1)
        async with asyncio.timeout(2):
            await harness.channel.stop()
            await harness.channel.stop()
