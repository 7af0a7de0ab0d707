"""How much text every element of a page holds, and how much of it is links."""

from dataclasses import dataclass

from content.reading.web_seen import is_unseen
from content.reading.web_tree import Element


@dataclass(slots=True)
class Weight:
    """Characters of text outside links and inside them, and the number of links.

    Only pieces of text with other than ASCII characters count: Chinese is what is read here.
    """

    plain: int = 0
    linked: int = 0
    links: int = 0

    def is_list_of_links(self) -> bool:
        """Whether a reader would call it a menu or a list of other pages."""
        return self.links >= 4 and self.linked * 10 > (self.linked + self.plain) * 6


Weights = dict[Element, Weight]


def weights_of(root: Element) -> Weights:
    """The weight of every visible element under `root`, its own included."""
    found: Weights = {}
    _weigh(root, found, linked=False)
    return found


def _weigh(item: Element, found: Weights, *, linked: bool) -> Weight:
    own = Weight()
    found[item] = own
    # An anchor inside the page (a table of contents, a bookmark of Word) leads nowhere else.
    if item.tag == "a" and not item.get("href", "#").startswith("#"):
        linked = True
        own.links = 1
    _add(own, item.text, linked=linked)
    for child in item:
        if not is_unseen(child):
            inner = _weigh(child, found, linked=linked)
            own.plain += inner.plain
            own.linked += inner.linked
            own.links += inner.links
        _add(own, child.tail, linked=linked)
    return own


def _add(weight: Weight, text: str | None, *, linked: bool) -> None:
    if not text or text.isascii():
        return
    size = len(text.strip())
    if linked:
        weight.linked += size
    else:
        weight.plain += size
