"""Passages: what can be quoted as an answer, with the place where it stands."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from content.cutting.headings import is_title_like, unnumbered
from content.cutting.labels import Level, outline_mark, structure_mark
from content.cutting.lines import Line
from content.finding.script import plain
from store.tables import Article, Portion, Work

ENOUGH = 220
"""Characters after which a group of paragraphs is not added to."""
OPENING = "引言"
_NUMBERED = re.compile("、|第.+[编章节条]")


@dataclass(frozen=True, slots=True)
class Passage:
    """An article, or paragraphs under their headings; `plain` is its text in one script."""

    work_id: int
    seq: int
    label: str
    path: tuple[str, ...]
    text: str
    article_id: int | None
    portion_id: int | None
    plain: str = field(repr=False)
    headings: str = field(repr=False)


def passages(work: Work, articles: Sequence[Article], portions: Sequence[Portion]) -> list[Passage]:
    """All that can be quoted of a work, in the order of the text.

    `articles` and `portions` are its rows by seq. Text that stands in no article (总纲, a
    preamble, an annex, a text without articles) is taken from the portions.
    """
    found = [_passage(work, row.label, tuple(row.path), row.text, row.id, None) for row in articles]
    within = "\n".join(row.text for row in articles)
    lines = {line for row in articles for line in row.text.split("\n")}
    for portion in portions:
        if work.kind == "guide":
            found.append(_passage(work, portion.label, (), portion.text, None, portion.id))
    if work.kind != "guide":
        found += _outside(work, portions, lines, within)
    return [
        Passage(
            p.work_id, seq, p.label, p.path, p.text, p.article_id, p.portion_id, p.plain, p.headings
        )
        for seq, p in enumerate(found)
    ]


def _passage(
    work: Work,
    label: str,
    path: tuple[str, ...],
    text: str,
    article_id: int | None,
    portion_id: int | None,
) -> Passage:
    headings = plain("\n".join((*path, label if work.kind == "guide" else "")).strip())
    return Passage(
        work.id or 0, 0, label, path, text, article_id, portion_id, plain(text), headings
    )


@dataclass
class _Group:
    """Paragraphs under one heading that are quoted together."""

    label: str
    path: tuple[str, ...]
    portion: Portion
    lines: list[str] = field(default_factory=list)
    has_text: bool = False

    @property
    def size(self) -> int:
        return sum(map(len, self.lines))


@dataclass
class _Place:
    """The headings that are open while the lines go by."""

    chapters: list[tuple[int, str]] = field(default_factory=list)
    first: tuple[str, str] | None = None
    second: tuple[str, str] | None = None

    def chapter(self, level: int, line: str) -> None:
        self.chapters = [kept for kept in self.chapters if kept[0] < level] + [(level, line)]
        self.first = self.second = None

    def outline(self, level: Level, label: str, line: str) -> bool:
        """Whether the label opens a part of its own."""
        if level is Level.FIRST or (level is Level.THIRD and self._is_top(label)):
            self.first, self.second = (label, line), None
        elif level is Level.SECOND:
            self.second = (label, line)
        else:
            return False
        return True

    def _is_top(self, _label: str) -> bool:
        if self.second:
            return False
        return self.first is None or self.first[0].endswith(".")

    @property
    def label(self) -> str:
        return "".join(part[0] for part in (self.first, self.second) if part)

    @property
    def path(self) -> tuple[str, ...]:
        marked = [part[1] for part in (self.first, self.second) if part]
        return tuple([line for _, line in self.chapters] + marked)


def _outside(
    work: Work, portions: Sequence[Portion], lines: set[str], within: str
) -> Iterator[Passage]:
    for group in _groups(portions, lines, within):
        label = group.label or _place_of(group)
        yield _passage(work, label, group.path, "\n".join(group.lines), None, group.portion.id)


def _groups(portions: Sequence[Portion], lines: set[str], within: str) -> Iterator[_Group]:
    place = _Place()
    group: _Group | None = None
    for portion in portions:
        for line in portion.text.split("\n"):
            if within and (line in lines or line in within):
                if group:
                    yield group
                group = None
                continue
            opens, heading = _follow(place, line)
            if within and heading and (structure_mark(line) or unnumbered(Line(line))):
                # It heads articles, whose path holds it.
                if group:
                    yield group
                group = None
                continue
            if group is None or opens or (group.size >= ENOUGH and group.has_text):
                opened = _Group(place.label, place.path, portion)
                if group and not group.has_text and _is_below(place.path, group.path):
                    opened.lines = group.lines  # a heading stands above what it heads
                elif group:
                    yield group
                group = opened
            group.lines.append(line)
            group.has_text |= not heading
    if group:
        yield group


def _place_of(group: _Group) -> str:
    """Where a group without a label of its own stands, in the words of its portion."""
    label = group.portion.label
    return OPENING if not group.path and _NUMBERED.search(label) else label


def _is_below(path: tuple[str, ...], heading: tuple[str, ...]) -> bool:
    return path[: len(heading)] == heading and len(path) > len(heading)


def _follow(place: _Place, line: str) -> tuple[bool, bool]:
    """Whether a line opens a part, and whether it is nothing but its heading."""
    structure = structure_mark(line)
    if structure and structure.level < Level.ARTICLE and is_title_like(structure.rest):
        place.chapter(int(structure.level), line)
        return True, True
    if unnumbered(Line(line)):
        return True, True
    mark = outline_mark(line)
    if mark is None:
        return False, False
    titled = is_title_like(mark.rest)
    shown = line if titled else mark.label
    opens = place.outline(mark.level, mark.label, shown)
    return opens, opens and titled
