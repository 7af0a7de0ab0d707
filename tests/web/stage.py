"""A demo of one group on a clock that the test moves; the core is a small script."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from domain.messages import Button, Incoming, Kind, Message, Urgency
from tests.conftest import NOW
from tests.web.conftest import House, house_at
from web.chat.demo import DemoPerson
from web.chat.pages import ChatPages


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


@asynccontextmanager
async def stage_at(folder: Path) -> AsyncIterator[Stage]:
    """A demo server with three people in one group and an admin."""
    async with house_at(f"sqlite:///{folder}/chat.db", folder / "data") as house:
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
