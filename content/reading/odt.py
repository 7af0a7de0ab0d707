"""OpenDocument text (.odt): paragraphs, lists and tables in document order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from content.cutting.lines import Line
from content.reading.cells import row_lines
from content.reading.odt_numbering import TEXT, OdtLists, read_lists
from content.reading.odt_styles import OdtStyles, read_odt_styles
from content.reading.package import Element, Package
from domain.refusals import Refused

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
# Deleted, beside the text, or a number that is counted here.
_UNSEEN_TAGS = (
    "tracked-changes note ruby-text hidden-text hidden-paragraph number sequence-decls "
    "variable-decls user-field-decls alphabetical-index-source table-of-content-source"
)
_UNSEEN = frozenset(
    (*(f"{TEXT}{tag}" for tag in _UNSEEN_TAGS.split()), f"{_OFFICE}annotation", f"{_OFFICE}forms")
)
_PARAGRAPHS = frozenset({f"{TEXT}p", f"{TEXT}h"})
_ITEMS = frozenset({f"{TEXT}list-item", f"{TEXT}list-header"})
_SPACE = re.compile("[ \t\r\n]+")
_MOST_SPACES = 200


def lines_of_odt(name: str, data: bytes) -> tuple[Line, ...]:
    """The lines of an .odt: automatic numbers restored; notes, comments and deletions left out.

    Refuses `file_password`, `file_broken`, `file_unsafe` and `file_bomb`.
    """
    package = Package(name, data)
    manifest = package.root("META-INF/manifest.xml")
    if (
        manifest is not None
        and next(manifest.iter(f"{_MANIFEST}encryption-data"), None) is not None
    ):
        raise Refused("file_password", name=name)
    root = package.root("content.xml")
    body = root.find(f"{_OFFICE}body/{_OFFICE}text") if root is not None else None
    if body is None:
        raise Refused("file_broken", name=name)
    declared = package.root("styles.xml")
    story = OdtStory(read_odt_styles(declared, root), read_lists(declared, root))
    return tuple(story.lines(body))


@dataclass
class OdtStory:
    """The reading of one document body."""

    styles: OdtStyles
    lists: OdtLists

    def lines(self, parent: Element) -> Iterator[Line]:
        """The lines of all paragraphs, lists and tables under `parent`."""
        for item in parent:
            if item.tag in _UNSEEN or not isinstance(item.tag, str):
                continue
            if item.tag in _PARAGRAPHS:
                yield from self.paragraph(item)
            elif item.tag == f"{TEXT}list":
                yield from self.list(item, "", "", 0)
            elif item.tag == f"{_TABLE}table":
                yield from self.table(item)
            else:
                yield from self.lines(item)

    def paragraph(self, item: Element, label: str | None = None) -> Iterator[Line]:
        """A paragraph, cut at its line breaks; `label` is the number that its list gives it."""
        style = self.styles.of(item.get(f"{TEXT}style-name"))
        text = "" if style.hidden else "".join(self.seen(item))
        if text.strip():
            level = self.level(item, style.level)
            label = self.heading_label(item) if label is None else label
            for words in (label + text.lstrip()).split("\n"):
                yield Line(words, level)
        for box in item.iter(f"{_DRAW}text-box"):
            yield from self.lines(box)

    def level(self, item: Element, of_style: int) -> int:
        """The heading level of a paragraph, 0 for none."""
        own = item.get(f"{TEXT}outline-level") or ""
        if item.tag != f"{TEXT}h":
            return of_style
        return int(own) if own in set("123456789") else max(1, of_style)

    def heading_label(self, item: Element) -> str:
        """The automatic number of a heading that stands in no list."""
        written = item.find(f"{TEXT}number")
        if written is not None:
            return "".join(written.itertext())
        if item.tag != f"{TEXT}h" or item.get(f"{TEXT}is-list-header") == "true":
            return ""
        return self.lists.outline(self.level(item, 1) - 1)

    def list(self, item: Element, key: str, style: str, level: int) -> Iterator[Line]:
        """The items of a list; an inner list counts on a level of its own."""
        own = item.get(f"{TEXT}style-name") or style
        if not key or own != style:
            key = self.lists.open(item, own)
        for entry in item:
            if entry.tag not in _ITEMS:
                continue
            numbered = entry.tag == f"{TEXT}list-item"
            for child in entry:
                if child.tag == f"{TEXT}list":
                    yield from self.list(child, key, own, level + 1)
                elif child.tag in _PARAGRAPHS:
                    yield from self.paragraph(
                        child, self.item_label(entry, child, key, level) if numbered else ""
                    )
                    numbered = False

    def item_label(self, entry: Element, child: Element, key: str, level: int) -> str:
        """The number before the first paragraph of a list item."""
        written = child.find(f"{TEXT}number")
        label = self.lists.label(key, level, entry.get(f"{TEXT}start-value"))
        return label if written is None else "".join(written.itertext())

    def table(self, item: Element) -> Iterator[Line]:
        """A table row by row."""
        for row in item.iter(f"{_TABLE}table-row"):
            if next(row.iterancestors(f"{_TABLE}table")) is item:
                cells = ([*self.lines(cell)] for cell in row if cell.tag == f"{_TABLE}table-cell")
                shown = [[line for line in cell if line.text.strip()] for cell in cells]
                yield from row_lines([cell for cell in shown if cell])

    def seen(self, item: Element) -> Iterator[str]:
        """The visible text of a paragraph, line breaks as line ends."""
        yield _SPACE.sub(" ", item.text or "")
        for child in item:
            tag = child.tag
            if tag == f"{TEXT}s":
                count = child.get(f"{TEXT}c", "1")
                yield " " * (min(_MOST_SPACES, int(count[:6])) if count.isdecimal() else 1)
            elif tag == f"{TEXT}tab":
                yield " "
            elif tag == f"{TEXT}line-break":
                yield "\n"
            elif self.is_text(child):
                yield from self.seen(child)
            yield _SPACE.sub(" ", child.tail or "")

    def is_text(self, item: Element) -> bool:
        """Whether an element inside a paragraph holds words of it."""
        tag = item.tag
        if not isinstance(tag, str) or tag in _UNSEEN or tag.startswith(_DRAW):
            return False
        return not self.styles.of(item.get(f"{TEXT}style-name")).hidden
