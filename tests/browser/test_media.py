"""Pictures, sounds and films stand in the conversation; the page's policy lets nothing else in."""

import io
import math
import os
import struct
import wave
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from content.cards.study_card import Card, draw
from domain.attachments import Attachment, MediaKind, made
from domain.messages import Button, Message, Urgency
from tests.browser.conftest import DESK, PHONE, hold
from tests.web.stage import Stage

TEXT = "第三条　党支部每月组织一次学习，联系实际，讲求实效。\n（一）学习原文；\n（二）交流体会。"
CARD = Card(
    "柳河支部学习条例", "第一章　总则", TEXT, "——《柳河支部学习条例》第三条，2024年3月1日通过"
)
SHOTS = os.environ.get("SCREENSHOTS")
"""A folder for pictures of the pages, to be looked at."""


def sound(seconds: float = 2.0) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        tone = (int(9000 * math.sin(at / 4)) for at in range(int(8000 * seconds)))
        file.writeframes(b"".join(struct.pack("<h", each) for each in tone))
    return out.getvalue()


async def show(stage: Stage, text: str, file: Attachment, *buttons: Button) -> None:
    rows = (buttons,) if buttons else ()
    message = Message(text, (), rows, file)
    await stage.house.channel.send(stage.group, message, Urgency.MESSAGE)


async def fill(stage: Stage) -> None:
    pdf = Attachment(MediaKind.DOCUMENT, "扫描件.pdf", "application/pdf", b"%PDF-1.4")
    await show(stage, "请看附件", pdf)
    wav = Attachment(MediaKind.AUDIO, "朗读.wav", "audio/wav", sound())
    await show(stage, "朗读：《柳河支部学习条例》第三条", wav)
    film = Attachment(MediaKind.VIDEO, "微党课.mp4", "video/mp4", b"\0\0\0\x18ftypisom")
    await show(stage, "微党课", film)
    await show(
        stage, "《柳河支部学习条例》第三条", made("卡片.png", draw(CARD, 0)), Button("好", "join")
    )


async def settled(page: Page) -> None:
    await expect(page.locator("img.picture")).to_have_count(1)
    await page.wait_for_function(
        "document.querySelector('img.picture').complete && "
        "document.querySelector('img.picture').naturalWidth === 1080"
    )


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
async def test_media_are_shown_in_the_page(
    browser: Browser, stage: Stage, size: dict[str, int]
) -> None:
    await fill(stage)
    li = await hold(browser, stage, "u-li", size)
    await settled(li)
    await expect(li.get_by_role("button", name="好")).to_be_in_viewport()  # below the picture
    picture = await li.locator("img.picture").bounding_box()
    assert picture is not None
    assert picture["x"] >= 0
    assert picture["x"] + picture["width"] <= size["width"]
    assert picture["height"] <= size["height"] * 0.62
    await li.wait_for_function("document.querySelector('audio').duration > 1.9")
    assert await li.evaluate("document.querySelector('video').controls")
    await expect(li.locator("a.file .file-name")).to_have_text("扫描件.pdf")
    overflow = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not await li.evaluate(overflow)
    assert li.faults == []  # type: ignore[attr-defined]
    if SHOTS:
        await li.screenshot(path=Path(SHOTS) / f"media-{size['width']}.png")
        await li.evaluate("document.querySelector('#log').scrollTop = 0")
        await li.screenshot(path=Path(SHOTS) / f"media-{size['width']}-top.png")


async def test_a_sound_can_be_taken_along(browser: Browser, stage: Stage) -> None:
    wav = Attachment(MediaKind.AUDIO, "朗读.wav", "audio/wav", sound())
    await show(stage, "朗读", wav)
    li = await hold(browser, stage, "u-li")
    async with li.expect_download() as download:
        await li.get_by_role("link", name="朗读.wav").click()
    got = await download.value
    assert Path(await got.path()).read_bytes() == sound()


async def test_the_list_names_what_was_sent(browser: Browser, stage: Stage) -> None:
    li = await hold(browser, stage, "u-li")
    await show(stage, "", made("卡片.png", draw(CARD, 0)))
    await expect(li.locator(".chat-last").first).to_contain_text("［图片］卡片.png")


async def test_what_calls_itself_a_picture_is_never_opened_as_a_page(
    browser: Browser, stage: Stage
) -> None:
    page = b"<script>document.title = 'taken over'</script>"
    for number, mime in enumerate(("image/svg+xml", "text/html", "image/png")):
        await show(stage, f"第{number}份", Attachment(MediaKind.PICTURE, "图.svg", mime, page))
    li = await hold(browser, stage, "u-li")
    await expect(li.locator("a.file")).to_have_count(2)
    answers = await li.evaluate(
        """async () => Promise.all([...document.querySelectorAll('a.file, a.medium')].map(
            async (link) => {
                const shown = link.href + (link.href.includes('?') ? '&' : '?') + 'show=1';
                const answer = await fetch(shown);
                return [answer.headers.get('content-type'),
                        answer.headers.get('content-disposition').split(';')[0],
                        answer.headers.get('x-content-type-options')];
            }))"""
    )
    assert answers[:2] == [["application/octet-stream", "attachment", "nosniff"]] * 2
    assert answers[2] == ["image/png", "inline", "nosniff"]
