"""Raw updates and what they mean, one row each."""

import logging

import pytest

from channels.telegram.reading import Reader
from domain.attachments import MediaKind
from domain.messages import Incoming, IncomingFile, Kind, Place, Sender
from tests.channels.raw_updates import (
    ANONYMOUS,
    BOT,
    DOCUMENT,
    GROUP,
    LI,
    ME,
    OTHER_BOT,
    PRIVATE,
    RECEIVED,
    SENT,
    message,
    read,
    said,
)


def _size(ref, side):
    return {"file_id": ref, "width": side, "height": side, "file_size": side}


def _file(ref):
    return {"file_id": ref, "duration": 3, "file_size": 7}


def test_words_in_a_group():
    event = said("请假 家里有事")
    assert event == Incoming(
        key="telegram:700:31",
        channel="telegram",
        chat="-1005",
        place=Place.GROUP,
        kind=Kind.TEXT,
        at=SENT,
        sender=Sender("42", "李 大海"),
        text="请假 家里有事",
        message_id="8",
        chat_title="第三党支部",
    )


@pytest.mark.parametrize(
    ("text", "heard", "addressed"),
    [
        ("今晚吃什么", "今晚吃什么", False),
        ("/today", "/today", True),
        ("/today@zhibu_bot", "/today", True),
        ("/Today@Zhibu_Bot", "/Today", True),
        ("/meeting@zhibu_bot 周五开会", "/meeting 周五开会", True),
        ("/iam李大海", "/iam李大海", True),
        ("/", "/", False),
        ("/党章", "/党章", False),
        ("@zhibu_bot 请假 发烧", "请假 发烧", True),
        ("请假 @zhibu_bot 发烧", "请假 发烧", True),
        ("请假@ZHIBU_BOT", "请假", True),
        ("@zhibu_bot", "", True),
        ("@zhibu_bots 请假", "@zhibu_bots 请假", False),
        ("a@zhibu_bot", "a@zhibu_bot", False),
        ("@other_bot 请假", "@other_bot 请假", False),
    ],
)
def test_commands_and_mentions_in_a_group(text, heard, addressed):
    event = said(text)
    assert event is not None
    assert (event.text, event.addressed) == (heard, addressed)


def test_a_command_for_another_bot_is_not_for_us():
    assert said("/today@other_bot") is None
    assert read(message=message(chat=PRIVATE, text="/today@other_bot")) is None


def test_private_words_are_addressed():
    event = said("帮助", chat=PRIVATE)
    assert event is not None
    assert event.addressed
    assert event.place is Place.PRIVATE


@pytest.mark.parametrize(("author", "reply_to"), [(BOT, "5"), (LI, ""), (OTHER_BOT, "")])
def test_only_a_reply_to_the_bot_counts(author, reply_to):
    event = said("参加", reply_to_message=message(user=author, message_id=5, text="…"))
    assert event is not None
    assert event.reply_to == reply_to
    assert event.addressed == bool(reply_to)


@pytest.mark.parametrize("mark", ["forward_origin", "forward_date"])
def test_a_forwarded_text_is_no_order(mark):
    reply = message(user=BOT, message_id=5, text="…")
    event = said("/cancel@zhibu_bot", reply_to_message=reply, **{mark: {"type": "user"}})
    assert event is not None
    assert event.forwarded
    assert not event.addressed
    private = read(message=message(chat=PRIVATE, text="/cancel", **{mark: {"type": "user"}}))
    assert private is not None
    assert private.forwarded
    assert private.addressed


def test_an_edited_message_is_as_old_as_its_edit():
    edited = message(text="请假 病了", edit_date=int(RECEIVED.timestamp()))
    event = read(edited_message=edited)
    assert event is not None
    assert event.edited
    assert event.at == RECEIVED


def test_files_with_and_without_caption():
    event = read(message=message(chat=PRIVATE, document=DOCUMENT, caption="第三党支部"))
    assert event is not None
    assert event.kind is Kind.FILE
    assert event.file == IncomingFile("F1", "名册.xlsx", 99, MediaKind.DOCUMENT)
    assert event.text == "第三党支部"
    bare = read(message=message(document={"file_id": "F2"}))
    assert bare is not None
    assert bare.file == IncomingFile("F2", "file", 0, MediaKind.DOCUMENT)
    assert not bare.addressed


def test_commands_and_words_in_captions():
    photo = [{"file_id": "P", "width": 1, "height": 1}]
    event = read(message=message(photo=photo, caption="/leave@zhibu_bot 发烧"))
    assert event is not None
    assert (event.kind, event.text, event.addressed) == (Kind.TEXT, "/leave 发烧", True)


