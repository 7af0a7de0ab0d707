"""By how much someone says they will be late."""

import re

from domain.phrases.numerals import read_number

_NUMBER = r"(?:\d{1,3}|[一二两俩三四五六七八九十]{1,3})"
_MINUTES = re.compile(
    rf"(?<![\d.\-几])(?P<number>{_NUMBER})(?P<some>几|多)?(?:来)?\s*(?:分钟?"
    rf"|min|m(?![a-z]))(?!之[一二三四五六七八九十])"
)
_QUARTER = re.compile(rf"(?P<number>{_NUMBER})刻钟?")
_HOURS = re.compile(
    rf"(?P<number>{_NUMBER})?个?(?P<half>半)?(?:个|多|来)*(?:小时|钟头|钟(?![头]))(?P<more>半)?"
)
_RANGE = re.compile(
    r"(?:\d+|[一二三四五六七八九十]+)\s*(?:-|到|至|、)\s*(?:\d+"
    r"|[一二三四五六七八九十]+)\s*(?:来)?分"
)
_PAIR = re.compile(
    r"(?:一两|两三|三四|三五|四五|五六|六七|七八|八九|十一二|十二三|十五六"
    r"|十七八)(?:个)?(?:分|小时|刻)"
)


def minutes_late(text: str) -> int | None:
    """Stated minutes (一刻 15, 半小时 30; 左右 is ignored); None where no number is stated."""
    if _RANGE.search(text) or _PAIR.search(text):
        return None
    found = _MINUTES.search(text)
    hours = _HOURS.search(text)
    if hours and (hours["number"] or hours["half"]):
        number = read_number(hours["number"]) if hours["number"] else 0
        half = 30 if hours["half"] or hours["more"] else 0
        extra = _minutes(found) if found and found.start() >= hours.end() else 0
        return (number or 0) * 60 + half + (extra or 0) or None
    if found:
        return _minutes(found)
    quarter = _QUARTER.search(text)
    if quarter:
        return 15 * (read_number(quarter["number"]) or 0) or None
    return None


def _minutes(found: re.Match[str]) -> int | None:
    return None if found["some"] else read_number(found["number"]) or None
