"""One way of writing for the many: widths, spaces, quotation marks and numerals made alike.

Library and question go through the same rules, so 六个月 meets 6个月 and 二〇二九年 meets 2029年.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

_DROPPED = frozenset("“”‘’\"'《》〈〉「」『』＂＇·•*#>\\`_")
_DIGITS = {"零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
_DIGITS |= {"六": 6, "七": 7, "八": 8, "九": 9}
_TENS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"万": 10_000, "亿": 100_000_000}
_SIGNS = "".join((*_DIGITS, *_TENS))
_NUMBER = re.compile(
    rf"(?P<share>百分之)?(?:(?P<arabic>[0-9]+(?:\.[0-9]+)?)|(?P<chinese>[{_SIGNS}]+))"
    r"(?P<scale>[万亿]*)"
)
# What may be written with no sign or with several; all else is written with one.
_ODD = re.compile(r"[^\u3400-\u9fff0-9A-Za-z，。；：！？、（）\n]")
_UNIT = re.compile(r"[0-9]+(?:\.[0-9]+)?%?|[a-z]+|[\u3400-\u9fff]|.", re.DOTALL)
_SOLID = re.compile(r"[0-9a-z\u3400-\u9fff]")


class _Table(dict[int, str]):
    """How a character is written, found out once for each."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        plain = "" if sign in _DROPPED else unicodedata.normalize("NFKC", sign).lower()
        if sign == "\n":
            plain = sign
        elif sign != "\n" and not plain.strip():
            plain = ""
        self[code] = plain
        return plain


_TABLE = _Table()


def plain(text: str) -> str:
    """`text` in the one way of writing; line ends stay."""
    return _NUMBER.sub(_arabic, text.translate(_TABLE))


def aligned(text: str) -> tuple[str, list[int]]:
    """`plain(text)`, and for each of its characters and its end the place in `text`."""
    signs: list[str] = []
    places: list[int] = []
    at = 0
    for match in _ODD.finditer(text):
        place = match.start()
        written = _TABLE[ord(text[place])]
        signs += (text[at:place].translate(_TABLE), written)
        places += range(at, place)
        places += [place] * len(written)
        at = place + 1
    signs.append(text[at:].translate(_TABLE))
    places += range(at, len(text))
    flat = "".join(signs)
    parts: list[str] = []
    origins: list[int] = []
    at = 0
    for match in _NUMBER.finditer(flat):
        parts.append(flat[at : match.start()])
        origins += places[at : match.start()]
        number = _arabic(match)
        parts.append(number)
        inside = places[match.start() : match.end()]
        origins += [inside[min(i, len(inside) - 1)] for i in range(len(number) - 1)]
        origins.append(inside[-1])
        at = match.end()
    parts.append(flat[at:])
    origins += places[at:]
    origins.append(len(text))
    return "".join(parts), origins


def units(written: str) -> Iterator[list[str]]:
    """Unbroken runs of plain text, each as its characters, whole numbers and Latin words."""
    run: list[str] = []
    for match in _UNIT.finditer(written):
        if _SOLID.match(match[0]):
            run.append(match[0])
        elif run:
            yield run
            run = []
    if run:
        yield run


def pairs(run: list[str]) -> list[str]:
    """The neighbours of a run, two by two."""
    return [first + second for first, second in pairwise(run)]


def _arabic(match: re.Match[str]) -> str:
    arabic, chinese, scale = match["arabic"], match["chinese"], match["scale"]
    number = arabic or _value(chinese)
    if number is None:
        return "".join(_digit(sign) for sign in chinese) + scale
    if scale:
        factor = 1
        for sign in scale:
            factor *= _SCALES[sign]
        number = f"{float(number) * factor:.10g}" if factor < 10**12 else number + scale
    return number + "%" if match["share"] else number


def _digit(sign: str) -> str:
    return str(_DIGITS.get(sign, _TENS.get(sign, "")))


def _value(chinese: str) -> str | None:
    """The number written in Chinese signs; digit by digit for a year; None if it is none."""
    if not any(sign in _TENS for sign in chinese):
        return "".join(str(_DIGITS[sign]) for sign in chinese)
    total, digit, last = 0, None, 10_000
    for sign in chinese:
        if sign in _DIGITS:
            if digit not in (None, 0):
                return None
            digit = _DIGITS[sign]
            continue
        size = _TENS[sign]
        if size >= last:
            return None
        total += (1 if digit in (None, 0) else digit or 1) * size
        digit, last = None, size
    return str(total + (digit or 0))
