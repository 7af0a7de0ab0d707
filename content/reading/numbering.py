"""Automatic numbers of Word: the labels that stand in numbering.xml and not in the text."""

import re
from dataclasses import dataclass, field

from content.cutting.numbers import chinese
from content.reading.package import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = f"{W}val"
_CHINESE_FORMATS = (
    "chineseCounting chineseCountingThousand japaneseCounting taiwaneseCounting "
    "taiwaneseCountingThousand ideographDigital ideographLegalTraditional "
    "chineseLegalSimplified"
)
_CHINESE = frozenset(_CHINESE_FORMATS.split())
_CIRCLED = frozenset({"decimalEnclosedCircle", "decimalEnclosedCircleChinese"})
_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9
_LONGEST_PATTERN = 60


@dataclass(frozen=True, slots=True)
class LevelFormat:
    """How one level of a list is written: first number, number format, pattern, what follows."""

    start: int
    number_format: str
    pattern: str
    suffix: str
    legal: bool = False


@dataclass
class Numbering:
    """The lists of a document and how far each of them has counted."""

    lists: dict[str, dict[int, LevelFormat]] = field(default_factory=dict)
    family: dict[str, str] = field(default_factory=dict)
    restarts: dict[tuple[str, int], int] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    seen: set[tuple[str, int]] = field(default_factory=set)

    def label(self, num_id: str, level: int) -> str:
        """The label of the next paragraph of list `num_id` at `level`; empty if it has none."""
        formats = self.lists.get(num_id)
        if formats is None or level not in formats:
            return ""
        counts = self.counters.setdefault(self.family[num_id], {})
        self._count(num_id, level, formats, counts)
        own = formats[level]
        text = _PLACE.sub(
            lambda found: _written(int(found[1]) - 1, own, formats, counts), own.pattern
        )
        if own.number_format in {"bullet", "none"}:
            return ""
        return text + {"space": " ", "nothing": ""}.get(own.suffix, "　")

    def _count(
        self, num_id: str, level: int, formats: dict[int, LevelFormat], counts: dict[int, int]
    ) -> None:
        first = formats[level].start
        if (num_id, level) in self.restarts and (num_id, level) not in self.seen:
            counts[level] = self.restarts[num_id, level]
        else:
            counts[level] = counts[level] + 1 if level in counts else first
        self.seen.add((num_id, level))
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        for wider in range(level):
            counts.setdefault(wider, formats[wider].start if wider in formats else 1)


def _written(
    level: int, own: LevelFormat, formats: dict[int, LevelFormat], counts: dict[int, int]
) -> str:
    shown = formats.get(level, own)
    value = counts.get(level, shown.start)
    if own.legal or shown.number_format == "decimal":
        return str(value)
    if shown.number_format in _CHINESE and value > 0:
        return chinese(value)
    if shown.number_format in _CIRCLED and 1 <= value <= 20:
        return chr(0x245F + value)
    if shown.number_format in {"lowerLetter", "upperLetter"} and 1 <= value <= 26:
        return chr((97 if shown.number_format == "lowerLetter" else 65) + value - 1)
    if shown.number_format in {"lowerRoman", "upperRoman"}:
        return _roman(value, upper=shown.number_format == "upperRoman")
    if shown.number_format == "decimalFullWidth":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(value))
    return str(value).zfill(2) if shown.number_format == "decimalZero" else str(value)


def _roman(value: int, *, upper: bool) -> str:
    signs = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"))
    written = ""
    for amount, sign in (*signs, (4, "iv"), (1, "i")):
        written, value = written + sign * (value // amount), value % amount
    return written.upper() if upper else written


def read_numbering(root: Element | None) -> Numbering:
    """The lists that numbering.xml declares; no lists for None."""
    numbering = Numbering()
    if root is None:
        return numbering
    abstract = {
        item.get(f"{W}abstractNumId", ""): _formats(item) for item in root.iter(f"{W}abstractNum")
    }
    for num in root.iter(f"{W}num"):
        _read_list(num, abstract, numbering)
    return numbering


def _read_list(
    num: Element, abstract: dict[str, dict[int, LevelFormat]], numbering: Numbering
) -> None:
    num_id, kin = num.get(f"{W}numId", ""), value_of(num, "abstractNumId")
    formats = dict(abstract.get(kin, {}))
    for override in num.iter(f"{W}lvlOverride"):
        level = number_in(override.get(f"{W}ilvl", "0"), 0)
        start = number_in(value_of(override, "startOverride"), -1)
        if start >= 0:
            numbering.restarts[num_id, level] = start
        formats |= _formats(override)
    numbering.lists[num_id], numbering.family[num_id] = formats, kin


def _formats(item: Element) -> dict[int, LevelFormat]:
    found = {}
    for level in item.iter(f"{W}lvl"):
        depth = number_in(level.get(f"{W}ilvl", "0"), _LEVELS)
        if depth < _LEVELS:
            found[depth] = LevelFormat(
                number_in(value_of(level, "start"), 1),
                value_of(level, "numFmt") or "decimal",
                value_of(level, "lvlText")[:_LONGEST_PATTERN],
                value_of(level, "suff") or "tab",
                level.find(f"{W}isLgl") is not None,
            )
    return found


def number_in(value: str, otherwise: int) -> int:
    """The number from 0 to 9999 that an attribute holds; `otherwise` for anything else."""
    return int(value) if len(value) <= 4 and value.isdecimal() else otherwise


def value_of(item: Element | None, child: str) -> str:
    """The `w:val` of a child element, empty where it has none."""
    found = item.find(f"{W}{child}") if item is not None else None
    return str(found.get(_VAL, "")) if found is not None else ""
