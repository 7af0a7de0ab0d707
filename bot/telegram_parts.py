"""The Telegram channel, put together from the settings."""

from collections.abc import Callable
from datetime import datetime

from channels.telegram.channel import TelegramChannel

from bot.settings import Settings
from handlers.menus import command_menus


def telegram_channel(settings: Settings, now: Callable[[], datetime]) -> TelegramChannel | None:
    """The channel, or None without a token."""
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
    )
