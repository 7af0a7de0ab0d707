"""Lengths of time: how long a meeting lasts, how far it is put off, and 一个小时后."""

import re
from datetime import timedelta

from domain.phrases.numerals import ANY, read_half_number, read_number

_HOURS = rf"(?:(?P<hours>{ANY})?(?P<mid>个半|半个?)?个?(?:小时|钟头)(?P<half>半)?)"
_MINUTES = rf"(?:(?P<minutes>{ANY})(?:分钟?|(?P<quarter>刻钟?)))"
_LENGTH = rf"(?:{_HOURS}(?:零?{_MINUTES})?|(?P<only>{ANY})(?:分钟?|(?P<only_quarter>刻钟?)))"
_FROM_NOW = re.compile(
    rf"(?:(?:再|等)?过|等)?(?<![会推迟后前]){_LENGTH}(?:以后|之后|过后|后)(?!结束|散会|到期|返)"
)
_PASSING = re.compile(rf"再?过{_LENGTH}(?!以?后)")
_LASTS = re.compile(
    rf"(?:时长|为期|会期|历时|用时|时间|大约|大概|预计|约|控制在|需要?|开|持续|共|学习"
    rf"|进行|上)(?:时长|[:是为]|约|大概|了|个)*{_LENGTH}"
    rf"(?!以?之?[后前内]|左右就|到场|报到|签到)"
)
_PUT_OFF = re.compile(
    rf"(?P<way>推迟|延后|顺延|[往向]?后挪|[往向]前挪|往后推|往后延|后延"
    r"|推后|延期|延迟|拖后|提前|往前提|提早)了?"
    rf"(?:(?P<days>{ANY}|半)(?P<unit>天|日|周|个?星期|个?礼拜)|{_LENGTH})"
    rf"(?P<rest>(?:左右|时间)?(?:开(?!始签)|举行|进行|召开|[,。;!\s]|$|地点|时间|其他|其它"
    rf"|还是|仍)?)"
)


def from_now(text: str) -> tuple[int, int, timedelta] | None:
    """半小时后, 再过一刻钟: where it stands and how long that is. None when not told so."""
    for rule in (_FROM_NOW, _PASSING):
        for found in rule.finditer(text):
            length = _length(found)
            if length:
                return found.start(), found.end(), length
    return None


def lasts(text: str) -> timedelta | None:
    """The stated length of the meeting (大约一个半小时); None when none is stated."""
    found = _LASTS.search(text)
    return _length(found) if found else None


def put_off(text: str) -> timedelta | None:
    """By how much a meeting is moved (推迟半小时 is positive, 提前一天 negative), or None.

    提前十分钟到场 moves nothing: 提前 counts only where the meeting itself is brought forward.
    """
    for found in _PUT_OFF.finditer(text):
        earlier = found["way"] in ("提前", "往前提", "提早", "往前挪", "向前挪", "前挪")
        if earlier and not found["rest"]:
            continue
        length = _days(found) if found["days"] else _length(found)
        if length:
            return -length if earlier else length
    return None


def _days(found: re.Match[str]) -> timedelta | None:
    number = read_number(found["days"])
    if number is None:
        return None
    return timedelta(days=number) if found["unit"] in "天日" else timedelta(weeks=number)


def _length(found: re.Match[str]) -> timedelta | None:
    if found["only"]:
        minutes = read_number(found["only"])
        scale = 15 if found["only_quarter"] else 1
        return timedelta(minutes=minutes * scale) if minutes else None
    half = bool(found["mid"] or found["half"])
    hours = read_half_number(found["hours"] or "", half)
    if hours is None:
        return None
    extra = read_number(found["minutes"]) if found["minutes"] else 0
    scale = 15 if found["quarter"] else 1
    return timedelta(hours=hours, minutes=(extra or 0) * scale)
