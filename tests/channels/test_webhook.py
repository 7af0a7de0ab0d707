"""Webhook requests: 200 only after the commit, and many in one transaction."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from channels.telegram.channel import TelegramChannel
from channels.telegram.reading import Me, Reader
from channels.telegram.webhook import Receiving
from domain.messages import Kind
from tests.channels.harness import Core
from tests.channels.telegram_harness import NOON
from tests.doubles.bot_api import BotApiDouble

SECRET = "s3cret_of_the_hook"


def receiving(core: Core) -> Receiving:
    return Receiving(Reader(Me(7, "zhibu_bot"), lambda: NOON), core.deliver, SECRET)


def body(number: int, text: str = "参加") -> bytes:
    message = {
        "message_id": number,
        "from": {"id": 41, "is_bot": False, "first_name": "李"},
        "chat": {"id": 41, "type": "private"},
        "date": 1_772_000_000,
        "text": text,
    }
    return json.dumps({"update_id": number, "message": message}).encode()


async def test_statuses():
    core = Core()
    hook = receiving(core)
    assert await hook.receive(body(1), SECRET) == 200
    assert [event.text for event in core.committed] == ["参加"]
    assert await hook.receive(body(2), "wrong") == 403
    assert await hook.receive(body(2), "") == 403
    assert await hook.receive(body(2), "错误的口令") == 403
    for broken in (b"", b"{", b"[]", b'"x"', b"{}", b"\xff\xfe", b'{"update_id":"x"}'):
        assert await hook.receive(broken, SECRET) == 400
    assert await hook.receive(b'{"update_id":5,"message":{"chat":3}}', SECRET) == 200
    core.down = True
    assert await hook.receive(body(3), SECRET) == 503
    core.down = False
    assert await hook.receive(body(3), SECRET) == 200
    assert [event.key for event in core.committed] == ["telegram:7:1", "telegram:7:3"]


async def test_requests_that_arrive_together_are_committed_together():
    core, sizes = Core(), []

    async def note(batch) -> None:
        sizes.append(len(batch))
        await asyncio.sleep(0.02)

    core.on_batch = note
    hook = receiving(core)
    statuses = await asyncio.gather(*(hook.receive(body(n), SECRET) for n in range(250)))
    assert set(statuses) == {200}
    assert len(core.committed) == 250
    assert max(sizes) == 100
    assert len(sizes) == 3


async def test_no_answer_before_the_commit():
    core, go = Core(), asyncio.Event()

    async def wait(batch) -> None:
        await go.wait()

    core.on_batch = wait
    hook = receiving(core)
    request = asyncio.create_task(hook.receive(body(1), SECRET))
    await asyncio.sleep(0.05)
    assert not request.done()
    go.set()
    assert await request == 200


@pytest.fixture
async def served() -> AsyncIterator[tuple[BotApiDouble, TelegramChannel]]:
    """The double brings updates to a web server that hands them to the channel."""
    async with BotApiDouble() as double:
        holder: list[TelegramChannel] = []

        async def take(request: web.Request) -> web.Response:
            secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
            return web.Response(status=await holder[0].receive(await request.read(), secret))

        app = web.Application()
        app.router.add_post("/telegram", take)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        root = f"http://127.0.0.1:{runner.addresses[0][1]}/"
        channel = TelegramChannel(
            double.token, double.root, now=lambda: NOON, webhook_root=root, webhook_secret=SECRET
        )
        holder.append(channel)
        yield double, channel
        await channel.stop()
        await runner.cleanup()


async def test_the_channel_over_a_webhook(served):
    double, channel = served
    core = Core()
    core.down = True
    await channel.start(core.deliver)
    await double.wait_for(lambda: double.service.webhook["url"].endswith("/telegram"))
    assert "//telegram" not in double.service.webhook["url"]
    assert double.service.updates.allowed is not None
    for number in range(60):
        double.people.text(41, 41, f"话 {number}")
    await double.wait_for(lambda: core.refused)
    core.down = False
    events = await core.wait_for(Kind.TEXT, 60)
    assert {event.text for event in events} == {f"话 {number}" for number in range(60)}
    await double.wait_for(lambda: not len(double.service.updates))
    assert channel.state == "ok"


def test_a_webhook_without_a_secret_is_refused_in_words():
    with pytest.raises(ValueError, match="ZHIBU_TELEGRAM_SECRET"):
        TelegramChannel("1:x", now=lambda: NOON, webhook_root="https://example.org")
