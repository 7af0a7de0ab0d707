"""A neutral `Message` as what Telegram takes: texts with entities, keyboards, captions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from channels.telegram.quizzes import Poll, poll_of
from channels.telegram.splitting import Part, split, units
from domain.attachments import Attachment
from domain.messages import Button, Lasting, Mark, Message

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_CALLBACK_BYTES = 64
_KINDS = {"bold": MessageEntity.BOLD, "quote": MessageEntity.BLOCKQUOTE}
_START = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Letter:
    """One message for the service: a text, a file with `text` as its caption, or a quiz."""

    text: str
    entities: tuple[MessageEntity, ...] = ()
    keyboard: InlineKeyboardMarkup | None = None
    attachment: Attachment | None = None
    poll: Poll | None = None


def write(message: Message, username: str) -> list[Letter]:
    """The letters of a message in order, at least one; the last carries the buttons.

    A file goes with its text as caption where that fits, else before the text. A quiz that fits
    goes as the service's own; its text is for those that do not. `username` is
    the bot's, for buttons that open its private chat. Raises `Lasting("bad_message")`.
    """
    keyboard = _keyboard(message.buttons, username)
    poll = poll_of(message.quiz) if message.quiz is not None else None
    if poll is not None:
        return [Letter("", poll=poll)]
    if message.attachment is None:
        letters = [_letter(part) for part in split(message.text, message.marks, MAX_TEXT)]
    else:
        letters = _with_file(message, message.attachment)
    return [*letters[:-1], replace(letters[-1], keyboard=keyboard)]


def needs_username(message: Message) -> bool:
    """Whether a button of the message opens the bot's private chat."""
    return any(button.start for row in message.buttons for button in row)


def _with_file(message: Message, attachment: Attachment) -> list[Letter]:
    if units(message.text) <= MAX_CAPTION:
        caption = _letter(Part(message.text, message.marks))
        return [replace(caption, attachment=attachment)]
    # The file goes first: where the service does not know it any more, nothing has been said yet.
    parts = split(message.text, message.marks, MAX_TEXT)
    return [Letter("", attachment=attachment), *map(_letter, parts)]


def _letter(part: Part) -> Letter:
    return Letter(part.text, entities_of(part.text, part.marks))


def entities_of(text: str, marks: Sequence[Mark]) -> tuple[MessageEntity, ...]:
    """Marks by character offset as entities by UTF-16 offset."""
    entities = []
    for mark in marks:
        start, end = max(mark.start, 0), min(mark.end, len(text))
        if start < end:
            offset, length = units(text[:start]), units(text[start:end])
            entities.append(MessageEntity(_KINDS[mark.kind], offset, length))
    return tuple(entities)


def _keyboard(rows: Sequence[Sequence[Button]], username: str) -> InlineKeyboardMarkup | None:
    shown = [[_button(button, username) for button in row] for row in rows if row]
    return InlineKeyboardMarkup(shown) if shown else None


def _button(button: Button, username: str) -> InlineKeyboardButton:
    if button.start:
        if not _START.fullmatch(button.start):
            raise Lasting("bad_message")
        link = f"https://t.me/{username}?start={button.start}"
        return InlineKeyboardButton(button.label, url=link)
    if not 1 <= len(button.action.encode()) <= MAX_CALLBACK_BYTES or not button.label.strip():
        raise Lasting("bad_message")
    return InlineKeyboardButton(button.label, callback_data=button.action)
