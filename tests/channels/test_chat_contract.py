"""The channel contract, on the built-in chat."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.channels.chat_harness import ChatHarness
from tests.channels.contract import ChannelContract


class TestChat(ChannelContract):
    @pytest.fixture
    async def harness(self, tmp_path: Path) -> AsyncIterator[ChatHarness]:
        (tmp_path / "installation").mkdir()
        harness = await ChatHarness.begin(tmp_path / "installation")
        yield harness
        await harness.close()
