"""Holidays and moved workdays that an admin loads for a year the calendar does not know yet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from content.reading.table import Table, read_tables
from domain.refusals import Refused

_DAY, _PLAN = ("日期",), ("安排", "类型", "放假或上班")
_OFF, _WORK = ("休", "假", "放"), ("班",)
_WRITTEN = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})日?")
LOOKED_AT = 10  # rows in which the header may stand


@dataclass(frozen=True, slots=True)
class LoadedDay:
    """A day that differs from the plain week: off (`works` False) or worked."""

    day: date
    works: bool
    name: str = ""


@dataclass(frozen=True, slots=True)
class HolidayFile:
    """The days of a file, and the rows that could not be read."""

    days: tuple[LoadedDay, ...]
    bad_rows: tuple[int, ...]


def read_holidays(name: str, data: bytes) -> HolidayFile | None:
    """The days of a table with the columns 日期 and 安排 (放假 or 上班); None for other tables.

    Raises Refused as `read_tables` does, and `holidays_empty` when no day could be read.
    """
    for table in read_tables(name, data):
        header = _header(table)
        if header is not None:
            return _read(table, *header)
    return None


def _words(table: Table, row: int) -> list[str]:
    return ["".join(str(value or "").split()) for value in table.rows[row]]


def _header(table: Table) -> tuple[int, int, int] | None:
    for row in range(min(LOOKED_AT, len(table.rows))):
        words = _words(table, row)
        day = next((i for i, word in enumerate(words) if word in _DAY), None)
        plan = next((i for i, word in enumerate(words) if word in _PLAN), None)
        if day is not None and plan is not None:
            return row, day, plan
    return None


def _read(table: Table, header: int, day: int, plan: int) -> HolidayFile:
    found: list[LoadedDay] = []
    bad: list[int] = []
    for row in range(header + 1, len(table.rows)):
        words = _words(table, row)
        if not any(words):
            continue
        when, works = _date(table.rows[row][day]), _works(words[plan])
        if when is None or works is None:
            bad.append(row + 1)
            continue
        found.append(LoadedDay(when, works, next(_names(words, day, plan), "")))
    if not found:
        raise Refused("holidays_empty")
    return HolidayFile(tuple(found), tuple(bad))


def _names(words: list[str], *taken: int) -> Iterator[str]:
    return (word for i, word in enumerate(words) if word and i not in taken)


def _date(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    found = _WRITTEN.fullmatch(str(value or "").strip())
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _works(word: str) -> bool | None:
    if any(sign in word for sign in _WORK):
        return True
    return False if any(sign in word for sign in _OFF) else None
