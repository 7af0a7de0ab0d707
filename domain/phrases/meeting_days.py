"""Which of the days in a text the meeting is on, and whether what is said of it agrees."""

import re
from dataclasses import dataclass
from datetime import date

from domain.phrases.calendar_days import in_month
from domain.phrases.mentions import Mentions, Told, between
from domain.phrases.spans import Clock, Day, Span
from domain.phrases.time_roles import Role
from domain.phrases.weekdays import in_next_week

_SAME = re.compile(r"[\s(),:]*(?:即|也?就是|是|也是)?[\s(]*")
_EITHER = re.compile(r"\s*(?:或者?|还是|要么|/)(?:是|在)?\s*")
_THROUGH = re.compile(r"[\s)]*(?:-|到|至|、|和|,|及|与)\s*")
_DONE = re.compile(r"开|会|课|党日|评议|选举|召集")


@dataclass(frozen=True)
class MeetingDay:
    """The day settled, or the `problem` and the days it may be."""

    value: date | None
    problem: str | None = None
    options: tuple[date, ...] = ()
    span: Span | None = None


def day_for(clock: Told | None, mentions: Mentions, today: date) -> MeetingDay:
    """The day that goes with `clock` (None: no clock was found); today where no day is named."""
    able = _eligible(clock, mentions)
    chosen = _choose(clock, able, mentions)
    if chosen is None and clock is not None:
        if _unclear_after(clock, able, mentions):
            return MeetingDay(None, "no_time")
        return MeetingDay(today)
    if chosen is None:
        return MeetingDay(None, "no_time")
    return _judge(chosen, mentions, clock, today)


def _eligible(clock: Told | None, mentions: Mentions) -> list[Told]:
    """Days that may be the meeting's: no deadlines, no agenda, the new ones of a moved meeting."""
    days = [day for day in mentions.days if day.role != Role.NEVER]
    fresh = [day for day in days if not day.agenda]
    bound = [day for day in days if day.agenda and clock and _touches(day.span, clock, mentions)]
    days = fresh or bound
    new = [day for day in days if day.new]
    if new:
        return [day for day in days if day.span.start >= new[0].span.start]
    kept = [day for day in days if not day.old]
    if clock and (clock.new or clock.old) and not kept:
        return days
    return kept


def _touches(day: Span, clock: Told, mentions: Mentions) -> bool:
    gap = between(mentions.text, day, clock.span)
    return day.end <= clock.span.start and len(gap) <= 4 and not re.search(r"[,。;\n]", gap)


def _choose(clock: Told | None, able: list[Told], mentions: Mentions) -> Told | None:
    firm = [day for day in able if not _vague(day)]
    if clock is None:
        return firm[0] if firm else (able[0] if able else None)
    at = clock.span.start
    before = [day for day in firm if day.span.start < at]
    if before:
        return _head(before, mentions)
    after = [day for day in firm if day.span.start > at]
    if after and after[0].new:
        return after[0]
    if after and not _finished(clock.span, after[0].span, mentions.text):
        return after[0]
    loose = [day for day in able if _vague(day) and day.span.start < at]
    return loose[-1] if loose else None


def _vague(day: Told) -> bool:
    return isinstance(day.span, Day) and day.span.vague


def _head(days: list[Told], mentions: Mentions) -> Told:
    """The first of the days joined to the last one: of 周三至周五 the Wednesday."""
    chosen = days[-1]
    for day in reversed(days[:-1]):
        gap = between(mentions.text, day.span, chosen.span)
        if not (_SAME.fullmatch(gap) or _THROUGH.fullmatch(gap) or _EITHER.fullmatch(gap)):
            break
        chosen = day
    return chosen


def _finished(clock: Span, day: Span, text: str) -> bool:
    """Whether the call was complete before this later day came (下午3点支委会，周六…)."""
    gap = text[clock.end : day.start]
    alone = re.match(r"\s*(?:$|[,。;!\n)])", text[day.end :])
    return not alone and (len(gap) > 15 or _DONE.search(gap) is not None)


