"""Dates by number: 12月5日, 2026-12-05, 12.5, 25号, 下月5号."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from domain.phrases.numerals import SMALL, read_number
from domain.phrases.spans import Day

# A month and day that lie further back than this mean next year.
HALF_A_YEAR = timedelta(days=183)

_YEAR = (
    r"(?:(?P<year>20\d\d|\d\d|[二两][零一二三四五六七八九]{3})年|(?P<named>今年|本年|明年"
    r"|来年|去年|后年)的?)?\s*"
)
_MONTH_DAY = re.compile(
    rf"(?<!农历)(?<!阴历)(?<!\d){_YEAR}(?P<month>{SMALL}|元|腊|正)月份?的?\s*"
    rf"(?P<day>{SMALL})(?P<mark>日|号)?"
    r"(?!\d|[点时:个份名人次条章节楼层室栋座届])"
)
_ISO = re.compile(
    r"(?<![\d\-/])(?<!\d[.:])(?P<year>20\d\d|\d\d(?=[-/]\d{1,2}[-/]))(?P<sep>[-/.])(?P<mon"
    r"th>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?![\d\-/]|\.\d)"
)
_RUN = re.compile(r"(?<!\d)(?P<year>20\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?!\d)")
_POINTED = re.compile(
    r"(?<![\d/\-A-Za-z])(?<!\d[.:])(?P<month>1[0-9]"
    r"|0?[1-9])(?P<sep>[./\-])(?P<day>[0-4]\d|[1-9])(?:日|号(?!楼|院|门|厅|会|教|馆))?"
    r"(?![\d:/\-]|\.\d|[点时楼室层号栋座岁人个名分小以的条章节%倍版元块公周月年天米斤])"
)
_OF_MONTH = re.compile(
    rf"(?P<which>本月|这个?月|当月|下下个?月|下个?月|次月"
    rf"|上个?月)份?的?\s*(?P<day>{SMALL})[日号]?(?![\d点时:个份名人次楼]"
    rf"|(?<![日号])[日号]楼)"
)
_BARE = re.compile(
    r"(?<!\d[.:])(?<![\d\-/第A-Za-z路街道巷弄〕\])栋座厂百])(?<!大道)"
    r"(?<![^村家店厂校队组院月这那夜]里)"
    rf"(?P<day>{SMALL})(?P<mark>[日号])"
    r"(?!楼|院|门(?!口)|桥|厂|线(?!上|下)|仓|机(?!关)|公寓|文件|令|库|房|栋|座|井|路|大街"
    r"|出口|口(?![头号])|航|台|棚|站(?!岗)|洞|泵|闸|坝|矿|塔|渠"
    r"|码|内|游|均|程|用|前(?!往|来))"
)
# 2号会议室 is a room, 25号会议室 is a day and a room.
_ROOM_NEXT = re.compile(
    r"(?![在到去于来上回用借])[\u4e00-\u9fff]?[室棚厅库房馆船仓]|会议室|会议厅|会议中心|活动室|教室|教学|礼堂|食堂|[展餐大]?厅"
    r"|馆|车|店|体育|门口|室"
    r"|泊位|机位|摊位|展位|包[间房]|雅间|通道|检票口|窗口|平台|点位|地块|[渔游趸货]船|仓库|大院"
    r"|展区|报告厅|包厢|宿舍|工地|工段|工区|岗亭|船|料场|码头|礼堂|影厅|放映厅|大棚|坑口"
)
_LAST_ROOM = 12
# With a day told before, 一号接访室 is a room as well.
_ROOM_LATER = re.compile(r"(?![在到去于来上回用借])[\u4e00-\u9fff]{1,3}?[室棚厅库房馆船仓站楼台]")
_DAY_TOLD = re.compile(
    r"[今明后]天|[今明][晚早晨]|(?:周|星期|礼拜)[一二三四五六日天]|月|(?:小时|分钟|刻钟|钟头)以?后"
)
_BARE_DEADLINE = re.compile(rf"(?<!\d[.:])(?<![\d\-/第])(?P<day>{SMALL})[日号](?=前(?!往|来))")
_MONTH_ALONE = re.compile(
    rf"(?<![\d.个])(?P<month>{SMALL})月份?(?!\s*[\d一二三四五六七八九十]|[底末初中]|[上下]旬)"
    r"|(?P<which>下个?月|本月|这个?月)份?(?!\s*[\d一二三四五六七八九十]|[底末初中]|[上下]旬)"
)
_NAMED_YEARS = {"今年": 0, "本年": 0, "明年": 1, "来年": 1, "后年": 2, "去年": -1}
_NAMED_MONTHS = {"元": 1}
_DIGITS = {letter: str(value) for value, letter in enumerate("零一二三四五六七八九")} | {"两": "2"}


def dated_days(text: str, today: date) -> Iterator[Day]:
    """Every day written by its number in `text`."""
    for pattern in (_MONTH_DAY, _ISO, _RUN, _POINTED):
        for found in pattern.finditer(text):
            day = _month_day(found, today)
            if day:
                yield day
    for found in _OF_MONTH.finditer(text):
        yield _numbered(found, *named_month(found["which"], today))
    for pattern in (_BARE, _BARE_DEADLINE):
        for found in pattern.finditer(text):
            day = _bare(found, today)
            if day:
                yield day


def months_alone(text: str, today: date) -> Iterator[Day]:
    """Months named without a day; they say what a bare 10号 after them belongs to."""
    for found in _MONTH_ALONE.finditer(text):
        if found["which"]:
            month: tuple[int, int] | None = named_month(found["which"], today)
        else:
            number = read_number(found["month"])
            month = nearest_month(number, today) if number and number <= 12 else None
        if month:
            yield Day(found.start(), found.end(), None, "no_time", month=month, vague=True)


def named_month(which: str, today: date) -> tuple[int, int]:
    """Year and month of 本月, 下个月, 下下月, 上月."""
    shift = which.count("下") if which != "次月" else 1
    return month_after(today, -1 if which.startswith("上") else shift)


def month_after(today: date, shift: int) -> tuple[int, int]:
    """Year and month `shift` months after that of `today`."""
    months = today.year * 12 + today.month - 1 + shift
    return months // 12, months % 12 + 1


def nearest_month(month: int, today: date) -> tuple[int, int]:
    """Year and month of a month named alone: this year unless more than half a year back."""
    back = today.month - month
    return (today.year + 1 if back > 6 else today.year), month


def day_of(year: int, month: int, day: int) -> date | None:
    """The date, or None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def in_month(day: Day, month: tuple[int, int]) -> Day:
    """A bare 10号 said of a named month (12月主题党日定在10号)."""
    value = day_of(*month, day.number or 0)
    return Day(day.start, day.end, value, None if value else "invalid")


