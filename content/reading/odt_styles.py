"""Paragraph and text styles of OpenDocument: which are headings, which are hidden."""

from dataclasses import dataclass, field

from content.reading.odt_numbering import STYLE, TEXT
from content.reading.package import Element

_DEEPEST = 10


@dataclass(frozen=True, slots=True)
class OdtStyle:
    """What text takes from its style: heading level (0 none), and whether it is hidden."""

    level: int = 0
    hidden: bool = False


@dataclass
class OdtStyles:
    """The styles of a document by name; resolved when they are first asked for."""

    items: dict[str, Element]
    found: dict[str, OdtStyle] = field(default_factory=dict)

    def of(self, name: str | None) -> OdtStyle:
        """The style called `name`; a plain one if it is not declared."""
        if not name:
            return OdtStyle()
        if name not in self.found:
            self.found[name] = self._resolved(name)
        return self.found[name]

    def _resolved(self, name: str) -> OdtStyle:
        level, hidden = 0, False
        for _ in range(_DEEPEST):
            item = self.items.get(name)
            if item is None:
                break
            outline = item.get(f"{STYLE}default-outline-level") or ""
            level = level or (int(outline) if outline in set("123456789") else 0)
            level = level or int(name == "Title")
            texts = item.findall(f"{STYLE}text-properties")
            hidden = hidden or any(one.get(f"{TEXT}display") == "none" for one in texts)
            name = item.get(f"{STYLE}parent-style-name") or ""
        return OdtStyle(level, hidden)


def read_odt_styles(*roots: Element | None) -> OdtStyles:
    """The styles declared in `roots`; later ones win."""
    items = {}
    for root in roots:
        for item in root.iter(f"{STYLE}style") if root is not None else ():
            items[item.get(f"{STYLE}name", "")] = item
    return OdtStyles(items)
