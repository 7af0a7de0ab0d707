"""Dates as people write them in tables; what is no date is said, never guessed."""

import re
import unicodedata
from datetime import date, datetime, timedelta

from content.reading.table import Formula, Value

_EXCEL_DAY_ZERO = date(1899, 12, 30)
# Excel's day numbers from 1920 to 2099; four to six digits mean something else outside.
_SERIALS = range(7306, 73051)
_CHINESE = str.maketrans("零〇○一二三四五六七八九", "000123456789")
_PARTS = re.compile(r"(\d{4})[年./\-－—、_](\d{1,2})(?:月|[./\-－—、_])?(?:(\d{1,2})[日号]?)?")
_CLOCK = re.compile(r"[T ]?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")


class NoDateError(ValueError):
    """Words that name no day or month; `code` says why: date_wrong, date_unclear or date_short."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def partial_date(value: Value | Formula) -> str | None:
    """`YYYY-MM-DD` or `YYYY-MM` for a cell; None for an empty one. Raises `NoDateError`."""
    if value is None or isinstance(value, Formula):
        return None
    if isinstance(value, datetime | date):
        return _checked(value.year, value.month, value.day)
    if isinstance(value, int | float):
        return _from_number(value)
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", value)).strip()
    text = _CLOCK.sub("", text)
    return _from_text(text.replace(" ", "").rstrip("。.;；")) if text.strip("-—/无 ") else None


def _from_number(value: float) -> str:
    if value != int(value):
        # The cell 2011.10 arrives as 2011.1: October or January cannot be told.
        text = repr(value)
        if re.fullmatch(r"(19|20)\d\d\.1", text):
            raise NoDateError("date_unclear")
        return _from_text(text)
    whole = int(value)
    if whole in _SERIALS:
        return (_EXCEL_DAY_ZERO + timedelta(days=whole)).isoformat()
    return _from_text(str(whole))


def _from_text(text: str) -> str:
    if re.fullmatch(r"\d{8}", text):
        return _checked(int(text[:4]), int(text[4:6]), int(text[6:]))
    if re.fullmatch(r"\d{6}", text):
        return _checked(int(text[:4]), int(text[4:]))
    found = _PARTS.fullmatch(text) or _PARTS.fullmatch(_arabic(text))
    if found:
        return _checked(*(int(part) for part in found.groups() if part))
    if re.fullmatch(r"(19|20)\d\d年?", text):
        raise NoDateError("date_short")
    raise NoDateError("date_wrong")


def _arabic(text: str) -> str:
    """二〇一一年七月十二日 -> 2011年7月12日."""
    found = re.fullmatch(r"([零〇○一二三四五六七八九]{4})年(.{1,3})月(?:(.{1,3})[日号])?", text)
    if not found:
        return text
    year, month, day = found.groups()
    return f"{year.translate(_CHINESE)}年{_small(month)}月" + (f"{_small(day)}日" if day else "")


def _small(words: str) -> str:
    """Numbers up to 99: 七, 十, 十二, 二十, 三十一."""
    if words.isdigit():
        return words
    tens, ten, ones = words.partition("十")
    if not ten:
        return words.translate(_CHINESE)
    return f"{tens.translate(_CHINESE) or '1'}{ones.translate(_CHINESE) or '0'}"


def _checked(year: int, month: int, day: int | None = None) -> str:
    try:
        whole = date(year, month, day or 1)
    except ValueError as error:
        raise NoDateError("date_wrong") from error
    if not 1900 <= year <= 2100:
        raise NoDateError("date_wrong")
    return whole.isoformat() if day else whole.isoformat()[:7]
