"""Pieces of a text: from where to where, and what stands there."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar


@dataclass(frozen=True)
class Span:
    """``text[start:end]`` of the folded text."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Day(Span):
    """A mention of a day.

    `value` is None where the words settle none; `problem` says why (invalid, ambiguous, no_time),
    `options` lists what they may mean. `weekday` is set for a bare 周X (Monday 0), which beside
    a date only confirms it. `number` is the N of a bare N号; `month` is set where a month alone
    is named (12月主题党日). `vague` marks words that name no single day at all.
    """

    value: date | None
    problem: str | None = None
    options: tuple[date, ...] = ()
    weekday: int | None = None
    number: int | None = None
    month: tuple[int, int] | None = None
    vague: bool = False


@dataclass(frozen=True)
class Clock(Span):
    """A mention of a time of day, as written: no part of the day is applied yet.

    `colon` marks hh:mm, which is the 24-hour clock; `second` the far end of a range;
    `vague` a wording like 三四点.
    """

    hour: int
    minute: int
    colon: bool = False
    second: bool = False
    vague: bool = False


@dataclass(frozen=True)
class Part(Span):
    """A part of the day: morning, noon, afternoon or evening. `hint`: told only by the context."""

    name: str
    hint: bool = False


S = TypeVar("S", bound=Span)


def without_overlaps(spans: list[S]) -> list[S]:
    """The spans in order; of two that overlap the earlier, then the longer one stays."""
    kept: list[S] = []
    for span in sorted(spans, key=lambda each: (each.start, -each.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept
