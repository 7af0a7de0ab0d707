"""The built-in chat under the contract suite: real HTTP, pages that reconnect as the real one."""

import asyncio
import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import aiohttp
from sqlmodel import SQLModel

from domain.messages import Channel
from store.database import open_database
from store.worker import Worker
from tests.channels.harness import Shown, ShownButton, ShownQuiz
from tests.web.conftest import House
from tests.web.page import Page

AGAIN_SECONDS = 0.05


class ChatHarness:
    """Two people with one open window each, in one group."""

    def __init__(self, house: House, group: str) -> None:
        self.house = house
        self.channel: Channel = house.channel
        self.group = group
        self.people = ("u-li", "u-wang")
        self.nowhere = "g-nowhere"
        self._pages: dict[str, Page] = {}
        self._keeping: list[asyncio.Task[None]] = []

    @classmethod
    async def begin(cls, folder: Path) -> "ChatHarness":
        """A server with its channel, not started, and two people before it."""
        engine = open_database(f"sqlite:///{folder}/chat.db")
        SQLModel.metadata.create_all(engine)
        house = House(Worker(engine), folder / "data")
        await house.account("u-li", "李建国")
        await house.account("u-wang", "王秀英")
        group = await house.group("第一支部", ["u-li", "u-wang"])
        await house.serve()
        harness = cls(house, group)
        for person in harness.people:
            page = harness._pages[person] = await house.page(person)
            harness._keeping.append(asyncio.create_task(_keep_open(page)))
        return harness

    def private_of(self, person: str) -> str:
        return person

    async def person_says(self, person: str, chat: str, text: str, *, reply_to: str = "") -> str:
        client = await self._pages[person].does("text", chat, text=text, reply_to=reply_to)
        return f"{person}:{client}"

    async def person_sends(self, person: str, chat: str, name: str, content: bytes) -> None:
        page = self._pages[person]
        ref = await page.uploads(name, content)
        await page.does("file", chat, ref=ref, name=name)

    async def presses(self, person: str, chat: str, message_id: str, action: str) -> str:
        client = await self._pages[person].does("press", chat, post=message_id, action=action)
        return f"{person}:{client}"

    async def toast(self, press: str) -> tuple[str, bool] | None:
        person, _, client = press.partition(":")
        page = self._pages.get(person)
        return page.toasts.get(client) if page is not None else None

    async def shown(self, chat: str) -> Sequence[Shown]:
        page = self._pages[chat if chat in self._pages else self.people[0]]
        await page.until(lambda: page.connected)
        await asyncio.sleep(0.05)
        views = page.messages.get(chat, {}).values()
        return [await self._shown(page, chat, view) for view in views if view["kind"] == "bot"]

    async def _shown(self, page: Page, chat: str, view: dict[str, Any]) -> Shown:
        content = b""
        if "file" in view:
            url = f"{page.root}/chat/files/{chat}/{view['id']}"
            async with page.http.get(url) as answer:
                content = await answer.read()
        return Shown(
            message_id=view["id"],
            text=view["text"],
            marks=tuple(sorted((start, end, kind) for start, end, kind in view["marks"])),
            buttons=tuple(tuple(_button(one) for one in row) for row in view["buttons"]),
            file_name=view["file"]["name"] if "file" in view else "",
            file=content,
            file_kind=view["file"].get("kind", "") if "file" in view else "",
            quiz=_quiz(view["quiz"]) if "quiz" in view else None,
        )

    async def reborn(self) -> None:
        await self.house.stop()
        await self.house.serve()
        self.channel = self.house.channel

    async def close(self) -> None:
        for task in self._keeping:
            task.cancel()
        await asyncio.gather(*self._keeping, return_exceptions=True)
        for page in self._pages.values():
            await page.close()
        await self.house.stop()
        self.house.worker.close()


def _quiz(quiz: dict[str, Any]) -> ShownQuiz:
    explanation = "\n".join((quiz["passage"], f"——{quiz['citation']}"))
    return ShownQuiz(quiz["question"], tuple(quiz["options"]), quiz["right"], explanation)


def _button(button: dict[str, str]) -> ShownButton:
    if "start" in button:
        return ShownButton(button["label"], link=f"/chat?start={button['start']}")
    return ShownButton(button["label"], action=button["action"])


async def _keep_open(page: Page) -> None:
    """Come back after every loss of the connection, as the page's script does."""
    while True:
        await asyncio.sleep(AGAIN_SECONDS)
        if not page.connected:
            with contextlib.suppress(aiohttp.ClientError, TimeoutError):
                await page.open()
