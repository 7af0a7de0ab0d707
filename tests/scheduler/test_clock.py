import asyncio
import logging
from datetime import UTC, datetime, timedelta

import pytest

from scheduler import clock as clock_module
from scheduler.clock import Clock, Metronome


def test_a_demo_moves_its_clock_forward_only() -> None:
    clock = Clock()
    before = clock.now()
    assert before.tzinfo is UTC
    clock.advance_to(before + timedelta(hours=5))
    assert timedelta() <= clock.now() - before - timedelta(hours=5) < timedelta(seconds=5)
    with pytest.raises(ValueError, match="forward"):
        clock.advance_to(before)


class Wall:
    """The machine's clock, set by a test; `datetime.now` of every module that beats."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ahead = ahead = [timedelta()]

        class Set(datetime):
            @classmethod
            def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
                return datetime.now(tz) + ahead[0]  # type: ignore[arg-type]  # noqa: TID251

        for module in (
            "apscheduler.schedulers.base",
            "apscheduler.triggers.interval",
            "apscheduler.job",
        ):
            monkeypatch.setattr(f"{module}.datetime", Set, raising=False)
        monkeypatch.setattr(clock_module, "datetime", Set)

    def set_by(self, **span: float) -> None:
        self.ahead[0] += timedelta(**span)


@pytest.mark.parametrize("hours", [5, -5])
async def test_a_step_of_the_wall_clock_is_named_and_does_not_stop_the_beat(
    hours: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    wall = Wall(monkeypatch)
    monkeypatch.setattr(clock_module, "BEAT_SECONDS", 0.1)
    caplog.set_level(logging.WARNING, "scheduler.clock")
    beats: list[datetime] = []
    clock = Clock()

    async def beat() -> None:
        beats.append(clock.now())

    metronome = Metronome(clock, beat, watch_seconds=0.4)
    metronome.start()
    await asyncio.sleep(0.5)
    assert beats
    wall.set_by(hours=hours)
    await asyncio.sleep(0.6)
    caught_up = len(beats)
    await asyncio.sleep(0.6)
    metronome.stop()
    assert len(beats) >= caught_up + 3
    assert len([record for record in caplog.records if "系统时钟" in record.getMessage()]) == 1
    assert f"{hours * 3600:+d} 秒" in caplog.text
    ended = len(beats)
    await asyncio.sleep(0.3)
    assert len(beats) == ended


def test_a_step_is_noticed_in_the_time_that_is_promised() -> None:
    assert clock_module.WATCH_SECONDS <= 15


async def test_a_demo_moving_its_clock_is_no_step(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock()

    async def beat() -> None:
        """Nothing to do."""

    metronome = Metronome(clock, beat, watch_seconds=0.1)
    metronome.start()
    clock.advance_to(clock.now() + timedelta(days=1))
    await asyncio.sleep(0.3)
    metronome.stop()
    assert caplog.records == []


async def test_a_beat_that_fails_or_takes_long_does_not_stop_the_next(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(clock_module, "BEAT_SECONDS", 0.05)
    at_once = most = beats = 0

    async def beat() -> None:
        nonlocal at_once, most, beats
        beats += 1
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0.12)
        at_once -= 1
        if beats == 1:
            raise ZeroDivisionError

    metronome = Metronome(Clock(), beat)
    metronome.start()
    await asyncio.sleep(0.8)
    metronome.stop()
    assert beats >= 3
    assert most == 1
    assert [record.levelname for record in caplog.records] == ["ERROR"]
