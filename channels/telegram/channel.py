"""The Telegram channel: connects, delivers, sends, edits, answers and fetches."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from telegram import Bot
from telegram.error import TelegramError

from channels.telegram.connecting import Connection
from channels.telegram.errors import fault_of
from channels.telegram.files import fetch_file
from channels.telegram.link import OFFICIAL_ROOT, ApiError, Link, Unreachable
from channels.telegram.pacing import Pacer
from channels.telegram.requests import AiohttpRequest
from channels.telegram.sending import Sending
from domain.messages import Deliver, IncomingFile, Lasting, Limits, Message, Passing, Urgency

log = logging.getLogger(__name__)

MAX_TOAST = 200
ANSWER_SECONDS = 10.0
STOP_SECONDS = 1.5


class TelegramChannel:
    """One bot on Telegram; a `Channel`.

    Rates as in the settings: `rate` messages a second over all chats, `group_rate` a minute in
    each group, `private_rate` a second in each private chat. With `webhook_root` updates come
    through `receive`, else by long polling. With `listens` false the channel only sends.
    `may_poll` is asked before each poll where several processes share the token.
    """

    name = "telegram"
    limits = Limits(max_text=4096, buttons=True, can_push=True)

    def __init__(
        self,
        token: str,
        api_root: str | None = OFFICIAL_ROOT,
        rate: float = 30,
        group_rate: float = 20,
        private_rate: float = 1,
        *,
        now: Callable[[], datetime],
        webhook_root: str | None = None,
        webhook_secret: str | None = None,
        commands: Mapping[str, Sequence[tuple[str, str]]] | None = None,
        listens: bool = True,
        may_poll: Callable[[], Awaitable[bool]] | None = None,
    ) -> None:
        if webhook_root and not webhook_secret:
            raise ValueError("设置了 ZHIBU_TELEGRAM_WEBHOOK 时还要设置 ZHIBU_TELEGRAM_SECRET。")
        self._link = Link(token, api_root)
        request = AiohttpRequest(self._link)
        self._bot = Bot(
            token,
            base_url=f"{self._link.root}/bot",
            base_file_url=f"{self._link.root}/file/bot",
            request=request,
            get_updates_request=request,
        )
        pacer = Pacer(rate, group_rate, private_rate)
        self._connection = Connection(
            self._link,
            self._bot,
            now=now,
            webhook_root=webhook_root,
            webhook_secret=webhook_secret or "",
            menus=commands or {},
            listens=listens,
            may_poll=may_poll,
        )
        self._sending = Sending(self._bot, self._link, pacer, self._connection.username)
        self._serving: asyncio.Task[None] | None = None

    @property
    def state(self) -> str:
        """ "ok" when the service is heard, else a sentence that says what is wrong."""
        return self._connection.state

    async def start(self, deliver: Deliver) -> None:
        """Begins to connect and returns; an unreachable service is tried again and again."""
        self._serving = asyncio.create_task(self._connection.serve(deliver))

    async def stop(self) -> None:
        """Finishes the batch in hand, acknowledges it and disconnects, within two seconds."""
        if self._serving is not None:
            self._connection.stop()
            await asyncio.wait({self._serving}, timeout=STOP_SECONDS)
            self._serving.cancel()
            await asyncio.gather(self._serving, return_exceptions=True)
            self._serving = None
        await self._link.close()

    async def send(self, chat: str, message: Message, urgency: Urgency) -> list[str]:
        """Sends a message; returns the ids of the messages made, the last with the buttons.

        When only some parts of a long message went out, the same message sent again within ten
        minutes goes on after them. Raises `Passing` or `Lasting`.
        """
        return await self._sending.send(chat, message, urgency)

    async def edit(self, chat: str, message_id: str, message: Message) -> None:
        """Replaces a message's text and buttons. Raises `Passing` or `Lasting`."""
        await self._sending.edit(chat, message_id, message)

    async def answer_press(self, press_id: str, text: str, *, alert: bool) -> None:
        """Answers a press with up to 200 characters; a broken connection is tried once more.

        A fault is never raised: the press is recorded, only its toast is missing.
        """
        params: dict[str, object] = {"callback_query_id": press_id}
        if text:
            params["text"] = text[:MAX_TOAST]
        if alert:
            params["show_alert"] = True
        for _ in range(2):
            try:
                await self._link.call("answerCallbackQuery", params, ANSWER_SECONDS)
            except Unreachable as error:
                if error.timed_out:
                    return
            except ApiError:
                return  # most often too old; there is nobody left to tell
            else:
                return

    async def fetch(self, file: IncomingFile, target: Path) -> None:
        """Brings a person's file to `target`. Raises `Passing`, or `Lasting` over 20 MB."""
        try:
            await fetch_file(self._bot, self._link, file, target)
        except (TelegramError, Unreachable) as error:
            fault: Passing | Lasting = fault_of(error)
        else:
            return
        raise fault

    async def receive(self, body: bytes, secret: str) -> int:
        """One webhook request; returns its HTTP status: 200 after the commit, 403 for a wrong
        secret, 400 for what is no update, 503 when it shall come again."""
        return await self._connection.receive(body, secret)
