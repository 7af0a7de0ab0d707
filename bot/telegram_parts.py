"""The Telegram channel, put together from the settings."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy import Engine

from bot.locking import Lock, poller_lock
from bot.settings import Settings
from channels.telegram.channel import TelegramChannel
from handlers.menus import command_menus


def telegram_channel(
    settings: Settings,
    engine: Engine,
    now: Callable[[], datetime],
    *,
    listens: bool,
) -> TelegramChannel | None:
    """The channel, or None without a token.

    A process that only sends does not listen; of several that listen one at a time polls.
    """
    if settings.telegram_token is None:
        return None
    secret = settings.telegram_secret
    return TelegramChannel(
        settings.telegram_token.get_secret_value(),
        settings.telegram_api,
        rate=settings.telegram_rate,
        group_rate=settings.telegram_group_rate,
        private_rate=settings.telegram_private_rate,
        now=now,
        webhook_root=settings.telegram_webhook,
        webhook_secret=secret.get_secret_value() if secret else None,
        commands=command_menus(),
        listens=listens,
        may_poll=_asks(poller_lock(engine, settings.telegram_token.get_secret_value())),
    )


def _asks(lock: Lock) -> Callable[[], Awaitable[bool]]:
    """Whether this process may poll, asked without holding up the loop."""

    async def may_poll() -> bool:
        return await asyncio.to_thread(lock.keep)

    return may_poll
