"""Word files: paragraphs and tables in document order, as a reader of the page sees them."""

from collections.abc import Iterator
from functools import cached_property

from content.cutting.lines import Line
from content.reading.cells import row_lines
from content.reading.limits import MAX_CHARS, MAX_LINES
from content.reading.numbering import Numbering, W, number_in, read_numbering, value_of
from content.reading.package import Element, Package
from content.reading.seen import seen
from content.reading.styles import PLAIN, Style, Styles, outline_level, read_styles
from domain.refusals import Refused

_P, _TBL, _TR, _TC, _BODY = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc", f"{W}body"
_P_PR, _NUM_PR = f"{W}pPr", f"{W}numPr"
_GONE = frozenset({f"{W}del", f"{W}moveFrom", _P_PR, f"{W}rPr"})


def lines_of_word(name: str, data: bytes) -> tuple[Line, ...]:
    """The lines of a .docx: automatic numbers restored; headers, footers and deletions left out.

    Refuses `file_broken`, `file_unsafe`, `file_bomb` and `text_too_long`.
    """
    package = Package(name, data)
    raw = package.raw("word/document.xml")
    if raw is None:
        raise Refused("file_broken", name=name)
    # Counted before anything is made of them, as Word writes them; the walk counts them all.
    _refuse_long(name, raw.count(b"<w:p>") + raw.count(b"<w:p "))
    story = Story(package)
    return tuple(line for item in _items(name, package, raw) for line in story.item(item))


def _items(name: str, package: Package, raw: bytes) -> Iterator[Element]:
    """What stands in the body, in order; each is taken out of the tree once it has been read."""
    spent = body = None
    for number, element in enumerate(package.walk(raw, (_P, _TBL, _BODY))):
        _refuse_long(name, number)
        body = element if element.tag == _BODY else element.getparent()
        if body is None or body.tag != _BODY:
            continue
        # The parser still stands on the newest element: it goes when the next one is there.
        if spent is not None:
            spent.getparent().remove(spent)
        yield from _up_to(element, body)
        element.clear()
        spent = element
    if spent is None:
        raise Refused("file_broken", name=name)


def _up_to(element: Element, body: Element) -> Iterator[Element]:
    """The children of `body` not read yet as far as `element`: the parser may be further on."""
    while element is not body and body[0] is not element:
        yield body[0]
        body.remove(body[0])
    yield element


def _refuse_long(name: str, paragraphs: int) -> None:
    if paragraphs > MAX_LINES:
        raise Refused("text_too_long", name=name, limit_chars=MAX_CHARS)


class Story:
    """The reading of one document: what its paragraphs are, with the lists as far as they count."""

    def __init__(self, package: Package) -> None:
        self._package = package

    # Both parts are read only where the text refers to them.
    @cached_property
    def _styles(self) -> Styles:
        return read_styles(self._package.root("word/styles.xml"))

    @cached_property
    def _numbering(self) -> Numbering:
        return read_numbering(self._package.root("word/numbering.xml"))

    def item(self, item: Element) -> Iterator[Line]:
        """The lines of a paragraph, a table, or of whatever holds some."""
        if item.tag == _P:
            yield from self._paragraph(item)
        elif item.tag == _TBL:
            for row in _nearest(item, _TR):
                yield from self._row(row)
        elif item.tag not in _GONE and isinstance(item.tag, str):
            for child in item:
                yield from self.item(child)

    def _paragraph(self, item: Element) -> Iterator[Line]:
        """A paragraph, cut at its soft breaks, with its automatic number in front."""
        props = item.find(_P_PR)
        style, level = PLAIN, 0
        if props is not None:
            style_id = value_of(props, "pStyle")
            style = self._styles.of(style_id) if style_id else PLAIN
            level = outline_level(value_of(props, "outlineLvl"))
        if style.hidden:
            yield Line("", level or style.level)
            return
        text, boxes = seen(item)
        label = self._number(props, style) if text.strip() else ""
        for words in (label + text.lstrip()).split("\n"):
            yield Line(words, level or style.level)
        for box in boxes:
            yield from self.item(box)

    def _number(self, props: Element | None, style: Style) -> str:
        """The automatic number of a paragraph, its own or that of its style."""
        own = props.find(_NUM_PR) if props is not None else None
        num_id = value_of(own, "numId") or style.num_id
        if num_id in {"", "0"}:
            return ""
        return self._numbering.label(num_id, number_in(value_of(own, "ilvl"), style.num_level))

    def _row(self, row: Element) -> Iterator[Line]:
        """The cells of a row that hold something, continued merged cells left out."""
        cells = []
        for cell in _nearest(row, _TC):
            lines = [line for line in self.item(cell) if line.text.strip()]
            if lines:
                cells.append(lines)
        yield from row_lines(cells)


def _nearest(item: Element, tag: str) -> Iterator[Element]:
    """The elements called `tag` below `item`, those inside one another left out."""
    for child in item:
        if child.tag == tag:
            yield child
        else:
            yield from _nearest(child, tag)
