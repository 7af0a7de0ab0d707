"""Broken connections, restarts, and large type."""

import pytest
from playwright.async_api import Browser, expect

from domain.messages import Kind, Message, Urgency
from tests.browser.conftest import DESK, PHONE, hold
from tests.web.stage import NOTICE, Stage


async def test_a_restart_loses_nothing_that_was_typed(browser: Browser, stage: Stage) -> None:
    await stage.house.channel.send(stage.group, Message("通知"), Urgency.MESSAGE)
    li = await hold(browser, stage, "u-li")
    await expect(li.locator(".message.bot")).to_have_count(1)
    await stage.house.stop()
    await expect(li.locator("#link-state")).to_be_visible()
    await li.fill("#words", "断线时写的")
    await li.keyboard.press("Enter")
    await expect(li.locator(".state")).to_have_text("正在重新发送")

    await stage.house.start()
    [event] = await stage.house.core.wait_for(Kind.TEXT, seconds=20)
    assert event.text == "断线时写的"
    await expect(li.locator("#link-state")).to_be_hidden()
    await expect(li.locator(".state")).to_have_count(0)
    await expect(li.locator(".message.mine")).to_have_count(1)
    await expect(li.locator(".message.bot")).to_have_count(1)


async def test_while_the_core_is_down_the_page_keeps_trying(browser: Browser, stage: Stage) -> None:
    await stage.house.channel.send(stage.group, NOTICE, Urgency.MESSAGE)
    li = await hold(browser, stage, "u-li")
    stage.house.core.down = True
    await li.fill("#words", "参加")
    await li.keyboard.press("Enter")
    await expect(li.locator(".mine .state")).to_have_text("正在重新发送")
    await li.get_by_role("button", name="参加").click()
    stage.house.core.down = False
    await expect(li.locator(".toast")).to_have_text("已记录：参加")
    await expect(li.locator(".mine .state")).to_have_count(0)
    await expect(li.locator(".message.mine")).to_have_count(1)
    assert [event.text for event in stage.house.core.of(Kind.TEXT)] == ["参加"]


async def test_a_reload_keeps_what_was_not_acknowledged(browser: Browser, stage: Stage) -> None:
    li = await hold(browser, stage, "u-li")
    stage.house.core.down = True
    await li.fill("#words", "刷新前写的")
    await li.keyboard.press("Enter")
    await expect(li.locator(".mine .state")).to_be_visible()
    await li.reload()
    stage.house.core.down = False
    [event] = await stage.house.core.wait_for(Kind.TEXT)
    assert event.text == "刷新前写的"
    await expect(li.locator(".message.mine")).to_have_count(1)


@pytest.mark.parametrize("size", [PHONE, DESK])
async def test_twice_the_font_size_hides_nothing(
    browser: Browser, stage: Stage, size: dict[str, int]
) -> None:
    await stage.house.channel.send(stage.group, NOTICE, Urgency.MESSAGE)
    li = await hold(browser, stage, "u-li", size)
    await li.evaluate("document.documentElement.style.fontSize = '200%'")
    for name in ("参加", "请假", "签到", "发送", "下一件事"):
        button = li.get_by_role("button", name=name, exact=True)
        await button.scroll_into_view_if_needed()
        await expect(button).to_be_in_viewport(ratio=1)
    width = await li.evaluate("document.documentElement.scrollWidth")
    assert width <= size["width"]


async def test_keys_alone_are_enough(browser: Browser, stage: Stage) -> None:
    await stage.house.channel.send(stage.group, NOTICE, Urgency.MESSAGE)
    li = await hold(browser, stage, "u-li")
    await expect(li.locator("#words")).to_be_focused()
    for _ in range(12):
        await li.keyboard.press("Shift+Tab")
        if await li.evaluate("document.activeElement.textContent") == "参加":
            break
    await li.keyboard.press("Enter")
    await expect(li.locator(".toast")).to_have_text("已记录：参加")
