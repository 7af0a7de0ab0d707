"""Paragraph styles of Word: which are headings, which carry a number."""

from dataclasses import dataclass, field

from content.reading.numbering import W, number_in, value_of
from content.reading.package import Element

_DEEPEST = 10
_STYLE, _STYLE_ID, _VAL = f"{W}style", f"{W}styleId", f"{W}val"
_OFF = frozenset({"0", "false", "off"})


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph takes from its style: heading level (0 none), list and list level."""

    level: int = 0
    num_id: str = ""
    num_level: int = 0
    hidden: bool = False


PLAIN = Style()


@dataclass
class Styles:
    """The styles of a document by id; each is worked out when a paragraph first asks for it."""

    items: dict[str, Element] = field(default_factory=dict)
    found: dict[str, Style] = field(default_factory=dict)

    def of(self, style_id: str) -> Style:
        """The style called `style_id`, with what it inherits; a plain one if not declared."""
        if style_id not in self.items:
            return PLAIN
        if style_id not in self.found:
            self.found[style_id] = _style(style_id, self.items)
        return self.found[style_id]


def read_styles(root: Element | None) -> Styles:
    """The styles that styles.xml declares; none for None."""
    if root is None:
        return Styles()
    return Styles({item.get(_STYLE_ID, ""): item for item in root.iterchildren(_STYLE)})


def _style(style_id: str, items: dict[str, Element]) -> Style:
    level, num_id, num_level, hidden = 0, "", 0, False
    for item in _chain(style_id, items):
        level = level or _heading_level(item)
        props = item.find(f"{W}pPr")
        numbers = props.find(f"{W}numPr") if props is not None else None
        if numbers is not None and not num_id:
            num_id = value_of(numbers, "numId")
            num_level = number_in(value_of(numbers, "ilvl"), 0)
        hidden = hidden or is_on(item.find(f"{W}rPr"), f"{W}vanish")
    return Style(level, num_id, num_level, hidden)


def _chain(style_id: str, items: dict[str, Element]) -> list[Element]:
    chain: list[Element] = []
    while style_id in items and len(chain) < _DEEPEST:
        chain.append(items[style_id])
        style_id = value_of(items[style_id], "basedOn")
    return chain


def _heading_level(item: Element) -> int:
    name = value_of(item, "name").lower()
    if name == "title":
        return 1
    words = name.split()
    if len(words) == 2 and words[0] in {"heading", "标题"} and words[1].isdecimal():
        return number_in(words[1], 0)
    return outline_level(value_of(item.find(f"{W}pPr"), "outlineLvl"))


def outline_level(value: str) -> int:
    """The heading level of a `w:outlineLvl`, which counts from 0; 0 for body text (9)."""
    outline = number_in(value, 9)
    return outline + 1 if outline < 9 else 0


def is_on(props: Element | None, tag: str) -> bool:
    """Whether the switch `tag` (such as `w:vanish`) is set in run properties."""
    found = props.find(tag) if props is not None else None
    return found is not None and found.get(_VAL, "1") not in _OFF