def _unclear_after(clock: Told, able: list[Told], mentions: Mentions) -> bool:
    """A later day that may or may not be meant: better ask than take today."""
    for day in able:
        follows = mentions.text[day.span.end : day.span.end + 1]
        alone_in_line = re.search(r"\n[^\n]{0,20}$", mentions.text[: day.span.start])
        if day.span.start > clock.span.start and not _vague(day):
            return follows not in "的前" and not alone_in_line
    return False


def _judge(chosen: Told, mentions: Mentions, clock: Told | None, today: date) -> MeetingDay:
    group = _group(chosen, mentions, clock)
    spans = [_in_context(span, mentions, today) for span in group]
    invalid = next((span for span in spans if span.problem == "invalid"), None)
    if invalid:
        return MeetingDay(None, "invalid", (), invalid)
    firm = [span for span in spans if span.value and span.weekday is None]
    names = {span.weekday for span in spans if span.weekday is not None}
    whole = Span(min(s.start for s in spans), max(s.end for s in spans))
    if firm:
        value = firm[0].value
        agree = all(span.value == value for span in firm) and names <= {value and value.weekday()}
        return MeetingDay(value if agree else None, None if agree else "conflict", (), whole)
    return _bare(spans, whole)


def _bare(spans: list[Day], whole: Span) -> MeetingDay:
    if len({span.weekday for span in spans if span.weekday is not None}) > 1:
        return MeetingDay(None, "conflict", (), whole)
    settled = next((span for span in spans if span.value), None)
    if settled:
        return MeetingDay(settled.value, None, (), whole)
    options = next((span.options for span in spans if span.options), ())
    return MeetingDay(None, spans[0].problem or "no_time", options, whole)


def _group(chosen: Told, mentions: Mentions, clock: Told | None) -> list[Day]:
    """The mentions that speak of the same day: 12月5日（周六）, 周五（27号）."""
    spans = [day.span for day in mentions.days if isinstance(day.span, Day)]
    place = next(i for i, span in enumerate(spans) if span.start == chosen.span.start)
    group = [spans[place]]
    for span in spans[place + 1 :]:
        if not _same_day(mentions.text, group[-1], span):
            break
        group.append(span)
    behind = _behind_clock(spans, clock, mentions)
    return group + [span for span in behind if span not in group]


def _same_day(text: str, first: Day, second: Day) -> bool:
    gap = between(text, first, second)
    if first.vague or second.vague or not _SAME.fullmatch(gap):
        return False
    alike = (first.weekday is None) == (second.weekday is None)
    return not (alike and "," in gap)


def _behind_clock(spans: list[Day], clock: Told | None, mentions: Mentions) -> list[Day]:
    """A weekday or date in brackets right behind the time: 12月5日9:00（周六）."""
    if clock is None:
        return []
    found = []
    for span in spans:
        gap = between(mentions.text, clock.span, span)
        if span.start >= clock.span.end and gap.strip() == "(" and not span.vague:
            found.append(span)
    return found


def _in_context(span: Day, mentions: Mentions, today: date) -> Day:
    """周三 after 下周, 10号 after 12月 belong to that week and month."""
    earlier = [
        told.span
        for told in mentions.days
        if _vague(told) and not told.agenda and told.span.end <= span.start
    ]
    for context in reversed(earlier):
        words = mentions.text[context.start : context.end]
        if span.weekday is not None and re.match(r"下一?个?(?:周|星期|礼拜)", words):
            return in_next_week(span, today)
        if span.number and isinstance(context, Day) and context.month:
            return in_month(span, context.month)
    return span


def either_or(mentions: Mentions, first: Clock | Day, others: list[Clock] | list[Day]) -> bool:
    """Whether `first` is offered as one of two: 三点或四点, 周三还是周四."""
    return any(
        _EITHER.fullmatch(between(mentions.text, first, other))
        for other in others
        if other.start >= first.end
    )
