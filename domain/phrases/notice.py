"""Reading what a secretary types to call a meeting."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.phrases.audience import COMMITTEE, audience_of, group_of
from domain.phrases.events import kind_of_event
from domain.phrases.kind_words import COMMITTEE as COMMITTEE_KIND
from domain.phrases.kind_words import GROUP
from domain.phrases.kinds import kind_of, read_kind
from domain.phrases.mentions import find_mentions
from domain.phrases.place_answers import PlaceAnswer, read_place
from domain.phrases.places import place_of, without_times
from domain.phrases.times import TimeReading, read_time, time_of, with_words
from domain.phrases.topics import topics_of
from domain.phrases.wording import Wording, fold

__all__ = [
    "Notice",
    "PlaceAnswer",
    "TimeReading",
    "read_kind",
    "read_notice",
    "read_place",
    "read_time",
]


@dataclass(frozen=True)
class Notice:
    """What a call to a meeting says.

    `kind` is one of general_meeting, committee_meeting, group_meeting, lecture, theme_day,
    organisational_life, appraisal, election, other. `start` and `end` are aware, in the timezone
    of `now`. `missing` holds what a person would have to ask: kind, start, place, audience.
    Where `start` is open, `problem` says why (invalid, conflict, ambiguous, no_time) and `options`
    lists what it may be. `past`: it lies before now. `place_open`: the text itself says that the
    place is still to come. `day`, `time_text` and `odd_hour` are as in `TimeReading`.
    """

    kind: str | None
    start: datetime | None
    end: datetime | None
    place: str | None
    topics: tuple[str, ...]
    audience: str | None
    missing: frozenset[str]
    problem: str | None
    past: bool
    options: tuple[datetime, ...]
    day: date | None = None
    time_text: str | None = None
    odd_hour: bool = False
    place_open: bool = False


def read_notice(text: str, now: datetime) -> Notice:
    """Read a call to a meeting, in whatever order and spelling. Never guesses and never raises.

    `now` is an aware datetime: it settles 明天 and 周五, and its timezone is that of the result.
    """
    wording = fold(text)
    when = with_words(time_of(wording.text, now), wording)
    mentions = find_mentions(wording.text, now.date())
    place, place_open = place_of(wording, mentions)
    kind = kind_of(wording.text) or kind_of_event(without_times(wording.text, mentions))
    audience = _audience(kind, wording)
    missing = {"kind": kind, "start": when.start, "place": place}
    gaps = {name for name, value in missing.items() if value is None}
    if kind == GROUP and audience is None:
        gaps.add("audience")
    return Notice(
        kind,
        when.start,
        when.end,
        place,
        topics_of(wording),
        audience,
        frozenset(gaps),
        when.problem,
        when.past,
        when.options,
        when.day,
        when.time_text,
        when.odd_hour,
        place_open,
    )


def _audience(kind: str | None, wording: Wording) -> str | None:
    if kind == COMMITTEE_KIND:
        return COMMITTEE
    return group_of(wording) or audience_of(wording)
