"""A real Chromium before a real server; the core is a small script that answers."""

import shutil
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright

from domain.messages import Button, Incoming, Kind, Message, Urgency
from tests.conftest import NOW
from tests.web.conftest import House, house_at
from web.chat.demo import DemoPerson
from web.chat.pages import ChatPages

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here not in item.path.parents:
            continue
        item.add_marker(pytest.mark.browser)
        if CHROMIUM is None:
            item.add_marker(pytest.mark.skip(reason="no Chromium found"))


@dataclass
class Stage:
    """A demo of one group, whose people are given, on a clock that the test moves."""

    house: House
    group: str = ""
    at: datetime = NOW
    persons: list[DemoPerson] = field(default_factory=list)
    moved: list[datetime] = field(default_factory=list)

    def people(self) -> Sequence[DemoPerson]:
        return self.persons

    def now(self) -> datetime:
        return self.at

    async def advance(self) -> str:
        self.at += timedelta(hours=1)
        await self.house.channel.send(self.group, Message("今日学习：支部的任务"), Urgency.MESSAGE)
        return "每日学习已推送到第一支部。"

    async def advance_to(self, at: datetime) -> None:
        if at < self.at:
            raise ValueError("passed")
        self.at = at
        self.moved.append(at)

    async def answer(self, batch: Sequence[Incoming]) -> None:
        """The scripted core: presses are answered, 通知 posts a notice with buttons."""
        channel = self.house.channel
        for event in batch:
            if event.kind is Kind.PRESS:
                alert = event.press == "late"
                text = "签到已截止" if alert else "已记录：参加"
                await channel.answer_press(event.press_id, text, alert=alert)
            if event.kind is Kind.TEXT and event.text == "通知":
                await channel.send(event.chat, NOTICE, Urgency.REPLY)
            if event.kind is Kind.TEXT and event.text.startswith("/start"):
                await channel.send(event.chat, Message(f"收到 {event.text}"), Urgency.REPLY)


NOTICE = Message(
    "支部党员大会\n时间：2026年11月25日（周三）15:00\n地点：三楼会议室",
    buttons=(
        (Button("参加", "join"), Button("请假", "leave")),
        (Button("签到", "late"), Button("认领姓名", start="b1")),
    ),
)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A demo server with three people in one group and an admin."""
    async with house_at(f"sqlite:///{tmp_path}/chat.db", tmp_path / "data") as house:
        stage = Stage(house)
        await house.stop()
        names = [("u-li", "李建国", "支部书记"), ("u-wang", "王秀英", "党员")]
        for address, name, duties in names:
            await house.account(address, name)
            stage.persons.append(DemoPerson(address, name, duties))
        await house.account("u-admin", "周敏", admin=True)
        stage.persons.append(DemoPerson("u-admin", "周敏", "管理员"))
        stage.group = await house.group("第一支部", ["u-li", "u-wang"])
        house.core.on_batch = stage.answer
        house.now = stage.now
        house.make_pages = lambda channel: ChatPages(channel, demo=stage)
        house.loopback_only = True
        await house.start()
        yield stage


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Chromium, headless."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield browser
        await browser.close()


async def hold(
    browser: Browser, stage: Stage, address: str, size: dict[str, int] = DESK
) -> Page:
    """A window that holds a person's phone, in the group; any error in the page fails."""
    page = await browser.new_page(viewport=size)
    watch(page)
    await page.goto(f"{stage.house.root}/chat?phone={address}#{stage.group}")
    await page.wait_for_selector("#list a", state="attached")
    return page


def watch(page: Page) -> None:
    """Errors of the page's scripts and refusals of its content policy, kept for `faults`."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None,
    )
    page.faults = faults  # type: ignore[attr-defined]
