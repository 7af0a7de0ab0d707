from datetime import datetime

import pytest
from sqlalchemy import Engine

from tests.handlers.desk import Desk


@pytest.fixture
def desk(engine: Engine, now: datetime) -> Desk:
    return Desk(engine, now)


@pytest.fixture
def branch(desk: Desk) -> Desk:
    """A branch with its group, roster and everybody claimed."""
    desk.found()
    desk.seen.clear()
    return desk
