"""Which lines are headings, and which only look like one."""

import re

from content.cutting.document import Heading
from content.cutting.labels import Level, Mark, outline_mark, structure_mark
from content.cutting.lines import Line, bare

_PART_NAMES = "总纲 序言 序 前言 引言 导言 导语 总则 分则 附则 附录 结语 结束语 后记 说明"
UNNUMBERED = frozenset(_PART_NAMES.split())
_LONGEST = 45
_SENTENCE = re.compile(r"[。；！？]")
_LONE_NUMBER = re.compile(r"[一二三四五六七八九十]{1,3}")
_STOPPED_NAME = re.compile(r"[^。；！？，：:,（）第]{1,16}。")
_CHAPTER = re.compile(r"第\s*[一二三四五六七八九十百]+\s*[编章节]\s*[^的规至、\s]")
_GLUED_ARTICLE = re.compile(r"第\s*[一二三四五六七八九十百千零〇]+\s*条")


def mark_of(line: Line) -> Mark | None:
    """The label 编 章 节 条 that opens a line; rows of a table have none."""
    return None if line.row else structure_mark(line.text)


def unglued(line: Line) -> tuple[Line, ...]:
    """A line where a chapter heading is glued to its text, as two; any other line as it is."""
    mark = mark_of(line)
    if mark is None or mark.level >= Level.ARTICLE or is_title_like(mark.rest):
        return (line,)
    if names_chapters(mark.rest):
        return (line,)
    at = _glue_point(mark.rest)
    if at is None:
        return (line,)
    at += len(line.text) - len(mark.rest)
    return (Line(line.text[:at].strip(), line.level), Line(line.text[at:].strip()))


def names_chapters(text: str) -> bool:
    """Whether a text names further chapters: a table of contents printed as one paragraph."""
    return len(_CHAPTER.findall(text)) >= 2


def _glue_point(rest: str) -> int | None:
    article = _GLUED_ARTICLE.search(rest)
    if article and 0 < len(bare(rest[: article.start()])) <= 30:
        return article.start()
    name = re.match(r"\s*\S{1,2}\s+\S(?=\s)|\s*\S{2,30}(?=\s)", rest)
    if name and not _SENTENCE.search(name[0]) and len(rest) - name.end() > 20:
        return name.end()
    return None


def is_title_like(rest: str) -> bool:
    """Whether words after a label read as the name of a chapter and not as a sentence."""
    # Some sources close a chapter's name with a full stop.
    if _STOPPED_NAME.fullmatch(rest):
        return True
    return (
        len(bare(rest)) <= _LONGEST
        and not _SENTENCE.search(rest)
        and not rest.rstrip().endswith(("，", "：", ",", ":", "、"))
        and not _GLUED_ARTICLE.search(rest)
    )


def heading_of(mark: Mark, line: Line) -> Heading:
    """The heading that `mark` opens, in the words of its line."""
    return Heading(line.text, mark.label, int(mark.level))


def unnumbered(line: Line) -> Heading | None:
    """总纲, 序言, 附则 and the like, standing alone on their line."""
    return Heading(line.text, "", 0) if bare(line.text) in UNNUMBERED else None


def outline_heading(line: Line) -> Heading | None:
    """一、…, （一）… on a line: a heading if it is one sentence at most, else it opens a text."""
    mark = None if line.row else outline_mark(line.text)
    if mark is None and not line.row and _LONE_NUMBER.fullmatch(line.text):
        return Heading(line.text, line.text, int(Level.FIRST))
    if mark is None or mark.level > Level.SECOND:
        return None
    return heading_of(mark, line) if is_title_like(mark.rest) else None
