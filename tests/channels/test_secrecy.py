"""No token in any line, whichever library writes at DEBUG, nor in any exception."""

import asyncio
import io
import logging
import traceback
from datetime import UTC, datetime

import httpx
import pytest

from bot.logs import TextLines
from bot.masking import masker
from channels.telegram.channel import TelegramChannel
from channels.telegram.link import Link, Unreachable
from domain.messages import Message, Passing, Urgency
from tests.doubles.bot_api import TOKEN, BotApiDouble

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def everything():
    """All loggers at DEBUG into one stream, written as the product writes its logs."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root = logging.getLogger()
    level, names = root.level, ("asyncio", "aiohttp", "telegram", "httpx", "httpcore", "channels")
    levels = {name: logging.getLogger(name).level for name in names}
    handler.setFormatter(TextLines(masker([TOKEN])))
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)
    for name, old in levels.items():
        logging.getLogger(name).setLevel(old)


async def test_a_whole_life_with_an_outage_at_debug(everything):
    async with BotApiDouble() as double:
        double.people.group(-1)
        channel = TelegramChannel(TOKEN, double.root, now=lambda: NOON)
        await channel.start(_take)
        await channel.send("-1", Message("通知"), Urgency.MESSAGE)
        double.fault = "error"
        with pytest.raises(Passing):
            await channel.send("-1", Message("通知"), Urgency.MESSAGE)
        await double.close()
        with pytest.raises(Passing) as caught:
            await channel.send("-1", Message("通知"), Urgency.MESSAGE)
        await asyncio.sleep(0.1)
        await channel.stop()
    async with httpx.AsyncClient() as client:
        with pytest.raises(httpx.ConnectError):
            await client.post(f"{double.root}/bot{TOKEN}/getMe")
    said = everything.getvalue()
    assert "sendMessage" in said  # the library's debug lines did come through
    assert TOKEN not in said
    assert TOKEN not in "".join(traceback.format_exception(caught.value))


async def _take(batch) -> None:
    return None


async def test_an_error_of_the_link_carries_no_address_in_its_chain():
    link = Link(TOKEN, "http://127.0.0.1:9")
    with pytest.raises(Unreachable) as caught:
        await link.call("getMe", {})
    await link.close()
    error: BaseException | None = caught.value
    while error is not None:
        assert TOKEN not in str(error)
        error = error.__cause__ or error.__context__
