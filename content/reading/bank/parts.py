"""A text of questions cut into parts, each of one sort: a stem, options, an answer, a heading."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from content.reading.bank.answer_key import entries_of
from content.reading.bank.kind_words import section_heading
from content.reading.bank.marks import after_answer, numbered, split_at_answer
from content.reading.bank.wording import LONGEST

_MARKDOWN = re.compile(r"^\s*(?:(?:#{1,6}|>)\s+)*(?:[-*+]\s+)?")
_RULE = re.compile(r"\s*(?:[-*_=]\s*){3,}$")
_HEADED = re.compile(r"(.{2,30}?[:：])\s*(\S.*)")
_FAR = 60
"""How many parts are looked ahead for the next answer."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line without marks of Markdown; an empty one is a gap on the page."""

    row: int
    text: str


def parts_of(lines: Iterable[tuple[int, str]]) -> list[Part]:
    """The parts of numbered lines, in order."""
    return [Part(row, text) for row, line in lines for text in _pieces(_bare(line))]


def _pieces(text: str) -> Iterator[str]:
    if not text or len(text) > LONGEST:
        yield text
        return
    headed = _HEADED.fullmatch(text)
    if headed and section_heading(headed[1])[0] and entries_of(headed[2]):
        yield from headed.groups()
        return
    yield from split_at_answer(text)


def _bare(line: str) -> str:
    """A line without the marks of Markdown; a ruler is a gap."""
    if len(line) > LONGEST:
        return line
    if _RULE.fullmatch(line) and "_" not in line:
        return ""
    text = _MARKDOWN.sub("", line).replace("**", "").replace("\\_", "_")
    return text.strip()


def next_text(parts: Sequence[Part], place: int) -> str:
    """The words of the next part that has any."""
    return next((part.text for part in parts[place + 1 : place + 4] if part.text), "")


def last_number_before_answer(parts: Sequence[Part], place: int) -> int:
    """The place of the last numbered part before the next 答案：, from `place` on; -1 if none.

    It begins the question which that answer belongs to: numbered parts before it are a list.
    """
    found = -1
    for at in range(place, min(place + _FAR, len(parts))):
        text = parts[at].text
        if after_answer(text) is not None or section_heading(text)[0]:
            return found
        if numbered(text):
            found = at
    return -1
