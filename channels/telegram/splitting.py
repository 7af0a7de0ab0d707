"""Where a long text is cut, and what of its marks each part keeps."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.messages import Mark

# From the best place to cut to the worst; each pattern ends where a part may end.
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n+")
_LINE_END = re.compile(r"\n+")
_SENTENCE_END = re.compile(r"[。！？；…!?;]+[”’」』）)\"']*\s*|\.\s+")
_LEVELS = (_PARAGRAPH_END, _LINE_END, _SENTENCE_END)
# A cut this early would leave a scrap of a message; the next worse place is taken instead.
_LEAST = 0.25


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text that fits one message, with its marks."""

    text: str
    marks: tuple[Mark, ...] = ()


def units(text: str) -> int:
    """Length in UTF-16 code units, in which Telegram counts."""
    return len(text) + sum(character > "\uffff" for character in text)


def split(text: str, marks: Sequence[Mark], limit: int) -> list[Part]:
    """Cuts a text into parts of at most `limit` UTF-16 units, at least one.

    Cuts fall at paragraph ends, else line ends, else sentence ends, else between characters;
    inside a marked run only when the run alone is longer than a message. Nothing but line
    breaks at the cuts is lost; a part without any visible character is left out.
    """
    parts = []
    for start, end in _pieces(text, marks, limit):
        while start < end and text[start] == "\n":
            start += 1
        while start < end and text[end - 1] == "\n":
            end -= 1
        if text[start:end].strip():
            parts.append(Part(text[start:end], _within(marks, start, end)))
    return parts or [Part(text[:limit])]


def _pieces(text: str, marks: Sequence[Mark], limit: int) -> Iterator[tuple[int, int]]:
    start = 0
    while (reach := _reach(text, start, limit)) < len(text):
        cut = _cut(text, marks, start, reach)
        yield start, cut
        start = cut
    yield start, len(text)


def _reach(text: str, start: int, limit: int) -> int:
    """The furthest end of a part that begins at `start`."""
    end, left = start, limit
    while end < len(text):
        left -= 2 if text[end] > "\uffff" else 1
        if left < 0:
            break
        end += 1
    return end


def _cut(text: str, marks: Sequence[Mark], start: int, reach: int) -> int:
    spans = [(mark.start, mark.end) for mark in marks if mark.start < reach and mark.end > start]

    def free(place: int) -> bool:
        return not any(begin < place < end for begin, end in spans)

    least = start + max(1, int((reach - start) * _LEAST))
    for level in _LEVELS:
        places = _ends(level, text, start, reach)
        if found := [place for place in places if place >= least and free(place)]:
            return found[-1]
    # No good place outside the marked runs: before a run rather than inside it.
    if before := [begin for begin, _ in spans if begin > start and free(begin)]:
        return max(before)
    for level in _LEVELS:
        if found := [place for place in _ends(level, text, start, reach) if place >= least]:
            return found[-1]
    return _between_characters(text, start, reach)


def _ends(level: re.Pattern[str], text: str, start: int, reach: int) -> list[int]:
    # A stretch of ends that reaches beyond the part may be cut where the part ends.
    return [found.end() for found in level.finditer(text, start, reach)]


def _between_characters(text: str, start: int, reach: int) -> int:
    """The last place that does not tear a character from the marks that belong to it."""
    place = reach
    while place > start + 1 and place < len(text) and _belongs(text[place - 1], text[place]):
        place -= 1
    return place if place > start + 1 else reach


def _belongs(before: str, after: str) -> bool:
    return (
        unicodedata.combining(after) != 0 or after in "\u200d\ufe0e\ufe0f\n" or before in "\u200d\r"
    )


def _within(marks: Sequence[Mark], start: int, end: int) -> tuple[Mark, ...]:
    kept = []
    for mark in marks:
        begin, stop = max(mark.start, start), min(mark.end, end)
        if begin < stop:
            kept.append(Mark(begin - start, stop - start, mark.kind))
    return tuple(kept)
