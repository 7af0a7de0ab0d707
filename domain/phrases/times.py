"""When a meeting is: one start out of all a sentence says, or why there is none."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from domain.phrases.day_parts import MORNING
from domain.phrases.hours import Moment, moment_of
from domain.phrases.meeting_days import MeetingDay, day_for, either_or
from domain.phrases.mentions import Mentions, Told, find_mentions
from domain.phrases.spans import Clock, Day
from domain.phrases.spells import from_now, lasts, put_off
from domain.phrases.time_roles import Role
from domain.phrases.wording import Wording, fold

_SAME_TIME = re.compile(
    r"时间(?:还是)?(?:不变|照旧|不动|一样)|(?:同一|原|同样)时间|时间地点(?:都|均)?(?:不变|照旧)"
)
_PICK = re.compile(r"都行|都可以|都成|哪天|哪个时间|选一天|挑一天|二选一|任选|看哪")
_OFF = re.compile(
    r"(?<![如若要需得])(?:会议|活动)?(?:取消|暂停|暂缓|改期(?!到|至|为)|不开了|开不成"
    r"|延期(?!到|至|为)|推迟(?!到|至|为))"
)


@dataclass(frozen=True)
class TimeReading:
    """What a text says about when.

    `start` and `end` carry the timezone of the `now` given. Where no start is settled, `problem`
    is invalid, conflict, ambiguous or no_time, `options` the starts it may be (soonest first), and
    `day` the day if that much is settled. `past`: the start lies before now. `odd_hour`: it lies
    before six in the morning unsaid, as a bare 2:30 does on the 24-hour clock. `time_text`: the
    words that were read, or not understood.
    """

    start: datetime | None = None
    end: datetime | None = None
    problem: str | None = None
    past: bool = False
    options: tuple[datetime, ...] = ()
    day: date | None = None
    time_text: str | None = None
    odd_hour: bool = False
    spans: tuple[tuple[int, int], ...] = ()


def read_time(text: str, now: datetime) -> TimeReading:
    """Read when a meeting is from a whole notice or a bare answer (下午三点, 周五晚7点).

    `now` is an aware datetime; its timezone is that of the result. Weeks begin on Monday, public
    holidays play no part. Never raises.
    """
    wording = fold(text)
    return with_words(time_of(wording.text, now), wording)


def with_words(reading: TimeReading, wording: Wording) -> TimeReading:
    """`reading` with the words it was read from, as written (at most 40 characters)."""
    if not reading.spans:
        return reading
    first = min(start for start, _ in reading.spans)
    last = max(end for _, end in reading.spans)
    return replace(reading, time_text=wording.written(first, min(last, first + 40)))


def time_of(text: str, now: datetime) -> TimeReading:
    """As `read_time`, of a text that is already folded; `spans` are places in it."""
    mentions = find_mentions(text, now.date())
    clock, pool = _choose_clock(mentions)
    if clock is None:
        return _without_clock(text, mentions, now)
    day = day_for(clock, mentions, now.date())
    spans = _spans(day, clock)
    if _called_off(text, mentions, clock):
        return TimeReading(problem="no_time", day=day.value, spans=spans)
    reading = _combine(day, clock, pool, mentions, now)
    reading = _shifted(reading, text, now, day.span is not None, mentions)
    return replace(reading, spans=spans)


def _choose_clock(mentions: Mentions) -> tuple[Told | None, list[Told]]:
    """The clock of the meeting itself, then of gathering, then of sign-in; and the later ones."""
    pool = [told for told in mentions.clocks if _is_clock(told)]
    new = [told.span.start for told in (*mentions.days, *mentions.clocks) if told.new]
    if new:
        point = min(new)
        later = [told for told in pool if told.span.start >= point]
        if later or not _SAME_TIME.search(mentions.text):
            pool = later
    else:
        pool = [told for told in pool if not told.old] or pool
        pool = [told for told in pool if not told.agenda] or pool
    for role in (Role.MEETING, Role.GATHER, Role.SIGN_IN):
        of_role = [told for told in pool if told.role == role and not _second(told)]
        if of_role:
            return of_role[0], pool
    return None, pool


def _is_clock(told: Told) -> bool:
    return isinstance(told.span, Clock)


def _second(told: Told) -> bool:
    return isinstance(told.span, Clock) and told.span.second


def _spans(day: MeetingDay, clock: Told) -> tuple[tuple[int, int], ...]:
    spans = [(clock.span.start, clock.span.end)]
    if day.span:
        spans.append((day.span.start, day.span.end))
    return tuple(spans)


def _without_clock(text: str, mentions: Mentions, now: datetime) -> TimeReading:
    told = from_now(text)
    if told and not mentions.days:
        start = (now + told[2]).replace(second=0, microsecond=0)
        return TimeReading(start, _end_by_length(start, text), day=start.date(), spans=(told[:2],))
    day = day_for(None, mentions, now.date())
    spans = ((day.span.start, day.span.end),) if day.span else ()
    problem = day.problem or "no_time"
    return TimeReading(problem=problem, day=day.value, spans=spans)


def _called_off(text: str, mentions: Mentions, clock: Told) -> bool:
    """取消, 推迟 without a new time: the time named holds no longer."""
    moved = _has_new(mentions)
    found = _OFF.search(text)
    return bool(found) and not moved and put_off(text) is None and not _fresh(found, clock)


def _fresh(found: re.Match[str] | None, clock: Told) -> bool:
    """A time named after the cancelling words, not as the one called off, is the new one."""
    return found is not None and clock.span.start > found.end() and not clock.old


def _combine(
    day: MeetingDay, clock: Told, pool: list[Told], mentions: Mentions, now: datetime
) -> TimeReading:
    assert isinstance(clock.span, Clock)
    moment = moment_of(clock.span, mentions)
    later = [told.span for told in pool if isinstance(told.span, Clock)]
    if either_or(mentions, clock.span, later):
        moment = Moment(problem="ambiguous", choices=_both(clock.span, later, mentions))
    if _either_day(day, mentions):
        day = MeetingDay(None, "ambiguous", _days_offered(day, mentions), day.span)
    problem = _worst(day.problem, moment.problem)
    if problem or day.value is None:
        options = _options(day, moment, now)
        return TimeReading(problem=problem or "no_time", options=options, day=day.value)
    start = _at(day.value, moment.hour, moment.minute, now)
    end = _end(start, clock.span, mentions)
    return TimeReading(start, end, past=start < now, day=day.value, odd_hour=_odd(moment, mentions))


def _odd(moment: Moment, mentions: Mentions) -> bool:
    """Before six, though nobody wrote 凌晨 or 早上."""
    said = any(part.name == MORNING for part in (*mentions.parts, *mentions.hints))
    return moment.hour < 6 and not said


def _both(first: Clock, later: list[Clock], mentions: Mentions) -> tuple[tuple[int, int], ...]:
    moments = [moment_of(clock, mentions) for clock in (first, *later[1:2])]
    return tuple((moment.hour, moment.minute) for moment in moments if moment.problem is None)


def _either_day(day: MeetingDay, mentions: Mentions) -> bool:
    spans = [told.span for told in mentions.days if isinstance(told.span, Day)]
    mine = [span for span in spans if day.span and span.overlaps(day.span)]
    several = len({span.value for span in spans if span.value}) > 1
    if several and _PICK.search(mentions.text):
        return True
    return bool(mine) and either_or(mentions, mine[-1], spans)


def _days_offered(day: MeetingDay, mentions: Mentions) -> tuple[date, ...]:
    spans = [told.span for told in mentions.days if isinstance(told.span, Day)]
    later = [span for span in spans if day.span and span.start >= day.span.start]
    return tuple(span.value for span in later[:2] if span.value)


def _worst(*problems: str | None) -> str | None:
    for problem in ("invalid", "conflict", "no_time", "ambiguous"):
        if problem in problems:
            return problem
    return None


def _options(day: MeetingDay, moment: Moment, now: datetime) -> tuple[datetime, ...]:
    days = (day.value,) if day.value else day.options
    if moment.problem in (None, "ambiguous") and day.problem in (None, "ambiguous"):
        clocks = moment.choices or (() if moment.problem else ((moment.hour, moment.minute),))
        return tuple(sorted(_at(each, *clock, now) for each in days for clock in clocks))
    return ()


def _at(day: date, hour: int, minute: int, now: datetime) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=now.tzinfo)


def _end(start: datetime, clock: Clock, mentions: Mentions) -> datetime | None:
    """The far end of the range, a time said to be the end, or start and stated length."""
    for told in mentions.clocks:
        span = told.span
        if not isinstance(span, Clock) or span.start <= clock.start:
            continue
        if span.second or told.role == Role.END:
            return _end_at(start, span, mentions)
        if span.start > clock.start and told.role == Role.MEETING and not told.agenda:
            break
    return _end_by_length(start, mentions.text)


def _end_at(start: datetime, clock: Clock, mentions: Mentions) -> datetime | None:
    moment = moment_of(clock, mentions)
    choices = moment.choices if moment.problem else ((moment.hour, moment.minute),)
    for hour, minute in (*choices, (clock.hour + 12, clock.minute)):
        if hour < 24 and minute < 60:
            end = start.replace(hour=hour, minute=minute)
            if end > start:
                return end
    return None


def _end_by_length(start: datetime, text: str) -> datetime | None:
    length = lasts(text)
    return start + length if length else None


def _has_new(mentions: Mentions) -> bool:
    return any(told.new for told in (*mentions.days, *mentions.clocks))


def _old_day(mentions: Mentions) -> date | None:
    """The one day said to hold no longer (原定周三), from which a shift counts."""
    days = {told.span.value for told in mentions.days if told.old and isinstance(told.span, Day)}
    return days.pop() if len(days) == 1 else None


def _shifted(
    reading: TimeReading, text: str, now: datetime, day_named: bool, mentions: Mentions
) -> TimeReading:
    """推迟半小时: the named time moved by so much, unless the new time is named as well."""
    shift = put_off(text)
    if shift is None or reading.start is None or _has_new(mentions):
        return reading
    start = reading.start
    if not day_named and abs(shift) >= timedelta(days=1):
        old = _old_day(mentions)
        if old is None:
            return TimeReading(problem="no_time")  # 延后一天, but from which day?
        start = _at(old, start.hour, start.minute, now)
    start += shift
    end = reading.end + shift if reading.end else None
    return replace(reading, start=start, end=end, past=start < now, day=start.date())
