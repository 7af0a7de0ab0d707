"""Days told from today: 明天, 大后天, 三天后, 一周后; and words that name no day at all."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from domain.phrases.calendar_days import day_of, month_after
from domain.phrases.numerals import SMALL, read_number
from domain.phrases.spans import Day

_DISTANCE = {
    "大前天": -3, "前天": -2, "前日": -2, "前儿": -2, "昨天": -1, "昨日": -1, "昨儿": -1, "昨": -1,
    "今天": 0, "今日": 0, "今儿": 0, "今个": 0, "今朝": 0, "当天": 0, "今": 0,
    "明天": 1, "明日": 1, "明儿": 1, "明个": 1, "明朝": 1, "赶明儿": 1, "明": 1,
    "后天": 2, "后日": 2, "后儿": 2, "后个": 2, "后": 2,
    "大后天": 3, "大后日": 3, "大后儿": 3, "大后个": 3, "外后天": 3, "老后天": 3, "大大后天": 4,
}  # fmt: skip
_WORDS = re.compile(
    r"大大后天|[大外老]后[天日儿个]|大前天|赶明儿|(?<!晴)(?<!第)(?:今|明|昨)(?:天|日"
    r"|儿个?|个儿?|朝)|后(?:天|日|儿|个(?!月|星期|礼拜|小时))|前[天日儿](?!数)|当天"
    r"|[今明昨](?=[早晚晨夜]|[上下]午|中午|傍晚|一早|晌)|(?<![之以然会最随先前饭课])后(?=[早晚])"
)
_BOTH = re.compile(r"明后(?:天|两天|日)|今明(?:两天|天)|这两天|这几天")
_AFTER = re.compile(
    rf"(?:过|再过|等)?(?P<number>{SMALL}|半)(?P<unit>天|日|个?星期|个?礼拜|周|个月)(?:以后"
    rf"|之后|过后|后)(?!天)(?:的今天)?"
    rf"|再?过(?P<number2>{SMALL})(?P<unit2>天|个?星期|个?礼拜|周|个月)(?!了)"
)
_FEAST = (
    r"元旦|国庆|春节|除夕|清明|端午|中秋|元宵|五一|十一(?=当|那|放|假|[上下]午|期)|七一"
    r"|小年|冬至|重阳"
)
_VAGUE = re.compile(
    rf"(?:{_FEAST})(?:节)?(?:当天|那天|前后|前夕|期间|前|后)?"
    r"|(?:本|这个?|下个?|当)?月[底末初中](?!考)|(?:\d{1,2}"
    r"|[一二三四五六七八九十]{1,2})月(?:份)?(?:[底末初中]|[上中下]旬)|[上中下]旬"
    r"|年[底初前后中末](?!工作|总结|考|慰|评|述|检|走|表|结)|近期|近日|最近|改天|改日"
    r"|过几天|过些天|过两天|过一阵|哪天|哪日|几号|择日|择期|适时|不日|有空"
    r"|(?:农历|阴历)[^\s,。]{0,8}|(?<![\d一二三四五六七八九十])(?:腊月|冬月"
    r"|正月)[^\s,。]{0,4}|大?年?初[一二三四五六七八九十]{1,2}|节[前后]|第二天|次日|翌日"
    r"|隔天|隔日"
)


def told_days(text: str, today: date) -> Iterator[Day]:
    """Every day of `text` told by its distance from today."""
    for found in _BOTH.finditer(text):
        first = today + timedelta(days=0 if found.group()[0] == "今" else 1)
        options = (first, first + timedelta(days=1)) if found.group()[0] != "这" else ()
        yield Day(found.start(), found.end(), None, "ambiguous", options)
    for found in _WORDS.finditer(text):
        word = found.group()
        distance = _DISTANCE[word] if word in _DISTANCE else _DISTANCE[word[:2]]
        yield Day(found.start(), found.end(), today + timedelta(days=distance))
    for found in _AFTER.finditer(text):
        day = _after(found, today)
        if day:
            yield day


def vague_days(text: str) -> Iterator[Day]:
    """月底, 近期, 改天, feasts and the lunar calendar: words that settle no day."""
    for found in _VAGUE.finditer(text):
        yield Day(found.start(), found.end(), None, "no_time", vague=True)


def _after(found: re.Match[str], today: date) -> Day | None:
    words, unit = found["number"] or found["number2"], found["unit"] or found["unit2"]
    number = read_number(words) if words != "半" else None
    if words == "半" and "月" not in unit:
        return None
    if words == "半":
        return Day(found.start(), found.end(), None, "ambiguous")
    if number is None:
        return None
    if "月" in unit:
        value = day_of(*month_after(today, number), today.day)
        return Day(found.start(), found.end(), value, None if value else "ambiguous")
    length = 1 if unit in "天日" else 7
    return Day(found.start(), found.end(), today + timedelta(days=number * length))
