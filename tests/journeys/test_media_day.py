"""Pictures and sounds over the whole service: from an admin's phone to every group's."""

import shutil
from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from PIL import Image

from tests.journeys.cast import PEOPLE, YAO, study_docx
from tests.journeys.house import ADMIN, BETWEEN, GROUP, House
from tests.journeys.seen import Seen, snapshot
from tests.journeys.stage import furnish, settle_in
from tests.media import pictures

OTHER_GROUPS = (-7002, -7003)


@pytest.fixture
async def district(house: House) -> AsyncIterator[House]:
    """Three branches with a group each."""
    await settle_in(house)
    for number in OTHER_GROUPS:
        house.double.people.group(number, f"群{number}")
        name = f"第{-number}党支部"
        await house.read(
            lambda session, number=number, name=name: furnish(
                session, house.clock.now(), PEOPLE[-1:], number, name
            )
        )
    return house


async def send_medium(house: House, kind: str, content: bytes, caption: str) -> Seen:
    house.clock.advance(seconds=BETWEEN)
    house.last = snapshot(house.double)
    house.double.people.medium(kind, ADMIN, ADMIN, "sent", content, caption=caption)
    return await house.look()


def files(house: House, kind: str, *chats: int) -> list[bytes]:
    """What the chats show of a kind, in order."""
    found = []
    for chat in chats:
        for message in house.double.messages(chat):
            if (shape := message.get(kind)) is not None:
                shape = shape[-1] if kind == "photo" else shape
                found.append(house.double.service.files[shape["file_id"]][1])
    return found


async def test_a_photo_goes_to_every_group_by_one_upload(district: House) -> None:
    house = district
    seen = await send_medium(house, "photo", pictures.jpeg(800, 600), "主题党日合影\n本支部")
    preview = next(shown for shown in seen if "确认导入" in shown.labels)
    assert "图片" in preview.text
    done = await house.press(ADMIN, preview, "确认导入")
    imported = next(shown for shown in done if "立即推送" in shown.labels)
    asked = await house.press(ADMIN, imported, "立即推送")
    await house.press(ADMIN, next(s for s in asked if "确认" in s.labels), "确认")
    await house.wait(minutes=1)
    shown = files(house, "photo", GROUP, *OTHER_GROUPS)
    assert len(shown) == 3
    assert pictures.MAKER.encode() not in shown[0]
    assert Image.open(BytesIO(shown[0])).size == (800, 600)
    assert house.double.service.uploads["photo"] == 1
    captions = [house.double.messages(chat)[-1]["caption"] for chat in (GROUP, *OTHER_GROUPS)]
    assert all("主题党日合影" in caption and "来源：本支部" in caption for caption in captions)
    # Whoever was away gets the same picture without another upload.
    caught_up = await house.say(YAO.number, "补学")
    await house.press(YAO.number, next(iter(caught_up)), "1")
    assert files(house, "photo", YAO.number) == shown[:1]
    assert house.double.service.uploads["photo"] == 1


async def test_a_voice_becomes_an_item_too(district: House) -> None:
    seen = await send_medium(district, "voice", pictures.OGG, "入党故事")
    preview = next(shown for shown in seen if "确认导入" in shown.labels)
    assert "音频" in preview.text


async def test_a_study_card_is_drawn_once(district: House) -> None:
    house = district
    seen = await house.send_file(ADMIN, "办法.docx", study_docx())
    await house.press(ADMIN, next(s for s in seen if "确认导入" in s.labels), "确认导入")
    for _ in range(2):
        await house.say(YAO.number, "卡片 柳河支部学习办法第三条")
    one, other = files(house, "photo", YAO.number)
    assert one == other
    assert Image.open(BytesIO(one)).width == 1080
    assert house.double.service.uploads["photo"] == 1


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")
async def test_todays_portion_is_read_aloud(district: House) -> None:
    house = district
    seen = await house.send_file(ADMIN, "办法.docx", study_docx())
    await house.press(ADMIN, next(s for s in seen if "确认导入" in s.labels), "确认导入")
    for _ in range(2):
        await house.say(YAO.number, "朗读")
    kind = "voice" if shutil.which("ffmpeg") else "document"
    one, other = files(house, kind, YAO.number)
    assert one == other
    assert len(one) > 5_000
    assert house.double.service.uploads[kind] == 1
