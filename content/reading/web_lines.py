"""The lines of an element of a page, as a browser would break them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from content.cutting.labels import outline_mark, structure_mark
from content.cutting.lines import Line
from content.cutting.numbers import chinese
from content.reading.cells import row_lines
from content.reading.web_seen import is_chrome
from content.reading.web_tree import Element
from content.reading.web_weight import Weights

_BLOCK_TAGS = (
    "address article blockquote body caption center dd details dir div dl dt fieldset figcaption "
    "figure form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main ol p pre section summary "
    "table tbody td tfoot th thead tr ul"
)
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_ROW_GROUPS = frozenset({"thead", "tbody", "tfoot"})
_CELLS = frozenset({"td", "th"})
_HEADING = re.compile("h[1-6]")
_SPACE = re.compile("[ \t\r\n\f]+")
_PLAIN_LINE_END = re.compile("\r\n|[\r\n]")
_SHOWN_AS_BLOCK = re.compile(r"display\s*:\s*(?:block|table\b|flex|list-item)", re.IGNORECASE)
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\u3000-\u303f—…“”‘’]")
_LABEL = re.compile(r"第[一二三四五六七八九十百千零〇\d]+(?:分编|[编章节条])$")
_MARKER = re.compile(r"list-style(?:-type)?\s*:\s*([\w -]+)", re.IGNORECASE)
_MOST_LINES_OF_A_CELL = 4


@dataclass
class WebStory:
    """The reading of one part of a page; `whole` is the weight of the article in characters."""

    weights: Weights
    whole: int
    found: list[Line] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    level: int = 0
    label: str = ""
    plain: bool = False

    def lines(self, item: Element) -> list[Line]:
        """The lines of `item`."""
        self.walk(item)
        self.end_line()
        return self.found

    def walk(self, item: Element) -> None:
        """Reads `item` and everything visible under it."""
        tag = item.tag
        if tag == "br":
            self.end_line()
            return
        if not self.is_block(item):
            self.inside(item)
            return
        self.end_line()
        level, plain = self.level, self.plain
        self.level = int(tag[1]) if _HEADING.fullmatch(tag) else level
        self.plain = plain or tag == "pre"
        if tag == "table":
            self.table(item)
        elif tag == "ol":
            self.numbered(item)
        else:
            self.inside(item)
        self.end_line()
        self.level, self.plain = level, plain

    def is_block(self, item: Element) -> bool:
        """Whether an element stands on lines of its own."""
        if item.tag in _BLOCKS:
            return True
        style = item.get("style")
        return style is not None and bool(_SHOWN_AS_BLOCK.search(style))

    def inside(self, item: Element) -> None:
        """The text and the children of an element."""
        self.put(item.text)
        for child in item:
            if self.is_read(child):
                self.walk(child)
            self.put(child.tail)

    def put(self, text: str | None) -> None:
        """More text of the line."""
        if not text:
            return
        if not self.plain:
            self.pieces.append(text)
            return
        first, *rest = _PLAIN_LINE_END.split(text)
        self.pieces.append(first)
        for part in rest:
            self.end_line()
            self.pieces.append(part)

    def end_line(self) -> None:
        """What was put since the last line becomes one."""
        if not self.pieces:
            return
        text = "".join(self.pieces)
        self.pieces.clear()
        text = (text if self.plain else folded(text)).replace("\xa0", " ")
        if not text.strip():
            return
        if self.label:
            bare = text.lstrip()
            text = bare if outline_mark(bare) or structure_mark(bare) else self.label + bare
            self.label = ""
        self.found.append(Line(text, self.level))

    def is_read(self, item: Element) -> bool:
        """Whether an element is text of the article and no furniture of the page."""
        # What is not seen was not weighed.
        weight = self.weights.get(item)
        if weight is None:
            return False
        if not (item.attrib or weight.links):
            return True
        # An unclosed share bar may have swallowed the article.
        if weight.plain * 4 > self.whole:
            return True
        if item.tag != "a" and weight.is_list_of_links():
            return False
        return item.tag in {"a", "td", "tr"} or not is_chrome(item)

    def numbered(self, item: Element) -> None:
        """A list with automatic numbers: they stand nowhere in the text."""
        start = item.get("start", "1")
        number = int(start) if start.isdecimal() and len(start) < 5 else 1
        for child in item:
            if child.tag == "li" and self.is_read(child):
                self.label = _marker(item, child, number)
                number += 1
            if self.is_read(child):
                self.walk(child)
            self.label = ""
            self.put(child.tail)

    def table(self, item: Element) -> None:
        """A table row by row; what stands outside its rows is read as text."""
        for child in item:
            if child.tag in _ROW_GROUPS:
                self.table(child)
            elif child.tag == "tr":
                self.row(child)
            elif self.is_read(child):
                self.walk(child)

    def row(self, item: Element) -> None:
        """The cells of a row on one line, or one after another where the table is only layout."""
        if not self.is_read(item):
            return
        cells = [lines for lines in self.cells(item) if lines]
        if len(cells) > 1 and _is_layout(item, cells):
            self.found += [line for cell in cells for line in cell]
        else:
            self.found += row_lines(cells)

    def cells(self, item: Element) -> Iterator[list[Line]]:
        """The lines of each cell that is shown."""
        for cell in item:
            if self.is_read(cell):
                yield WebStory(self.weights, self.whole, level=self.level).lines(cell)


def _is_layout(row: Element, cells: list[list[Line]]) -> bool:
    """Whether a row only places parts of the page side by side."""
    if any(cell.find(".//table") is not None for cell in row if cell.tag in _CELLS):
        return True
    mark = structure_mark(cells[0][0].text.strip())
    if mark and not mark.rest and len(cells[0]) == 1 and len(cells) == 2:
        return False
    return any(len(lines) > _MOST_LINES_OF_A_CELL for lines in cells)


def _marker(parent: Element, item: Element, number: int) -> str:
    """The number that a browser shows before an item of a list, empty for none."""
    style = f"{parent.get('style', '')};{item.get('style', '')}"
    found = _MARKER.findall(style)
    kind = found[-1].strip().lower() if found else parent.get("type", "1")
    if "none" in kind or kind in {"disc", "circle", "square"}:
        return ""
    if "chinese" in kind or "cjk" in kind:
        return f"{chinese(number)}、"
    if kind in {"a", "lower-alpha", "lower-latin", "A", "upper-alpha"} and number <= 26:
        return f"{chr((65 if kind[0] in 'Au' else 97) + number - 1)}. "
    return f"{number}. "


def folded(text: str) -> str:
    """Text with the white space of its markup as a browser shows it.

    A line end between two Chinese characters comes from an editor that broke the source, and no
    space stands there in print.
    """
    return _SPACE.sub(_gap, text).strip(" ")


def _gap(found: re.Match[str]) -> str:
    gap = found[0]
    if len(gap) == 1 and gap == " ":
        return gap
    before = found.string[max(0, found.start() - 12) : found.start()]
    after = found.string[found.end() : found.end() + 1]
    if not ("\n" in gap or "\r" in gap) or not _WIDE.fullmatch(before[-1:] or " "):
        return " "
    return "" if _WIDE.fullmatch(after or " ") and not _LABEL.search(before) else " "
