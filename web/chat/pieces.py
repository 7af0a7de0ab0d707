"""Cutting a text that is longer than one message may be."""

from domain.messages import Mark, Message


def split(message: Message, limit: int) -> list[Message]:
    """The message in parts of at most `limit` characters, cut at paragraph or line ends.

    The first part carries the file, the last the buttons; marks go with their text. A quiz is
    shown in place of its text and stays whole.
    """
    cuts = _cuts(message.text, limit)
    if message.quiz is not None:
        return [message]
    if cuts == [(0, len(message.text))]:
        return [message]
    return [
        Message(
            text=message.text[start:end],
            marks=_marks_within(message.marks, start, end),
            buttons=message.buttons if index == len(cuts) - 1 else (),
            attachment=message.attachment if index == 0 else None,
        )
        for index, (start, end) in enumerate(cuts)
    ]


def _cuts(text: str, limit: int) -> list[tuple[int, int]]:
    """Where each part begins and ends; the line breaks between two parts belong to neither."""
    cuts = []
    start = 0
    while len(text) - start > limit:
        end = _end_of_part(text, start, limit)
        cuts.append((start, end))
        start = end
        while start < len(text) and text[start] == "\n":
            start += 1
    if start < len(text) or not cuts:
        cuts.append((start, len(text)))
    return cuts


def _end_of_part(text: str, start: int, limit: int) -> int:
    for border in ("\n\n", "\n"):
        end = text.rfind(border, start + 1, start + limit + len(border))
        if end > start + limit // 2:
            return end
    return start + limit


def _marks_within(marks: tuple[Mark, ...], start: int, end: int) -> tuple[Mark, ...]:
    return tuple(
        Mark(max(mark.start, start) - start, min(mark.end, end) - start, mark.kind)
        for mark in marks
        if mark.start < end and mark.end > start
    )
