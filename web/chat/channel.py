"""The built-in chat as a channel: the bot's side of it."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlmodel import Session

from domain.messages import (
    Deliver,
    IncomingFile,
    Limits,
    Message,
    Passing,
    Urgency,
)
from domain.rooms import CHANNEL
from store.tables.posts import Post
from store.worker import DatabaseDown, Worker
from web.chat.announcing import Announcer
from web.chat.feed import KEPT
from web.chat.files import Files
from web.chat.hub import Hub
from web.chat.inbox import Inbox
from web.chat.pieces import split
from web.chat.posts import Stored, body_of, change_post, latest, view_of, write_posts
from web.chat.watching import Watcher

T = TypeVar("T")

MAX_TEXT = 20_000
AGAIN_SECONDS = 5.0


class ChatChannel:
    """Writes the bot's posts as rows and shows them live; brings in what people do.

    `data` is the installation's data folder. `send` and `edit` work without `start`, for a
    courier in a process of its own; there `watch` lets the page's process find its posts.
    """

    def __init__(
        self, worker: Worker, data: Path, now: Callable[[], datetime], *, watch: bool = True
    ) -> None:
        self.name = CHANNEL
        self.limits = Limits(max_text=MAX_TEXT, buttons=True, can_push=True)
        self.worker = worker
        self.now = now
        self.files = Files(data / "chat")
        self.hub = Hub(self._load)
        self.inbox = Inbox()
        self.announcer = Announcer(worker, self.inbox, now)
        self._watch = watch
        self._tasks: list[asyncio.Task[None]] = []

    async def _load(self, room: str) -> list[Post]:
        return await self.worker.run(lambda session: latest(session, room, KEPT))

    async def start(self, deliver: Deliver) -> None:
        """Begin to take people's events, and announce rooms and people that are new."""
        self.inbox.open(deliver)
        self._spawn(self.announcer.run())
        self._spawn(self.files.sweep(self.now()))
        if self._watch:
            self._spawn(Watcher(self.worker, self.hub, self.now).run())

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.append(asyncio.create_task(work))

    async def send(  # one process, no pace: nothing goes first
        self,
        chat: str,
        message: Message,
        urgency: Urgency,  # noqa: ARG002
    ) -> list[str]:
        """Write the message as one post, or several when it is too long; returns their ids.

        Raises `Lasting("gone")` for a room that does not exist, `Lasting("copy_gone")` for a file
        that is not here any more, `Passing` while the database is down or the disk is full.
        """
        pieces = split(message, self.limits.max_text)
        stored = await self._attach(message)
        bodies = [
            body_of(piece, stored if piece.attachment is not None else None) for piece in pieces
        ]
        now = self.now()
        posts = await self._run(lambda session: write_posts(session, now, chat, bodies))
        for post in posts:
            self.hub.show(chat, view_of(post), post.version)
        return [str(post.id) for post in posts]

    async def _attach(self, message: Message) -> Stored | None:
        if message.attachment is None:
            return None
        try:
            return await self.files.attach(message.attachment)
        except OSError as error:
            raise Passing(AGAIN_SECONDS, type(error).__name__) from error

    async def edit(self, chat: str, message_id: str, message: Message) -> None:
        """Replace a post's text and buttons, its file stays.

        Raises `Lasting`: message_gone, not_modified; `Passing` while the database is down.
        """
        now = self.now()
        post = await self._run(lambda session: change_post(session, now, chat, message_id, message))
        self.hub.show(chat, view_of(post), post.version)

    async def answer_press(self, press_id: str, text: str, *, alert: bool) -> None:
        """Show the presser a line; an alert waits to be closed. Nobody else sees it."""
        _, _, rest = press_id.partition(":")
        address, _, client = rest.partition(":")
        self.hub.tell_person(address, {"t": "toast", "id": client, "text": text, "alert": alert})

    async def fetch(self, file: IncomingFile, target: Path) -> None:
        """Copy a file that a person sent. Raises `Lasting` when it is gone."""
        try:
            await self.files.fetch(file.ref, target)
        except OSError as error:
            raise Passing(AGAIN_SECONDS, type(error).__name__) from error

    async def stop(self) -> None:
        """Finish the batch under way; events that wait are held by their pages."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()
        await self.inbox.close()

    async def _run(self, act: Callable[[Session], T]) -> T:
        try:
            return await self.worker.run(act)
        except DatabaseDown as error:
            raise Passing(AGAIN_SECONDS, "database") from error
