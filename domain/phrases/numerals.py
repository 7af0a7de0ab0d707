"""Whole numbers as people write them: 12, １２, 十二, 两, 廿三."""

import re
from functools import lru_cache

import cn2an

# One number below a hundred, in digits or in characters.
SMALL = r"(?:\d{1,2}|[一二两俩三四五六七八九十零廿卅]{1,4})"
# A number of any everyday size, for lengths and distances.
ANY = r"(?:\d{1,4}|[一二两俩三四五六七八九十零百廿卅]{1,6})"
_TENS = str.maketrans({"廿": "二十", "卅": "三十", "俩": "两"})
_SHAPE = re.compile(r"\d+|[零一二两]|[零一二三四五六七八九]|.*[十百].*|零[一二三四五六七八九]")


@lru_cache(maxsize=2048)
def read_number(words: str) -> int | None:
    """The whole number that `words` spell, or None: 三四 is no number, it is 'three or four'."""
    words = words.translate(_TENS)
    if words.isdecimal():
        return int(words)
    if not _SHAPE.fullmatch(words):
        return None
    try:
        return int(cn2an.cn2an(words, "smart"))
    except (ValueError, OverflowError, LookupError):  # 十一十 ends in a KeyError there
        return None


def read_half_number(words: str, half: bool) -> float | None:
    """A number with an optional half: 一个半 is 1.5; `words` empty and `half` is 0.5."""
    if not words:
        return 0.5 if half else None
    number = read_number(words)
    return None if number is None else number + (0.5 if half else 0)
