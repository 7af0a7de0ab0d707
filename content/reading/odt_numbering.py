"""Automatic numbers of OpenDocument: list styles read as the lists that `numbering` counts."""

import re
from dataclasses import dataclass, field

from content.reading.numbering import LevelFormat, Numbering
from content.reading.package import Element

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
OUTLINE = "Outline"
_PATTERNS = (
    f"{STYLE}num-list-format",
    "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}num-list-format",
)
# The first character of a number format says how numbers are written.
_FORMATS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "一": "chineseCounting",
    "①": "decimalEnclosedCircle",
    "１": "decimalFullWidth",
}
# `第%1%条` here is `第%1条` there.
_PLACE = re.compile(r"%(\d)%")
_SUFFIXES = {"space": "space", "nothing": "nothing"}


@dataclass
class OdtLists:
    """The lists of a document, and which of them go on counting where another stopped."""

    styles: dict[str, dict[int, LevelFormat]]
    numbering: Numbering = field(default_factory=Numbering)
    last: dict[str, str] = field(default_factory=dict)
    opened: int = 0

    def open(self, item: Element, style: str) -> str:
        """The key of the list `item`; one that continues another shares its counters."""
        self.opened += 1
        key = item.get(XML_ID) or f"list {self.opened}"
        before = item.get(f"{TEXT}continue-list") or ""
        if item.get(f"{TEXT}continue-numbering") == "true" or style == OUTLINE:
            before = self.last.get(style, before)
        self.numbering.lists[key] = self.styles.get(style, {})
        self.numbering.family[key] = self.numbering.family.get(before, key)
        self.last[style] = key
        return key

    def label(self, key: str, level: int, start: str | None) -> str:
        """The label of the next item of the list `key`; `start` is a number of its own."""
        counts = self.numbering.counters.setdefault(self.numbering.family[key], {})
        if start is not None and start.isdecimal():
            counts[level] = int(start[:9]) - 1
        return self.numbering.label(key, level)

    def outline(self, level: int) -> str:
        """The number of a heading that stands in no list."""
        if OUTLINE not in self.numbering.lists:
            self.numbering.lists[OUTLINE] = self.styles.get(OUTLINE, {})
            self.numbering.family[OUTLINE] = self.numbering.family.get(
                self.last.get(OUTLINE, ""), OUTLINE
            )
        return self.numbering.label(OUTLINE, level)


def read_lists(*roots: Element | None) -> OdtLists:
    """The list styles declared in `roots`; later ones win."""
    styles: dict[str, dict[int, LevelFormat]] = {}
    for root in roots:
        for item in (
            root.iter(f"{TEXT}list-style", f"{TEXT}outline-style") if root is not None else ()
        ):
            is_outline = item.tag == f"{TEXT}outline-style"
            styles[OUTLINE if is_outline else item.get(f"{STYLE}name", "")] = _formats(item)
    return OdtLists(styles)


def _formats(item: Element) -> dict[int, LevelFormat]:
    found = {}
    for level in item:
        number = level.get(f"{TEXT}level", "") if isinstance(level.tag, str) else ""
        if number.isdecimal() and 1 <= int(number) <= 10:
            found[int(number) - 1] = _format(level, int(number))
    return found


def _format(item: Element, level: int) -> LevelFormat:
    shown = item.get(f"{STYLE}num-format") or ""
    start = item.get(f"{TEXT}start-value", "1")
    follows = next(
        (
            one.get(f"{TEXT}label-followed-by")
            for one in item.iter(f"{STYLE}list-level-label-alignment")
        ),
        None,
    )
    return LevelFormat(
        int(start[:9]) if start.isdecimal() else 1,
        _FORMATS.get(shown[:1], "decimal") if shown else "none",
        _pattern(item, level),
        _SUFFIXES.get(follows or "", "tab"),
    )


def _pattern(item: Element, level: int) -> str:
    for name in _PATTERNS:
        if item.get(name):
            return _PLACE.sub(r"%\1", str(item.get(name)))
    levels = item.get(f"{TEXT}display-levels", "1")
    count = min(level, int(levels)) if levels.isdecimal() and len(levels) < 3 else 1
    numbers = ".".join(f"%{one}" for one in range(level - count + 1, level + 1))
    return f"{item.get(f'{STYLE}num-prefix') or ''}{numbers}{item.get(f'{STYLE}num-suffix') or ''}"
