"""One pass through the body of a text, line by line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from content.cutting.document import Article, Block, BlockKind, Heading
from content.cutting.headings import heading_of, is_title_like, mark_of, outline_heading, unnumbered
from content.cutting.labels import Level, Mark
from content.cutting.lines import Line

# How far ahead the next labels are looked for when a label is out of order.
AHEAD = 40

_ANNEX = re.compile(
    r"附\s*[件录表][一二三四五六七八九十\d]*\s*(?:[：:．.].{0,60})?$|附[：:].{0,60}$"
)
_AMENDS = re.compile(r"(?:如下|修改为|改为|作为.{0,30})[：:]$")


def _articles_ahead(following: Sequence[Line]) -> list[int]:
    """The numbers of the articles that the next lines open."""
    marks = (mark_of(line) for line in following[:AHEAD])
    return [mark.number for mark in marks if mark and mark.level is Level.ARTICLE]


@dataclass
class Draft:
    """An article while its lines are gathered; `ends` counts the lines that are its own."""

    label: str
    path: tuple[str, ...]
    work: int
    lines: list[str] = field(default_factory=list)
    ends: int = 0
    annexed: bool = False


@dataclass
class Walk:
    """Where the reading stands: open headings, the open article, an open quotation."""

    blocks: list[Block] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    above: list[Heading] = field(default_factory=list)
    outline: list[Heading] = field(default_factory=list)
    article: Draft | None = None
    last: int = 0
    work: int = 0
    quoted: bool = False
    chaptered_by_outline: bool = False

    def put(self, line: Line, kind: BlockKind, heading: Heading | None = None) -> None:
        """Keeps a line as a block of `kind` under the headings that are open."""
        label = self.article.label if self.article and kind is BlockKind.ARTICLE else None
        self.blocks.append(Block(line.text, kind, self.path(), label, self.work, heading))

    def path(self) -> tuple[str, ...]:
        """All headings above, 一、 and unnumbered parts included."""
        return tuple(heading.text for heading in (*self.above, *self.outline))

    def read(self, line: Line, following: Sequence[Line]) -> None:
        """Recognises one line of the body and keeps it."""
        if _ANNEX.match(line.text) and self.drafts:
            self.open_annex(line, following)
            return
        mark = mark_of(line)
        if mark and mark.level is Level.ARTICLE and self.opens_article(mark, following):
            self.open_article(mark)
            self.add(line)
        elif mark and mark.level < Level.ARTICLE and self.is_chapter(mark, following):
            self.open_chapter(heading_of(mark, line), line)
        else:
            self.read_text(line)
        self.follow_quotes(line.text)

    def opens_article(self, mark: Mark, following: Sequence[Line]) -> bool:
        """Whether a label at a line start opens an article, or is quoted or cited there."""
        if mark.number in (self.last, self.last + 1) and "之" in mark.label + mark.rest[:1]:
            return True
        if mark.number == self.last + 1 or not self.drafts:
            return True
        if self.quoted:
            return False
        return mark.number == 1 or self.fits(mark.number, following)

    def fits(self, number: int, following: Sequence[Line]) -> bool:
        """A label out of order is a gap or a misprint unless the one due comes right after it."""
        coming = _articles_ahead(following)
        if number > self.last + 1:
            return self.last + 1 not in coming[:3]
        return not coming or coming[0] != self.last + 1

    def is_chapter(self, mark: Mark, following: Sequence[Line]) -> bool:
        """Whether a label 编 章 节 at a line start heads a chapter, or stands in a sentence."""
        if not is_title_like(mark.rest):
            return False
        # A source may forget to close a quotation: the article due next tells the chapter is real.
        return not self.quoted or _articles_ahead(following)[:1] == [self.last + 1]

    def open_article(self, mark: Mark) -> None:
        """Closes the article before; numbering that starts again is another regulation."""
        if mark.number == 1 and self.last > 1:
            self.work += 1
        self.last = mark.number
        path = tuple(heading.text for heading in self.above if heading.level)
        self.article = Draft(mark.label, path, self.work)
        self.drafts.append(self.article)
        self.quoted = False

    def open_annex(self, line: Line, following: Sequence[Line]) -> None:
        """附件, 附表: heads what follows; a table behind it is no part of the last article."""
        if following and following[0].row:
            self.article = None
        if self.article:
            self.article.lines.append(line.text)
            self.article.annexed = True
        heading = Heading(line.text, "", 0)
        self.above, self.outline, self.quoted = [heading], [], False
        self.put(line, BlockKind.HEADING, heading)

    def open_chapter(self, heading: Heading, line: Line) -> None:
        """A numbered heading closes the article and all headings that are not wider."""
        self.above = [h for h in self.above if 0 < h.level < heading.level]
        self.above.append(heading)
        self.outline, self.article, self.quoted = [], None, False
        self.put(line, BlockKind.HEADING, heading)

    def read_text(self, line: Line) -> None:
        """A line without a numbered heading: a part, a heading of an outline, or plain text."""
        part = unnumbered(line)
        outline = outline_heading(line) if self.outline_counts(line) else None
        if part:
            self.above = [h for h in self.above if h.level] if self.article else []
            self.above.append(part)
            self.outline = []
        elif outline:
            self.outline = [h for h in self.outline if h.level < outline.level]
            self.outline.append(outline)
        heading = part or outline
        if heading is None:
            self.add(line)
            return
        if self.article:
            self.article.lines.append(line.text)
        self.put(line, BlockKind.HEADING, heading)

    def outline_counts(self, line: Line) -> bool:
        """In a text of articles 一、 heads a chapter only if one stood before the first article."""
        if not self.drafts:
            self.chaptered_by_outline |= outline_heading(line) is not None
            return True
        found = outline_heading(line)
        return self.chaptered_by_outline and found is not None and found.level == Level.FIRST

    def add(self, line: Line) -> None:
        """Keeps a line of the open article, or of the text outside articles."""
        if self.article is None:
            self.put(line, BlockKind.TEXT)
            return
        self.article.lines.append(line.text)
        if self.article.annexed:
            self.put(line, BlockKind.TEXT)
            return
        self.article.ends = len(self.article.lines)
        self.put(line, BlockKind.ARTICLE)

    def follow_quotes(self, text: str) -> None:
        """Notes whether a quotation is still open: a “, or an amendment's 内容如下：."""
        if _AMENDS.search(text):
            self.quoted = True
            return
        opened, closed = text.rfind("“"), text.rfind("”")
        if max(opened, closed) >= 0:
            self.quoted = opened > closed

    def articles(self) -> Iterator[Article]:
        """The articles read so far."""
        for draft in self.drafts:
            own = "\n".join(draft.lines[: draft.ends])
            yield Article(draft.label, draft.path, "\n".join(draft.lines), own, draft.work)
