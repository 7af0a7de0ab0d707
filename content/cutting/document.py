"""A text after cutting: every line of the source in order, and what each of them is."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class BlockKind(StrEnum):
    """What a line of the source is."""

    TITLE = "title"
    FRONT = "front"
    CONTENTS = "contents"
    HEADING = "heading"
    ARTICLE = "article"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as the source writes it.

    `level` is 1 编, 2 分编, 3 章, 4 节, 6 一、, 7 （一） and 0 for 总纲, 附则 and the like; `label`
    is the canonical label (第一章), empty where there is none.
    """

    text: str
    label: str
    level: int


@dataclass(frozen=True, slots=True)
class Block:
    """One line of the source: its words, what it is, and the headings above it.

    `article` is the label of the article the line belongs to; `work` counts the regulations in
    one file from 0.
    """

    text: str
    kind: BlockKind
    path: tuple[str, ...] = ()
    article: str | None = None
    work: int = 0
    heading: Heading | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One 条: canonical label, 编 章 节 above it, and its lines word for word.

    `text` runs to the next article or chapter; `own` is the part to show: it leaves out lines
    that already head what follows (an unnumbered 附则, a heading 五、…).
    """

    label: str
    path: tuple[str, ...]
    text: str
    own: str
    work: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A text ready to be read out: no line of the source is missing from `blocks`.

    `kind` is one of charter, regulation, speech, case, notice; `issued` is the day of the newest
    decision named at its head or foot; `edition` is that line itself, empty if there is none.
    `source` is what a web page names as its source.
    """

    title: str
    kind: str
    issued: date | None
    edition: str
    blocks: tuple[Block, ...]
    articles: tuple[Article, ...]
    source: str = ""

    @property
    def headings(self) -> tuple[Heading, ...]:
        """All headings in order, the table of contents left out."""
        return tuple(block.heading for block in self.blocks if block.heading)

    @property
    def preface(self) -> tuple[str, ...]:
        """The lines between title and text: edition, issuer, document number."""
        return tuple(block.text for block in self.blocks if block.kind is BlockKind.FRONT)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Every line of the source that says something, in order."""
        return tuple(block.text for block in self.blocks)

    def counts(self) -> dict[str, int]:
        """How many 编 分编 章 节 条 the text has, under these names."""
        seen = Counter(heading.level for heading in self.headings)
        found = {unit: seen[level] for unit, level in UNIT_LEVELS.items()}
        return found | {"条": len(self.articles)}


UNIT_LEVELS = {"编": 1, "分编": 2, "章": 3, "节": 4}