def _month_day(found: re.Match[str], today: date) -> Day | None:
    month = _NAMED_MONTHS.get(found["month"]) or read_number(found["month"])
    day = read_number(found["day"])
    if found["month"] in "腊正":
        return Day(found.start(), found.end(), None, "no_time", vague=True)
    if month is None or day is None:
        return None
    if "sep" in found.groupdict() and (month > 12 or day > 31) and found["sep"] != "-":
        return None  # 14.30 and 3.45 are no dates at all
    year = _year(found, today)
    return _settled(found, year, month, day, today)


def _settled(found: re.Match[str], year: int | None, month: int, day: int, today: date) -> Day:
    value = day_of(year or today.year, month, day)
    if value and year is None and today - value > HALF_A_YEAR:
        value = day_of(today.year + 1, month, day)
    return Day(found.start(), found.end(), value, None if value else "invalid")


def _year(found: re.Match[str], today: date) -> int | None:
    groups = found.groupdict()
    if groups.get("named"):
        return today.year + _NAMED_YEARS[groups["named"]]
    written = groups.get("year")
    if not written:
        return None
    year = int("".join(_DIGITS.get(letter, letter) for letter in written))
    return year if year > 99 else 2000 + year


def _numbered(found: re.Match[str], year: int, month: int) -> Day:
    day = read_number(found["day"])
    value = day_of(year, month, day) if day else None
    return Day(found.start(), found.end(), value, None if value else "invalid")


def _is_room(text: str, start: int, end: int) -> bool:
    """Whether N号 counts rooms: 2号会议室, or 一号接访室 once the day is told."""
    if _ROOM_NEXT.match(text, end):
        return True
    told = _DAY_TOLD.search(text, max(0, start - 60), start)
    return told is not None and _ROOM_LATER.match(text, end) is not None


def _bare(found: re.Match[str], today: date) -> Day | None:
    """25号: this month if still to come, else next month. Where that has no such day: ask."""
    day = read_number(found["day"])
    start, end = found.start(), found.end()
    if day is None or (day <= _LAST_ROOM and _is_room(found.string, found.start(), end)):
        return None
    if not 1 <= day <= 31:
        return Day(start, end, None, "invalid")
    this, after = (day_of(*month_after(today, shift), day) for shift in (0, 1))
    if this and this >= today:
        return Day(start, end, this, number=day)
    if this:
        return Day(start, end, after, None if after else "ambiguous", number=day)
    return Day(start, end, None, "ambiguous", (after,) if after else (), number=day)
