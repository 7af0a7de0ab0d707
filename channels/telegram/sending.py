"""Messages on their way out: written, paced, sent part by part, and what came of it."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from telegram import Bot
from telegram import Message as Sent
from telegram.error import BadRequest, TelegramError

from channels.telegram.errors import fault_of
from channels.telegram.files import send_file
from channels.telegram.link import ApiError, Link, Unreachable
from channels.telegram.pacing import Pacer
from channels.telegram.quizzes import Poll
from channels.telegram.splitting import units
from channels.telegram.writing import MAX_CAPTION, Letter, needs_username, write
from domain.messages import Lasting, Message, Passing, Urgency

RESUME_SECONDS = 600.0
NO_TEXT = "no text in the message to edit"
"""The service says so of a file: what stands under it is its caption."""
_T = TypeVar("_T")


class Sending:
    """Sends and edits for one bot; `username` gives the bot's name after the @."""

    def __init__(
        self,
        bot: Bot,
        link: Link,
        pacer: Pacer,
        username: Callable[[], Awaitable[str]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._bot, self._link, self._pacer = bot, link, pacer
        self._username, self._clock = username, clock
        # Parts that went out of messages that did not get through whole, and when.
        self._begun: dict[tuple[str, Message], tuple[float, list[str]]] = {}

    async def send(self, chat: str, message: Message, urgency: Urgency) -> list[str]:
        """As `Channel.send`."""
        letters = await self._write(chat, message)
        ids = self._resume(chat, message)
        try:
            for letter in letters[len(ids) :]:
                ids.append(await self._paced(chat, urgency, partial(self._post, chat, letter)))
        except Passing:
            if ids:
                self._begun[chat, message] = (self._clock(), ids)
            raise
        return ids

    async def edit(self, chat: str, message_id: str, message: Message) -> None:
        """As `Channel.edit`. Of a message in parts the last is replaced, by the last part.

        A quiz cannot be edited: what takes its place is text.
        """
        letter = (await self._write(chat, replace(message, quiz=None)))[-1]
        await self._paced(chat, Urgency.EDIT, partial(self._replace, chat, message_id, letter))

    async def _write(self, chat: str, message: Message) -> list[Letter]:
        if not needs_username(message):
            return write(message, "")
        try:
            return write(message, await self._username())
        except TelegramError as error:
            fault = fault_of(error, chat)
        raise fault

    def _resume(self, chat: str, message: Message) -> list[str]:
        """The ids of the parts that an earlier try of this message has sent."""
        if not self._begun:
            return []
        oldest = self._clock() - RESUME_SECONDS
        self._begun = {key: kept for key, kept in self._begun.items() if kept[0] > oldest}
        _, ids = self._begun.pop((chat, message), (0.0, []))
        return ids

    async def _paced(self, chat: str, urgency: Urgency, act: Callable[[], Awaitable[_T]]) -> _T:
        try:
            async with self._pacer.turn(chat, urgency):
                return await act()
        except (TelegramError, ApiError, Unreachable) as error:
            fault = fault_of(error, chat)
            flood = isinstance(fault, Passing) and fault.reason == "too many requests"
        if flood and isinstance(fault, Passing):
            self._pacer.refused(chat, fault.seconds)
        raise fault

    async def _post(self, chat: str, letter: Letter) -> str:
        if letter.poll is not None:
            return await self._ask(chat, letter.poll)
        return str((await self._say(chat, letter)).message_id)

    async def _say(self, chat: str, letter: Letter) -> Sent:
        if letter.attachment is None:
            return await self._bot.send_message(
                _number(chat),
                letter.text,
                entities=letter.entities or None,
                reply_markup=letter.keyboard,
                disable_web_page_preview=True,
            )
        return await send_file(self._bot, _number(chat), letter, letter.attachment)

    async def _ask(self, chat: str, poll: Poll) -> str:
        """A quiz, anonymous: who answered what is known to nobody, the bot included.

        A raw call: the library refuses the answers of services older than Bot API 9.6, and what
        was sent would be sent again and again.
        """
        sent = await self._link.call("sendPoll", poll.params(_number(chat)))
        return str(sent["message_id"])

    async def _replace(self, chat: str, message_id: str, letter: Letter) -> object:
        if letter.attachment is not None:
            return await self._recaption(chat, message_id, letter)
        try:
            return await self._bot.edit_message_text(
                letter.text,
                _number(chat),
                _number(message_id),
                entities=letter.entities or None,
                reply_markup=letter.keyboard,
                disable_web_page_preview=True,
            )
        except BadRequest as error:
            if NO_TEXT not in error.message.lower():
                raise
        if units(letter.text) > MAX_CAPTION:
            raise Lasting("message_gone")
        return await self._recaption(chat, message_id, letter)

    async def _recaption(self, chat: str, message_id: str, letter: Letter) -> object:
        return await self._bot.edit_message_caption(
            _number(chat),
            _number(message_id),
            caption=letter.text or None,
            caption_entities=letter.entities or None,
            reply_markup=letter.keyboard,
        )


def _number(address: str) -> int:
    """A chat's or message's id. Raises `Lasting` for what cannot be one."""
    try:
        return int(address)
    except ValueError:
        pass
    raise Lasting("gone")
