"""How the Telegram channel sends each kind of file, within the limits of the Bot API."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from channels.telegram.channel import TelegramChannel
from channels.telegram.files import MAX_PHOTO_BYTES, MAX_UPLOAD_BYTES
from domain.attachments import Attachment, MediaKind
from domain.messages import Button, Lasting, Message, Urgency
from tests.channels.telegram_harness import NOON
from tests.doubles.bot_api import BotApiDouble
from tests.media import pictures

PERSON = 41
PHOTO = Attachment(MediaKind.PICTURE, "合影.jpg", "image/jpeg", pictures.jpeg(), reuse="ab" * 32)


@pytest.fixture
async def double() -> AsyncIterator[BotApiDouble]:
    async with BotApiDouble() as double:
        double.people.knows(PERSON)
        yield double


@pytest.fixture
async def channel(double: BotApiDouble) -> AsyncIterator[TelegramChannel]:
    channel = TelegramChannel(double.token, double.root, 1000, 1000, 1000, now=lambda: NOON)
    yield channel
    await channel.stop()


async def send(channel: TelegramChannel, message: Message) -> list[str]:
    return await channel.send(str(PERSON), message, Urgency.MESSAGE)


@pytest.mark.parametrize(
    ("kind", "mime", "method"),
    [
        (MediaKind.PICTURE, "image/jpeg", "sendPhoto"),
        (MediaKind.PICTURE, "image/webp", "sendPhoto"),
        (MediaKind.PICTURE, "image/gif", "sendDocument"),  # sendPhoto would keep one moment
        (MediaKind.AUDIO, "audio/mpeg", "sendAudio"),
        (MediaKind.AUDIO, "audio/mp4", "sendAudio"),
        (MediaKind.AUDIO, "audio/ogg", "sendVoice"),
        (MediaKind.AUDIO, "audio/wav", "sendDocument"),
        (MediaKind.VIDEO, "video/mp4", "sendVideo"),
        (MediaKind.VIDEO, "video/quicktime", "sendDocument"),
        (MediaKind.DOCUMENT, "application/pdf", "sendDocument"),
        (MediaKind.DOCUMENT, "image/jpeg", "sendDocument"),
    ],
)
async def test_each_kind_has_its_method(
    double: BotApiDouble, channel: TelegramChannel, kind: MediaKind, mime: str, method: str
) -> None:
    refs: list[str] = []
    file = Attachment(kind, "file", mime, b"content", kept=refs.append)
    await send(channel, Message("题", attachment=file))
    assert double.service.calls[method] == 1
    await send(channel, Message("题", attachment=replace(file, content=None, ref=refs[0])))
    assert double.service.calls[method] == 2
    assert sum(double.service.uploads.values()) == 1


async def test_a_picture_too_large_for_a_photo_goes_as_a_document(
    double: BotApiDouble, channel: TelegramChannel
) -> None:
    await send(
        channel, Message("题", attachment=replace(PHOTO, content=bytes(MAX_PHOTO_BYTES + 1)))
    )
    assert "document" in double.messages(PERSON)[0]


async def test_more_than_a_bot_may_upload_is_not_even_tried(
    double: BotApiDouble, channel: TelegramChannel
) -> None:
    film = Attachment(MediaKind.VIDEO, "a.mp4", "video/mp4", bytes(MAX_UPLOAD_BYTES + 1))
    with pytest.raises(Lasting) as refused:
        await send(channel, Message("题", attachment=film))
    assert refused.value.reason == "bad_message"
    assert double.service.calls["sendVideo"] == 0


async def test_a_long_text_follows_its_picture(
    double: BotApiDouble, channel: TelegramChannel
) -> None:
    rows = ((Button("好", "ok"),),)
    await send(channel, Message("学习。" * 500, buttons=rows, attachment=PHOTO))
    picture, text = double.messages(PERSON)
    assert "caption" not in picture
    assert "reply_markup" not in picture
    assert text["text"] == "学习。" * 500
    assert text["reply_markup"]


async def test_words_too_long_for_a_caption_come_as_a_new_message(
    double: BotApiDouble, channel: TelegramChannel
) -> None:
    (number,) = await send(channel, Message("短", attachment=PHOTO))
    with pytest.raises(Lasting) as gone:
        await channel.edit(str(PERSON), number, Message("长" * 1025))
    assert gone.value.reason == "message_gone"
