"""From a written time of day to hour and minute of the 24, or the choices it leaves."""

from dataclasses import dataclass

from domain.phrases.day_parts import EVENING, MORNING, hour_in_part
from domain.phrases.mentions import Mentions
from domain.phrases.spans import Clock, Part


@dataclass(frozen=True)
class Moment:
    """Hour and minute, or the `problem` (invalid, conflict, ambiguous) with the hours it may be."""

    hour: int = 0
    minute: int = 0
    problem: str | None = None
    choices: tuple[tuple[int, int], ...] = ()


def moment_of(clock: Clock, mentions: Mentions) -> Moment:
    """What `clock` means, given the parts of the day named before it and hints around it."""
    if clock.vague:
        return Moment(problem="ambiguous")
    if clock.minute > 59 or clock.hour > 24:
        return Moment(problem="invalid")
    if clock.hour == 24:
        return Moment(problem="ambiguous" if clock.minute == 0 else "invalid")
    part = _part_of(clock, mentions)
    if part:
        hour = hour_in_part(clock.hour, part.name)
        if hour is None:
            return Moment(problem="conflict" if clock.hour > 12 else "ambiguous")
        return Moment(hour, clock.minute)
    return _without_part(clock, mentions)


def _part_of(clock: Clock, mentions: Mentions) -> Part | None:
    """The last part named before the clock holds; else one right behind it: 三点（下午）."""
    earlier = [part for part in mentions.parts if part.end <= clock.start]
    if earlier:
        return earlier[-1]
    for part in mentions.parts:
        gap = mentions.text[clock.end : part.start]
        if part.start >= clock.end and gap.strip(" (,") == "":
            return part
    return None


def _without_part(clock: Clock, mentions: Mentions) -> Moment:
    hour = clock.hour
    if clock.colon or hour > 12:
        return Moment(hour, clock.minute)
    if hour in (6, 7):
        return _open_hour(clock, mentions)
    return Moment(hour + 12 if 1 <= hour <= 5 else hour, clock.minute)


def _open_hour(clock: Clock, mentions: Mentions) -> Moment:
    """6 and 7 are morning or evening: 早饭 or 下班后 in the sentence settle it, nothing else."""
    names = {hint.name for hint in mentions.hints}
    if names == {MORNING}:
        return Moment(clock.hour, clock.minute)
    if names == {EVENING}:
        return Moment(clock.hour + 12, clock.minute)
    choices = ((clock.hour, clock.minute), (clock.hour + 12, clock.minute))
    return Moment(problem="ambiguous", choices=choices)
