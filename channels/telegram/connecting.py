"""From nothing to serving: who the bot is, its menus, then polling or the webhook."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from telegram import Bot
from telegram.error import InvalidToken, RetryAfter, TelegramError

from channels.telegram.errors import fault_of
from channels.telegram.link import Link
from channels.telegram.menus import Menus, set_menus
from channels.telegram.polling import BAD_TOKEN, NO_ANSWER, Polling, back_off
from channels.telegram.reading import ALLOWED_UPDATES, Me, Reader
from channels.telegram.webhook import HELD, Receiving
from domain.messages import Deliver, Passing

log = logging.getLogger(__name__)

CONNECTED = "ok"
T = TypeVar("T")
NOT_STARTED = "尚未连接聊天服务。"
PATH = "/telegram"
WEBHOOK_CONNECTIONS = 100


class Connection:
    """Connects, with back-off while the service is unreachable, and serves until stopped."""

    def __init__(
        self,
        link: Link,
        bot: Bot,
        *,
        now: Callable[[], datetime],
        webhook_root: str | None,
        webhook_secret: str,
        menus: Menus,
        listens: bool,
        may_poll: Callable[[], Awaitable[bool]] | None,
    ) -> None:
        self._link, self._bot, self._now = link, bot, now
        self._webhook_root, self._secret = webhook_root, webhook_secret
        self._menus, self._listens, self._may_poll = menus, listens, may_poll
        self.state = NOT_STARTED
        self._me: Me | None = None
        self._stopping = asyncio.Event()
        self._polling: Polling | None = None
        self._receiving: Receiving | None = None

    async def username(self) -> str:
        """The bot's name after the @, asked for when it is not known. Raises TelegramError."""
        me = self._me or await self._introduce()
        return me.username

    def stop(self) -> None:
        """Ends `serve` once the batch in hand is finished."""
        self._stopping.set()
        if self._polling is not None:
            self._polling.stop()

    async def serve(self, deliver: Deliver) -> None:
        """Connects and serves; ends after `stop` or when the token is refused."""
        me = await self._insist(self._introduce)
        if me is None:
            return
        await set_menus(self._bot, self._menus)
        if not self._listens:
            self.state = CONNECTED
            return
        reader = Reader(me, self._now)
        if self._webhook_root:
            await self._take_webhook(reader, deliver)
        else:
            await self._poll(reader, deliver)

    async def receive(self, body: bytes, secret: str) -> int:
        """As `Receiving.receive`; 503 before the connection stands."""
        if self._receiving is None:
            return HELD
        return await self._receiving.receive(body, secret)

    async def _introduce(self) -> Me:
        user = await self._bot.get_me()
        self._me = Me(user.id, user.username or "", bool(user.can_read_all_group_messages))
        return self._me

    async def _take_webhook(self, reader: Reader, deliver: Deliver) -> None:
        self._receiving = Receiving(reader, deliver, self._secret)
        await self._insist(self._set_webhook)
        if not self._stopping.is_set():
            self.state = CONNECTED
        await self._stopping.wait()
        await self._receiving.stop()

    async def _set_webhook(self) -> bool:
        return await self._bot.set_webhook(
            str(self._webhook_root).rstrip("/") + PATH,
            secret_token=self._secret,
            allowed_updates=ALLOWED_UPDATES,
            max_connections=WEBHOOK_CONNECTIONS,
        )

    async def _poll(self, reader: Reader, deliver: Deliver) -> None:
        if not await self._insist(self._bot.delete_webhook):
            return
        self._polling = Polling(self._link, reader, deliver, self._tell, may_poll=self._may_poll)
        if self._stopping.is_set():
            self._polling.stop()
        self.state = CONNECTED
        await self._polling.run()

    def _tell(self, sentence: str) -> None:
        self.state = sentence or CONNECTED

    async def _insist(self, act: Callable[[], Awaitable[T]]) -> T | None:
        """Tries until it works; None after `stop` or when the service refuses the token."""
        waits = back_off()
        while not self._stopping.is_set():
            try:
                return await act()
            except InvalidToken:
                self.state = BAD_TOKEN
                log.error(BAD_TOKEN)  # noqa: TRY400  its traceback says nothing more
                return None
            except TelegramError as error:
                wait = next(waits)
                if isinstance(error, RetryAfter) and isinstance(fault := fault_of(error), Passing):
                    wait = fault.seconds
            if self.state != NO_ANSWER:
                log.warning(NO_ANSWER)
            self.state = NO_ANSWER
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), wait)
        return None
