"""A real server with the built-in chat on a free port, and the people around it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from sqlmodel import Session, SQLModel

import store.tables  # noqa: F401  the tables must be known
from domain.rooms import CHANNEL, open_room, take_seat
from store.database import open_database
from store.tables import Account
from store.worker import Worker
from tests.channels.harness import Core
from tests.conftest import NOW
from tests.web.page import Page
from web.chat.channel import ChatChannel
from web.chat.pages import ChatPages
from web.parts import Part
from web.server import WebServer


@dataclass
class House:
    """One installation: a database, a folder, a server that may stop and start again."""

    worker: Worker
    folder: Path
    core: Core = field(default_factory=Core)
    now: Callable[[], datetime] = lambda: NOW
    public_url: str | None = None
    make_pages: Callable[[ChatChannel], ChatPages] | None = None
    parts: list[Part] = field(default_factory=list)
    loopback_only: bool = False
    channel: ChatChannel = field(init=False)
    pages: ChatPages = field(init=False)
    server: WebServer = field(init=False)
    opened: list[Page] = field(default_factory=list)
    port: int = 0

    async def start(self) -> None:
        await self.serve()
        await self.channel.start(self.core.deliver)

    async def serve(self) -> None:
        """The server with a new channel that is not started yet."""
        self.channel = ChatChannel(self.worker, self.folder, self.now)
        make = self.make_pages or (lambda one: ChatPages(one, public_url=self.public_url))
        self.pages = make(self.channel)
        parts = [self.pages, *self.parts]
        listen = f"127.0.0.1:{self.port}"
        self.server = WebServer(listen, parts, loopback_only=self.loopback_only)
        await self.server.start()
        self.port = self.server.port

    async def stop(self) -> None:
        await self.channel.stop()
        await self.server.stop()

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def account(self, address: str, name: str, *, admin: bool = False) -> str:
        def act(session: Session) -> None:
            session.add(Account(channel=CHANNEL, address=address, name=name, is_admin=admin))

        await self.worker.run(act)
        return address

    async def group(self, title: str, people: list[str]) -> str:
        def act(session: Session) -> str:
            room = open_room(session, NOW, title)
            for person in people:
                take_seat(session, NOW, room.address, person)
            return room.address

        return await self.worker.run(act)

    async def cookie(self, address: str) -> str:
        return await self.pages._identity.token_of(address)

    async def page(self, address: str) -> Page:
        page = Page(self.root, cookie=await self.cookie(address))
        self.opened.append(page)
        await page.open()
        return page


@asynccontextmanager
async def house_at(url: str, folder: Path) -> AsyncIterator[House]:
    engine = open_database(url)
    SQLModel.metadata.create_all(engine)
    house = House(Worker(engine), folder)
    await house.start()
    try:
        yield house
    finally:
        for page in house.opened:
            await page.close()
        await house.stop()
        house.worker.close()


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with house_at(f"sqlite:///{tmp_path}/chat.db", tmp_path / "data") as house:
        yield house


@pytest.fixture
async def group(house: House) -> str:
    """A group of two, and somebody outside it."""
    await house.account("u-li", "李建国")
    await house.account("u-wang", "王秀英")
    await house.account("u-zhao", "赵铁柱")
    return await house.group("第一支部", ["u-li", "u-wang"])
