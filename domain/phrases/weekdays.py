"""Days by their place in the week or month: 周五, 下周三, 月底最后一个星期五, 周末."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from domain.phrases.calendar_days import named_month, nearest_month
from domain.phrases.numerals import SMALL, read_number
from domain.phrases.spans import Day

_WEEK = r"(?:周|星期|礼拜)"
_NAME = r"(?:[一二三四五六日天]|[1-7](?![\d\-]))"
_WHICH = r"(?:上上|上|下下下|下下|下|再下|本|这|当|每|逢|隔)"
_WEEKDAY = re.compile(
    rf"(?:(?<![一二两三四五六七八九十\d半几])|(?<=[周期拜][一二三四五六日天]))(?:(?P<which>"
    rf"{_WHICH})一?个?(?:{_WEEK}的?(?={_WEEK}))?)?(?<!每)(?<!每个){_WEEK}(?P<name>{_NAME})"
    r"(?!次|遍|回(?!家)|个月|轮|期|年|刊|岁|边)"
)
_EVERY = re.compile(rf"(?:每|逢)个?{_WEEK}(?:{_NAME}|末)?")
_WEEKEND = re.compile(r"(?P<which>上|下下|下|本|这)?个?(?:周末|双休日|礼拜末)")
_WEEK_ALONE = re.compile(
    rf"(?P<which>下下|下|本|这)一?个?{_WEEK}(?!{_NAME}|末|日|的?{_WEEK})(?P<same>的今天|今天)?"
)
_MONTH = (
    rf"(?P<month>本月|这个?月|当月|下下个?月|下个?月|次月|(?:今年)?{SMALL}月份?|年底|今年"
    rf"|月(?=[底末]))?"
    r"(?:底|末|里|份|的){0,2}"
)
_COUNTED = re.compile(
    rf"{_MONTH}(?P<count>倒数第?[一二两三1-3]个?|最后的?[一1]?个?|头一?个"
    rf"|第[一二三四五1-5]个?|首个)的?"
    rf"(?:{_WEEK}(?P<name>{_NAME})|(?P<work>工作日)|(?P<any>天))"
)
_INDEX = {name: value for value, name in enumerate("一二三四五六日")} | {"天": 6}
_SHIFTS = {"上上": -2, "上": -1, "下": 1, "下下": 2, "再下": 2, "下下下": 3}


def week_days(text: str, today: date) -> Iterator[Day]:
    """Every day of `text` told by week and weekday, or counted in its month."""
    for found in _COUNTED.finditer(text):
        day = _counted(found, today)
        if day:
            yield day
    for found in _WEEKDAY.finditer(text):
        yield _weekday(found, today)
    for found in _WEEKEND.finditer(text):
        yield _weekend(found, today)


def whole_weeks(text: str, today: date) -> Iterator[Day]:
    """下周, 本周 without a day, and 每周五: they settle no day (下周的今天 does)."""
    for found in _EVERY.finditer(text):
        yield Day(found.start(), found.end(), None, "ambiguous", vague=True)
    for found in _WEEK_ALONE.finditer(text):
        shift = _SHIFTS.get(found["which"], 0)
        value = today + timedelta(weeks=shift) if found["same"] else None
        yield Day(
            found.start(), found.end(), value, None if value else "no_time", vague=value is None
        )


def in_next_week(day: Day, today: date) -> Day:
    """A bare 周三 said of next week (下周的主题党日定在周三)."""
    if day.weekday is None:
        return day
    return Day(day.start, day.end, monday(today) + timedelta(weeks=1, days=day.weekday))


def monday(today: date) -> date:
    """The Monday of the week of `today`: weeks begin on Monday."""
    return today - timedelta(days=today.weekday())


def _weekday(found: re.Match[str], today: date) -> Day:
    weekday = weekday_index(found["name"])
    which = found["which"]
    this = monday(today) + timedelta(days=weekday)
    if which:
        return Day(found.start(), found.end(), this + timedelta(weeks=_SHIFTS.get(which, 0)))
    if this > today:
        return Day(found.start(), found.end(), this, weekday=weekday)
    # Bare 周一 on a Monday, or a weekday that this week has already had: this week or next?
    after = this + timedelta(weeks=1)
    options = (this, after) if this == today else (after,)
    return Day(found.start(), found.end(), None, "ambiguous", options, weekday)


def weekday_index(name: str) -> int:
    """Monday 0 … Sunday 6 for 一, 1, 日, 天, 7."""
    return int(name) - 1 if name.isdecimal() else _INDEX[name]


def _weekend(found: re.Match[str], today: date) -> Day:
    saturday = monday(today) + timedelta(weeks=_SHIFTS.get(found["which"] or "", 0), days=5)
    options = (saturday, saturday + timedelta(days=1))
    return Day(found.start(), found.end(), None, "ambiguous", options)


def _counted(found: re.Match[str], today: date) -> Day | None:
    month = _month(found["month"] or "", today)
    if month is None or (found["any"] and not found["month"]):
        return None
    days = [date(*month, number + 1) for number in range(monthrange(*month)[1])]
    if found["name"]:
        days = [day for day in days if day.weekday() == weekday_index(found["name"])]
    elif found["work"]:
        days = [day for day in days if day.weekday() < 5]
    place = _place(found["count"])
    value = days[place] if -len(days) <= place < len(days) else None
    return Day(found.start(), found.end(), value, None if value else "invalid")


def _month(words: str, today: date) -> tuple[int, int] | None:
    if words == "年底":
        return today.year, 12
    if words in ("", "今年", "月"):
        return today.year, today.month
    if words[-1] == "月" and words[0] in "本这当下次":
        return named_month(words, today)
    number = read_number(words.removeprefix("今年").rstrip("份").rstrip("月"))
    return nearest_month(number, today) if number and 1 <= number <= 12 else None


def _place(count: str) -> int:
    if count.startswith("最后"):
        return -1
    if count[0] in "头首":
        return 0
    number = read_number(re.sub("[倒数第个]", "", count)) or 1
    return -number if count.startswith("倒数") else number - 1
