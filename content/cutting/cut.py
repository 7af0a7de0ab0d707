"""Cutting a text: headings, articles and paragraphs, with not a character lost."""

from collections.abc import Iterable

from content.cutting.contents import contents_span
from content.cutting.document import Block, BlockKind, Document
from content.cutting.headings import unglued
from content.cutting.issue_date import issue_of
from content.cutting.lines import Line, lines_of
from content.cutting.title import kind_of_text, title_span
from content.cutting.walk import AHEAD, Walk


def cut(source: str | Iterable[Line | str], title_hint: str = "") -> Document:
    """Recognises the structure of `source`.

    `title_hint` (the file's name without its ending) is the title of a text that names none.
    Any text gives a document; an empty one gives no blocks.
    """
    lines = tuple(part for line in lines_of(source) for part in unglued(line))
    title, titled, front = title_span(lines, title_hint)
    if len(titled) + len(front) == len(lines):
        # A text of nothing but a head would have nothing to read out.
        titled = range(0)
    span = contents_span(lines)
    walk = Walk()
    for index, line in enumerate(lines):
        if index in titled:
            walk.put(line, BlockKind.TITLE)
        elif index in span:
            walk.put(line, BlockKind.CONTENTS)
        elif index in front:
            walk.put(line, BlockKind.FRONT)
        else:
            walk.read(line, lines[index + 1 : index + 1 + AHEAD])
    edition, issued = issue_of(
        [lines[index].text for index in sorted(front)],
        _preamble(walk.blocks),
        [line.text for line in lines],
    )
    kind = kind_of_text(title, lines)
    if walk.drafts and kind == "notice":
        kind = "regulation"
    return Document(
        title,
        kind,
        issued,
        edition,
        tuple(walk.blocks),
        tuple(walk.articles()),
    )


def _preamble(blocks: list[Block]) -> list[str]:
    """The text before the first heading or article: a covering letter, words of a newspaper."""
    found: list[str] = []
    for block in blocks:
        if block.kind in {BlockKind.HEADING, BlockKind.ARTICLE} or len(found) > 30:
            return found
        if block.kind is BlockKind.TEXT:
            found.append(block.text)
    return []