@pytest.mark.parametrize("kind", ["sticker", "animation", "video_note"])
def test_a_wordless_thing_is_heard_in_private_only(kind):
    extra = {kind: {"file_id": "x"}}
    if kind == "animation":
        extra["document"] = DOCUMENT
    private = read(message=message(chat=PRIVATE, **extra))
    assert private is not None
    assert (private.kind, private.text, private.file) == (Kind.TEXT, "", None)
    assert read(message=message(**extra)) is None


@pytest.mark.parametrize(
    ("sent", "file"),
    [
        (
            {"photo": [_size("S", 90), _size("L", 1280), _size("M", 320)]},
            IncomingFile("L", "photo.jpg", 1280, MediaKind.PICTURE),
        ),
        ({"voice": _file("V")}, IncomingFile("V", "voice.ogg", 7, MediaKind.AUDIO)),
        (
            {"audio": _file("A") | {"file_name": "国歌.mp3"}},
            IncomingFile("A", "国歌.mp3", 7, MediaKind.AUDIO),
        ),
        ({"video": _file("W")}, IncomingFile("W", "video.mp4", 7, MediaKind.VIDEO)),
    ],
)
def test_media_are_files_in_private_and_nothing_in_a_group(sent, file):
    private = read(message=message(chat=PRIVATE, caption="合影", **sent))
    assert private is not None
    assert (private.kind, private.text, private.file) == (Kind.FILE, "合影", file)
    assert read(message=message(**sent)) is None
    captioned = read(message=message(caption="请假", **sent))
    assert captioned is not None
    assert (captioned.kind, captioned.file) == (Kind.TEXT, None)


def test_anonymous_administrators_and_channels_have_no_sender():
    admin = said("/today", user=ANONYMOUS, sender_chat=GROUP)
    assert admin is not None
    assert admin.sender is None
    assert admin.addressed
    channel = {"id": -1009, "type": "channel", "title": "要闻"}
    post = said(
        "学习",
        user={"id": 777000, "is_bot": False, "first_name": "Telegram"},
        sender_chat=channel,
        is_automatic_forward=True,
        forward_origin={"type": "channel"},
    )
    assert post is not None
    assert post.sender is None
    assert not post.addressed


def test_other_bots_and_channels_are_ignored():
    assert said("/today", user=OTHER_BOT) is None
    assert said("开会", chat={"id": -1009, "type": "channel", "title": "要闻"}) is None
    assert read(channel_post=message(text="x")) is None
    assert read(poll={"id": "1"}) is None


def test_a_group_that_becomes_a_supergroup():
    old = {"id": -5, "type": "group", "title": "第三党支部"}
    moved = read(message=message(chat=old, migrate_to_chat_id=-1005))
    assert moved is not None
    assert (moved.kind, moved.chat, moved.moved_to) == (Kind.MOVED, "-5", "-1005")
    assert read(message=message(migrate_from_chat_id=-5)) is None


def press(**more):
    query = {"id": "991", "from": LI, "chat_instance": "1", "data": "a:7:yes", **more}
    return read(callback_query=query)


def test_a_press():
    event = press(message=message(user=BOT, text="通知", message_id=77))
    assert event == Incoming(
        key="telegram:700:31",
        channel="telegram",
        chat="-1005",
        place=Place.GROUP,
        kind=Kind.PRESS,
        at=RECEIVED,
        sender=Sender("42", "李 大海"),
        press="a:7:yes",
        press_id="991",
        message_id="77",
        addressed=True,
        chat_title="第三党支部",
    )


def test_a_press_under_a_message_too_old_to_be_shown():
    event = press(message={"message_id": 77, "chat": GROUP, "date": 0})
    assert event is not None
    assert event.message_id == "77"


def test_games_and_inline_messages_are_not_ours():
    assert press(inline_message_id="i") is None
    assert press(message=message(user=BOT), data=None, game_short_name="chess") is None


def test_one_broken_update_holds_up_no_other_and_leaks_nothing(caplog):
    caplog.set_level(logging.DEBUG)
    broken = {"update_id": 1, "message": {"message_id": 3, "chat": 5, "text": "家里的私事"}}
    good = {"update_id": 2, "message": message(text="参加")}
    events = Reader(ME, lambda: RECEIVED).read_batch([broken, {"update_id": 9}, good])
    assert [event.text for event in events] == ["参加"]
    assert "message" in caplog.text
    assert "私事" not in caplog.text


def test_talk_is_never_logged(caplog):
    caplog.set_level(logging.DEBUG)
    Reader(ME, lambda: RECEIVED).read_batch([{"update_id": 1, "message": message(text="闲谈一句")}])
    assert "闲谈" not in caplog.text
