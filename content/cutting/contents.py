"""The table of contents (目录) that a text prints before its body."""

import re
from collections.abc import Sequence

from content.cutting.headings import names_chapters
from content.cutting.labels import Level, structure_mark
from content.cutting.lines import Line, bare

_TITLE = re.compile(r"目\s*[录次]")
_LEADERS = re.compile(r"[\s.．·…—\-]*\d*$")
_LONGEST_ENTRY = 45


def contents_span(lines: Sequence[Line]) -> range:
    """The indexes of the table of contents, its own title included; empty if there is none."""
    start = next((i for i, line in enumerate(lines[:80]) if _is_title(line.text)), None)
    if start is None:
        return _untitled(lines)
    return range(start, _end(lines, start + 1))


def _is_title(text: str) -> bool:
    glued = _TITLE.match(text)
    if glued and names_chapters(text):
        return True
    return bool(_TITLE.fullmatch(text.strip("【】[]　 ")))


def _untitled(lines: Sequence[Line]) -> range:
    """A run of chapter headings with nothing between them, printed again further on."""
    marks = [structure_mark(line.text) for line in lines[:60]]
    start = next((i for i, mark in enumerate(marks) if mark and mark.level < Level.ARTICLE), None)
    if start is None or len(lines) < start + 3:
        return range(0)
    end = _end(lines, start)
    return range(start, end) if end - start >= 3 else range(0)


def _end(lines: Sequence[Line], start: int) -> int:
    """Where the entries stop: at the first one printed again, an article, or a whole sentence."""
    seen: set[str] = set()
    for index in range(start, len(lines)):
        text = lines[index].text
        key = entry(text)
        if key in seen:
            return index
        if index == start and names_chapters(text):
            return index + 1
        if not _is_entry(text):
            return index if _printed_again(lines[start:index], lines[index:]) else start
        seen.add(key)
    return start


def _printed_again(entries: Sequence[Line], rest: Sequence[Line]) -> bool:
    later = {entry(line.text) for line in rest}
    return bool(entries) and entry(entries[0].text) in later


def entry(text: str) -> str:
    """A heading without white space, dot leaders and page number."""
    return bare(_LEADERS.sub("", text[: 2 * _LONGEST_ENTRY]))


def _is_entry(text: str) -> bool:
    mark = structure_mark(text)
    if mark and mark.level is Level.ARTICLE and len(mark.rest) > _LONGEST_ENTRY:
        return False
    return len(bare(text)) <= _LONGEST_ENTRY and not text.endswith(("。", "；", "："))
