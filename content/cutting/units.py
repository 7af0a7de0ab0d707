"""The smallest parts of a text that a portion should not tear: an article, a paragraph."""

from dataclasses import dataclass, field
from itertools import zip_longest

from content.cutting.document import Block, BlockKind, Document, Heading
from content.cutting.headings import is_title_like
from content.cutting.labels import Level, outline_mark
from content.cutting.lines import bare

_OUTSIDE = frozenset({BlockKind.TITLE, BlockKind.FRONT, BlockKind.CONTENTS})


@dataclass
class Unit:
    """Lines that belong together, with the headings printed above them.

    `chapter` are the labels 编 章 节 or the name of an unnumbered part; `outline` the labels
    一、 and （一） that are open.
    """

    path: tuple[str, ...]
    chapter: tuple[str, ...]
    outline: tuple[str, ...]
    article: str | None
    work: int
    lines: list[str] = field(default_factory=list)
    headed: int = 0

    @property
    def size(self) -> int:
        """Characters, white space aside."""
        return sum(len(bare(line)) for line in self.lines)


@dataclass
class _Place:
    """The labels that are open while the blocks go by."""

    above: list[Heading] = field(default_factory=list)
    first: str = ""
    second: str = ""

    def heading(self, heading: Heading) -> None:
        if heading.level >= Level.FIRST:
            self.outline(Level(heading.level), heading.label)
            return
        wider = [h for h in self.above if 0 < h.level < heading.level]
        self.above, self.first, self.second = [*wider, heading], "", ""

    def outline(self, level: Level, label: str) -> None:
        # A plan may write its first part 1、 and go on with 二、.
        if level is Level.FIRST or (level is Level.THIRD and not self.first and not self.second):
            self.first, self.second = label, ""
        elif level is Level.SECOND:
            self.second = label

    def misnumbered(self, text: str, following: Block | None) -> bool:
        """Whether 1、… is a first-level heading: nothing is open and （一） comes next."""
        mark = outline_mark(text)
        if mark is None or mark.level is not Level.THIRD or self.first or following is None:
            return False
        below = outline_mark(following.text)
        return is_title_like(mark.rest) and below is not None and below.level is Level.SECOND

    def chapter(self) -> tuple[str, ...]:
        return tuple(h.label or bare(h.text) for h in self.above)


def body_of(document: Document) -> tuple[Block, ...]:
    """The blocks that are read out: all but the title, its head lines and the table of contents."""
    return tuple(block for block in document.blocks if block.kind not in _OUTSIDE)


def units_of(document: Document) -> list[Unit]:
    """The body of `document` in units, headings in front of what they head."""
    units: list[Unit] = []
    waiting: list[Block] = []
    place = _Place()
    body = body_of(document)
    for block, following in zip_longest(body, body[1:]):
        if block.kind is BlockKind.HEADING:
            place.heading(_heading(block))
            waiting.append(block)
        elif not block.article and place.misnumbered(block.text, following):
            place.outline(Level.THIRD, _label(block.text))
            waiting.append(block)
        elif units and not waiting and _goes_on(units[-1], block):
            units[-1].lines.append(block.text)
        else:
            units.append(_unit(block, waiting, place))
            waiting = []
    if waiting:
        units.append(_unit(waiting[-1], waiting[:-1], place))
    return units


def _heading(block: Block) -> Heading:
    return block.heading or Heading(block.text, "", 0)


def _label(text: str) -> str:
    mark = outline_mark(text)
    return mark.label if mark else ""


def _goes_on(unit: Unit, block: Block) -> bool:
    return block.article is not None and (unit.article, unit.work) == (block.article, block.work)


def _unit(block: Block, headings: list[Block], place: _Place) -> Unit:
    mark = outline_mark(block.text) if block.article is None else None
    if mark:
        place.outline(mark.level, mark.label)
    outline = tuple(label for label in (place.first, place.second) if label)
    lines = [heading.text for heading in headings] + [block.text]
    unit = Unit(block.path, place.chapter(), outline, block.article, block.work, lines)
    unit.headed = len(headings)
    return unit
