"""The clock all phrases are read by: Monday 2026-11-23, 10:00, Asia/Shanghai."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest


@pytest.fixture(scope="session")
def now() -> datetime:
    return datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
