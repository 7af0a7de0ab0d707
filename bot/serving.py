"""The serving process: which parts run, how they begin, and how they end."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from bot.chat_parts import chat_parts
from bot.figures import Figures
from bot.indexing import Indexing
from bot.keeping import keep_running
from bot.media_parts import media_store, supplies
from bot.settings import Settings
from bot.telegram_parts import telegram_channel
from content.shelving import shelve_starter
from domain.messages import Channel
from domain.offers import offer_starter
from domain.people import appoint_admins
from handlers.answering import Answering
from handlers.call import House
from handlers.intake import Intake
from handlers.tying import Tying
from scheduler.clock import Clock, Metronome
from scheduler.courier import Courier
from scheduler.housekeeping import sweep_daily
from scheduler.planning import Planner
from store.worker import DatabaseDown, Worker
from web.chat.demo import DemoControl
from web.fetching import Fetcher
from web.health import Health
from web.metrics import Metrics
from web.parts import Part
from web.server import WebServer
from web.webhook import Webhook

log = logging.getLogger(__name__)

PARTS = ("telegram", "courier", "planner", "web")
STOP_SECONDS = 4.0


@dataclass
class Service:
    """Everything that one process serves; `parts` as in `zhibu run --only`."""

    settings: Settings
    worker: Worker
    clock: Clock
    parts: Sequence[str] = PARTS
    demo: DemoControl | None = None
    channels: dict[str, Channel] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Put the parts together; nothing runs yet."""
        settings, now = self.settings, self.clock.now
        self.figures = Figures()
        self.house = House(
            settings.admins,
            settings.timezone,
            settings.data,
            settings.second_approval,
            settings.sources,
            settings.speech,
        )
        self.telegram = telegram_channel(
            settings, self.worker.engine, now, listens="telegram" in self.parts
        )
        if self.telegram is not None:
            self.channels["telegram"] = self.telegram
        self.chat = None
        if settings.chat or self.demo is not None:
            self.chat = chat_parts(settings, self.worker, now, self.demo)
            self.channels["chat"] = self.chat.channel
        store = media_store(settings)
        made = supplies(settings, store, self.worker.engine)
        self.courier = Courier(self.worker, self.channels, now, made)
        self.answering = Answering(self.worker, self.channels, self.house, now, self.courier.wake)
        self.intake = Intake(
            self.worker, self.channels, self.house, now, self.courier.wake, self._fetch_link, store
        )
        self.tying = Tying(self.worker, now, settings.timezone)
        self.planner = Planner(self.worker, now, self.courier.wake)
        self.metronome = Metronome(self.clock, self._beat)
        self.server = WebServer(
            settings.listen, self._web_parts(), loopback_only=self.demo is not None
        )
        self._tasks: list[asyncio.Task[None]] = []
        self._down = False

    async def start(self) -> None:
        """Begin to serve. Raises OSError when the web address is taken."""
        await self.worker.run(self._prepare)
        if "web" in self.parts:
            await self.server.start()
        if "courier" in self.parts:
            self._spawn(self.courier.run)
        if "telegram" in self.parts and self.telegram is not None:
            await self.telegram.start(self._deliver)
        if "web" in self.parts and self.chat is not None:
            await self.chat.channel.start(self._deliver)
        if {"telegram", "web"} & set(self.parts):  # the parts that people's questions reach
            self._spawn(Indexing(self.worker.engine).run)
        if "planner" in self.parts:
            self._spawn(self.intake.run)
            self._spawn(self.tying.run)
            self.metronome.start()

    async def _fetch_link(self, address: str, target: Path) -> str:
        return (await Fetcher(self.house.sources).fetch(address, target)).name

    async def stop(self) -> None:
        """Finish what has begun and end, within five seconds."""
        self.metronome.stop()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._end_work(), STOP_SECONDS)
        await self.server.stop()
        self.worker.close()

    async def _end_work(self) -> None:
        """What is being sent or fetched needs its channel: the channels end last."""
        await asyncio.gather(self.courier.stop(), return_exceptions=True)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        ends = [channel.stop() for channel in self.channels.values()]
        await asyncio.gather(*ends, return_exceptions=True)

    async def wait(self) -> None:
        """Serve what was started until SIGTERM or SIGINT, then stop."""
        over = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, over.set)
        try:
            await over.wait()
        finally:
            await self.stop()

    async def _deliver(self, events: Sequence[Any]) -> None:
        self.figures.events.inc(len(events))
        with self.figures.batches.time():
            await self.answering.deliver(events)

    async def _beat(self) -> None:
        try:
            await self.planner.beat()
            await self.worker.run(partial(sweep_daily, now=self.clock.now()))
            self.figures.beat.set(self.clock.now().timestamp())
        except DatabaseDown:
            if not self._down:
                log.warning("数据库连不上，定时事项暂停，恢复后自动继续。")
            self._down = True
        else:
            self._down = False

    async def _look(self) -> None:
        """Bring the figures up to date; with the database down the last ones stand."""
        with contextlib.suppress(DatabaseDown):
            await self.worker.run(partial(self.figures.look, now=self.clock.now()))

    def _prepare(self, session: Session) -> None:
        appoint_admins(session, self.settings.admins)
        shelve_starter(session, self.clock.now(), active=self.demo is not None)
        offer_starter(session, self.clock.now())

    def _spawn(self, part: Callable[[], Awaitable[None]]) -> None:
        self._tasks.append(asyncio.create_task(keep_running(part)))

    def _web_parts(self) -> list[Part]:
        parts: list[Part] = [Health(self._ready), Metrics(self.figures.registry, self._look)]
        if self.telegram is not None and self.settings.telegram_webhook:
            parts.append(Webhook(self.telegram.receive))
        if self.chat is not None:
            parts += self.chat.pages
        return parts

    async def _ready(self) -> dict[str, str]:
        states = {"database": "ok"}
        try:
            await self.worker.run(lambda session: session.execute(text("SELECT 1")))
        except DatabaseDown:
            states["database"] = "数据库连不上"
        if self.telegram is not None and "telegram" in self.parts:
            states["telegram"] = self.telegram.state
        return states
