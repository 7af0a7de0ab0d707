"""Word files: paragraphs and tables in document order, as a reader of the page sees them."""

from collections.abc import Iterator
from dataclasses import dataclass

from content.cutting.labels import Level, structure_mark
from content.cutting.lines import Line
from content.reading.numbering import Numbering, W, read_numbering, value_of
from content.reading.package import Element, part
from content.reading.styles import Styles, is_on, read_styles
from domain.refusals import Refused

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Deleted, moved away or never printed; field codes; the reading aid above a ruby base.
_UNSEEN_TAGS = "del moveFrom delText instrText delInstrText rt footnoteReference rPr pPr"
_UNSEEN = frozenset(f"{W}{tag}" for tag in _UNSEEN_TAGS.split())
_BREAKS = frozenset({f"{W}br", f"{W}cr"})


def lines_of_word(name: str, data: bytes) -> tuple[Line, ...]:
    """The lines of a .docx: automatic numbers restored; headers, footers and deletions left out.

    Refuses `file_broken`, `file_unsafe` and `file_bomb`.
    """
    root = part(name, data, "word/document.xml")
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise Refused("file_broken", name=name)
    styles = read_styles(part(name, data, "word/styles.xml"))
    numbering = read_numbering(part(name, data, "word/numbering.xml"))
    return tuple(Story(styles, numbering).lines(body))


@dataclass
class Story:
    """The reading of one document body."""

    styles: Styles
    numbering: Numbering

    def lines(self, parent: Element) -> Iterator[Line]:
        """The lines of all paragraphs and tables under `parent`."""
        for item in parent:
            if item.tag == f"{W}p":
                yield from self.paragraph(item)
            elif item.tag == f"{W}tbl":
                yield from self.table(item)
            elif item.tag not in _UNSEEN and isinstance(item.tag, str):
                yield from self.lines(item)

    def paragraph(self, item: Element) -> Iterator[Line]:
        """A paragraph, cut at its soft breaks, with its automatic number in front."""
        props = item.find(f"{W}pPr")
        style = self.styles.of(value_of(props, "pStyle"))
        text = "" if style.hidden else "".join(_seen(item))
        label = self.number(props) if text.strip() else ""
        outline = value_of(props, "outlineLvl")
        level = int(outline) + 1 if outline.isdigit() and int(outline) < 9 else style.level
        for words in (label + text.lstrip()).split("\n"):
            yield Line(words, level)
        for box in item.iter(f"{W}txbxContent"):
            if not any(parent.tag == f"{_MC}Fallback" for parent in box.iterancestors()):
                yield from self.lines(box)

    def number(self, props: Element | None) -> str:
        """The automatic number of a paragraph, its own or that of its style."""
        own = props.find(f"{W}numPr") if props is not None else None
        style = self.styles.of(value_of(props, "pStyle"))
        num_id = value_of(own, "numId") or style.num_id
        level = value_of(own, "ilvl") or str(style.num_level)
        return self.numbering.label(num_id, int(level)) if num_id not in {"", "0"} else ""

    def table(self, item: Element) -> Iterator[Line]:
        """A table row by row; a row of label and text is one article, others are rows of cells."""
        for row in item.iter(f"{W}tr"):
            if next(row.iterancestors(f"{W}tbl")) is item:
                yield from self.row(row)

    def row(self, row: Element) -> Iterator[Line]:
        """The cells of a row that hold something, continued merged cells left out."""
        cells = []
        for cell in row.iter(f"{W}tc"):
            if next(cell.iterancestors(f"{W}tr")) is not row:
                continue
            lines = [line for line in self.lines(cell) if line.text.strip()]
            if lines:
                cells.append(lines)
        yield from _joined(cells)


def _joined(cells: list[list[Line]]) -> Iterator[Line]:
    if len(cells) <= 1:
        yield from cells[0] if cells else ()
        return
    first = cells[0][0].text.strip()
    mark = structure_mark(first)
    if mark and not mark.rest and len(cells) == 2:
        rest = cells[1]
        yield Line(f"{first}　{rest[0].text.strip()}")
        yield from rest[1:]
        return
    words = ["".join(line.text.strip() for line in cell) for cell in cells]
    is_article = mark is not None and mark.level is Level.ARTICLE
    yield Line("　".join(words), 0, row=not is_article)


def _seen(item: Element) -> Iterator[str]:
    """The visible text of a paragraph, soft breaks as line ends; text boxes left to the caller."""
    for child in item:
        tag = child.tag
        if tag in _UNSEEN or not isinstance(tag, str):
            continue
        if tag == f"{W}t":
            yield child.text or ""
        elif tag in _BREAKS:
            yield "\n"
        elif tag in {f"{W}tab", f"{W}ptab"}:
            yield " "
        elif tag == f"{W}noBreakHyphen":
            yield "-"
        elif tag in {f"{W}drawing", f"{W}pict", f"{W}txbxContent", f"{_MC}AlternateContent"}:
            continue
        elif tag != f"{W}r" or not is_on(child.find(f"{W}rPr"), "vanish"):
            yield from _seen(child)
