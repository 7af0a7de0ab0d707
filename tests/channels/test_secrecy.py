"""No token in any line, whichever library writes at DEBUG, nor in any exception."""

import asyncio
import io
import logging
import traceback
from datetime import UTC, datetime
from urllib.parse import quote

import httpx
import pytest

from channels.telegram.channel import TelegramChannel
from channels.telegram.link import Link, Unreachable
from channels.telegram.secrecy import HIDDEN, Secrecy, attach
from domain.messages import Message, Passing, Urgency
from tests.doubles.bot_api import TOKEN, BotApiDouble

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECRET = "hook/secret&1"


def lines_of(write) -> str:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(name)s %(message)s %(url)s", defaults={"url": ""}))
    attach([TOKEN, SECRET], [handler])
    logger = logging.getLogger("some.library")
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        write(logger)
    finally:
        logger.removeHandler(handler)
    return stream.getvalue()


def test_messages_arguments_extras_and_tracebacks():
    def write(logger: logging.Logger) -> None:
        logger.debug("POST https://api.telegram.org/bot%s/getMe", TOKEN)
        logger.info(f"secret {SECRET} and {quote(SECRET, safe='')}", extra={"url": f"/bot{TOKEN}/"})
        logger.info("%s %s", "too few", extra={"url": TOKEN})
        try:
            raise ValueError(f"no host in bot{TOKEN}")
        except ValueError:
            logger.exception("failed", stack_info=True)

    said = lines_of(write)
    assert TOKEN not in said
    assert SECRET not in said
    assert quote(SECRET, safe="") not in said
    assert said.count(HIDDEN) >= 6
    assert "Traceback" in said


def test_what_looks_like_a_token_is_hidden_without_being_told():
    said = Secrecy().hide("bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/getMe at 10:30:00")
    assert said == f"bot{HIDDEN}/getMe at 10:30:00"


@pytest.fixture
def everything():
    """All loggers at DEBUG into one stream, with the filter as the wiring attaches it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root = logging.getLogger()
    level, names = root.level, ("asyncio", "aiohttp", "telegram", "httpx", "httpcore", "channels")
    levels = {name: logging.getLogger(name).level for name in names}
    attach([TOKEN], [handler])
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
