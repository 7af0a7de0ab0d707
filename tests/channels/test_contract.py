"""The channel contract, on Telegram. Other channels do the same with their own harness."""

from collections.abc import AsyncIterator

import pytest

from tests.channels.contract import ChannelContract
from tests.channels.telegram_harness import TelegramHarness
from tests.doubles.bot_api import BotApiDouble


class TestTelegram(ChannelContract):
    @pytest.fixture
    async def harness(self) -> AsyncIterator[TelegramHarness]:
        async with BotApiDouble() as double:
            harness = TelegramHarness(double)
            yield harness
            await harness.close()
