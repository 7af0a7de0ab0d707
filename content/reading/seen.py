"""What a reader of the page sees of a Word paragraph: its words, and the text boxes tied to it."""

from collections.abc import Iterator

from content.reading.numbering import W
from content.reading.package import Element
from content.reading.styles import is_on

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TEXT, _RUN, _RUN_PROPS, _VANISH = f"{W}t", f"{W}r", f"{W}rPr", f"{W}vanish"
_BOX = f"{W}txbxContent"
_WRITTEN = {
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}tab": " ",
    f"{W}ptab": " ",
    f"{W}noBreakHyphen": "-",
}
# Deleted, moved away or never printed; field codes; the reading aid above a ruby base.
_UNSEEN_TAGS = "del moveFrom delText instrText delInstrText rt footnoteReference rPr pPr"
_UNSEEN = frozenset(f"{W}{tag}" for tag in _UNSEEN_TAGS.split())
_HOLDERS = frozenset({f"{W}drawing", f"{W}pict", _BOX, f"{_MC}AlternateContent"})


def seen(paragraph: Element) -> tuple[str, list[Element]]:
    """The visible text, soft breaks as line ends, and the contents of its text boxes."""
    words: list[str] = []
    holders: list[Element] = []
    _gather(paragraph, words, holders)
    return "".join(words), [box for holder in holders for box in _boxes(holder)]


def _gather(item: Element, words: list[str], holders: list[Element]) -> None:
    for child in item:
        tag = child.tag
        if tag == _RUN:
            _gather_run(child, words, holders)
        elif tag not in _UNSEEN:
            _take(child, tag, words, holders)


def _gather_run(run: Element, words: list[str], holders: list[Element]) -> None:
    for child in run:
        tag = child.tag
        if tag == _TEXT:
            words.append(child.text or "")
        elif tag == _RUN_PROPS:
            # The properties of a run stand before its text.
            if is_on(child, _VANISH):
                return
        elif tag not in _UNSEEN:
            _take(child, tag, words, holders)


def _take(child: Element, tag: object, words: list[str], holders: list[Element]) -> None:
    if tag == _TEXT:
        words.append(child.text or "")
    elif tag in _WRITTEN:
        words.append(_WRITTEN[str(tag)])
    elif tag in _HOLDERS:
        holders.append(child)
    elif isinstance(tag, str):
        _gather(child, words, holders)


def _boxes(item: Element) -> Iterator[Element]:
    """The text boxes in a drawing; older programs' copy of them is left out."""
    if item.tag == _BOX:
        yield item
    elif item.tag != f"{_MC}Fallback":
        for child in item:
            yield from _boxes(child)
