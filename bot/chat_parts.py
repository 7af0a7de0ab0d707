"""The built-in chat, put together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.settings import Settings
from store.worker import Worker
from web.chat.channel import ChatChannel
from web.chat.demo import DemoControl
from web.chat.pages import ChatPages
from web.parts import Part


@dataclass(frozen=True, slots=True)
class ChatParts:
    """The channel and the pages that show it."""

    channel: ChatChannel
    pages: list[Part]


def chat_parts(
    settings: Settings, worker: Worker, now: Callable[[], datetime], demo: DemoControl | None
) -> ChatParts:
    """The channel with its pages; in a demo people pick whose phone they hold."""
    channel = ChatChannel(worker, settings.data, now)
    pages = ChatPages(
        channel, demo=demo, public_url=settings.public_url, timezone=settings.timezone
    )
    return ChatParts(channel, [pages])
