from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from content import sentences
from scheduler.courier import Courier
from store.worker import Worker
from tests.scheduler.memory import MemoryChannel
from tests.scheduler.stage import at


@dataclass
class Hand:
    """A clock that a test moves."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Hand:
    return Hand(at("2026-11-24 10:00"))


@pytest.fixture
def channel() -> MemoryChannel:
    return MemoryChannel()


@pytest.fixture
def worker(engine: Engine) -> Iterator[Worker]:
    worker = Worker(engine)
    yield worker
    worker.close()


@pytest.fixture
def courier(worker: Worker, channel: MemoryChannel, clock: Hand, plain_words: None) -> Courier:
    return Courier(worker, {"memory": channel}, clock)


@pytest.fixture
def plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two sentences of the tests' own beside the product's: one plain, one that breaks."""
    real, template = dict(sentences.sources()), sentences._template
    own = {"test_plain": "{{ text }}", "test_broken": "{{ nothing_of_the_kind }}"}
    made = {key: sentences._environment().from_string(text) for key, text in own.items()}
    monkeypatch.setattr(sentences, "sources", lambda: real | own)
    monkeypatch.setattr(sentences, "_template", lambda key: made.get(key) or template(key))
