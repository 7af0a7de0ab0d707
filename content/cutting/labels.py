"""Labels that open a line: 第N编, 分编, 章, 节, 条 and the levels 一、 （一） 1. （1）."""

import re
from dataclasses import dataclass
from enum import IntEnum

from content.cutting.numbers import CHINESE, chinese, number_of


class Level(IntEnum):
    """How deep a heading stands; smaller is wider."""

    PART = 1
    SUBPART = 2
    CHAPTER = 3
    SECTION = 4
    ARTICLE = 5
    FIRST = 6
    SECOND = 7
    THIRD = 8
    FOURTH = 9


@dataclass(frozen=True, slots=True)
class Mark:
    """A label at the start of a line: its canonical form, its number and what follows it."""

    level: Level
    label: str
    number: int
    rest: str


UNITS = {
    "编": Level.PART,
    "分编": Level.SUBPART,
    "章": Level.CHAPTER,
    "节": Level.SECTION,
    "条": Level.ARTICLE,
}
_DIGITS = f"{CHINESE}0-9０-９"
_STRUCTURE = re.compile(
    rf"第\s{{0,9}}([{_DIGITS}][{_DIGITS}\s]{{0,20}}?)\s{{0,9}}(分\s?编|编|章|节|条)"
)
_BRANCH = re.compile(rf"\s*之\s*([{CHINESE}]+)(?![{CHINESE}])")
_LEVELS = (
    (Level.FIRST, re.compile(rf"([{CHINESE}][{CHINESE}\s]{{0,12}})、")),
    (Level.SECOND, re.compile(rf"[（(]\s*([{CHINESE}]+)\s*[)）]")),
    (Level.THIRD, re.compile(r"([0-9０-９]{1,3})\s*(?:[.．](?![0-9０-９])|、)")),
    (Level.FOURTH, re.compile(r"[（(]\s*([0-9０-９]{1,3})\s*[)）]")),
)
# What follows a cited 第N条 and never follows a label.
_CITED = re.compile(
    rf"(?:\s*第\s*[{_DIGITS}]+\s*[款项目]|[、和及或]\s*第\s*[{_DIGITS}]|[至到]\s*第?\s*[{_DIGITS}]"
    r"|[的》〉）)，,。；;]|相应|规定的|所列|所称的|之规定|修改为|改为)"
)


def structure_mark(text: str) -> Mark | None:
    """The label 第N编, 分编, 章, 节 or 条 that opens `text`, citations left out."""
    found = _STRUCTURE.match(text)
    if not found:
        return None
    number = number_of(re.sub(r"\s", "", found[1]))
    if number is None:
        return None
    unit = re.sub(r"\s", "", found[2])
    label, rest = f"第{chinese(number)}{unit}", text[found.end() :]
    branch = _BRANCH.match(rest) if unit == "条" else None
    if branch:
        label, rest = f"{label}之{branch[1]}", rest[branch.end() :]
    if _CITED.match(rest):
        return None
    return Mark(UNITS[unit], label, number, rest)


def outline_mark(text: str) -> Mark | None:
    """The label 一、 （一） 1. or （1） that opens `text`."""
    for level, pattern in _LEVELS:
        found = pattern.match(text)
        number = number_of(re.sub(r"\s", "", found[1])) if found else None
        if found and number is not None:
            return Mark(level, _canonical(level, number), number, text[found.end() :])
    return None


def _canonical(level: Level, number: int) -> str:
    if level is Level.FIRST:
        return f"{chinese(number)}、"
    if level is Level.SECOND:
        return f"（{chinese(number)}）"
    return f"{number}." if level is Level.THIRD else f"（{number}）"
