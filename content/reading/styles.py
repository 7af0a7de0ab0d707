"""Paragraph styles of Word: which are headings, which carry a number."""

from dataclasses import dataclass, field

from content.reading.numbering import W, value_of
from content.reading.package import Element

_DEEPEST = 10


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph takes from its style: heading level (0 none), list and list level."""

    level: int = 0
    num_id: str = ""
    num_level: int = 0
    hidden: bool = False


@dataclass
class Styles:
    """The styles of a document by id."""

    found: dict[str, Style] = field(default_factory=dict)

    def of(self, style_id: str) -> Style:
        """The style called `style_id`; a plain one if it is not declared."""
        return self.found.get(style_id, Style())


def read_styles(root: Element | None) -> Styles:
    """The styles that styles.xml declares, with what they inherit; none for None."""
    if root is None:
        return Styles()
    items = {item.get(f"{W}styleId", ""): item for item in root.iter(f"{W}style")}
    return Styles({style_id: _style(style_id, items) for style_id in items})


def _style(style_id: str, items: dict[str, Element]) -> Style:
    level, num_id, num_level, hidden = 0, "", 0, False
    for item in _chain(style_id, items):
        level = level or _heading_level(item)
        props = item.find(f"{W}pPr")
        numbers = props.find(f"{W}numPr") if props is not None else None
        if numbers is not None and not num_id:
            num_id = value_of(numbers, "numId")
            num_level = int(value_of(numbers, "ilvl") or "0")
        hidden = hidden or is_on(item.find(f"{W}rPr"), "vanish")
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
    if len(words) == 2 and words[0] in {"heading", "标题"} and words[1].isdigit():
        return int(words[1])
    outline = value_of(item.find(f"{W}pPr"), "outlineLvl")
    return int(outline) + 1 if outline.isdigit() and int(outline) < 9 else 0


def is_on(props: Element | None, name: str) -> bool:
    """Whether a switch such as `w:vanish` is set in run properties."""
    found = props.find(f"{W}{name}") if props is not None else None
    return found is not None and found.get(f"{W}val", "1") not in {"0", "false", "off"}
