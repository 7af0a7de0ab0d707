from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.journeys.faulty import FaultyDouble
from tests.journeys.house import House, house_at


@pytest.fixture
async def house(sqlite_url: str, tmp_path: Path) -> AsyncIterator[House]:
    """A service on SQLite that nobody has spoken to yet."""
    async with house_at(sqlite_url, tmp_path / "data") as house:
        yield house


@pytest.fixture
async def double() -> AsyncIterator[FaultyDouble]:
    """A Bot API for a process of its own."""
    async with FaultyDouble() as double:
        yield double
