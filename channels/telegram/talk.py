"""Messages of people: text, captions, files, and the few notes of the service that matter."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from channels.telegram.shapes import JsonDict, moment, place_of, sender_of
from domain.attachments import MediaKind
from domain.messages import Incoming, IncomingFile, Kind, Place, Sender

_COMMAND = re.compile(r"/[A-Za-z0-9_]{1,64}(?:@([A-Za-z0-9_]{3,32}))?(?![A-Za-z0-9_@])")
# Sent in private these have no words but deserve an answer; the service's notes do not.
_WORDLESS = (
    "photo",
    "video",
    "voice",
    "audio",
    "sticker",
    "animation",
    "video_note",
    "location",
    "contact",
    "poll",
)


_SENT_AS = (
    ("audio", MediaKind.AUDIO, "audio"),
    ("voice", MediaKind.AUDIO, "voice.ogg"),
    ("video", MediaKind.VIDEO, "video.mp4"),
)


class Bot(Protocol):
    """What reading must know of the bot."""

    @property
    def id(self) -> int:
        """The bot's user id."""

    @property
    def username(self) -> str:
        """Its name after the @."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text with what stood in it for the bot taken out."""

    text: str
    called: bool  # a command, or the bot was mentioned
    for_another: bool = False  # a command that names another bot


def read_message(key: str, message: JsonDict, bot: Bot, *, edited: bool) -> Incoming | None:
    """One message's event, or None for what does not concern the bot."""
    chat = message["chat"]
    place = place_of(chat)
    # The mirror note stands in the new group; the one in the old group is read below.
    if place is None or "migrate_from_chat_id" in message or _from_a_bot(message):
        return None
    if "migrate_to_chat_id" in message:
        return _event(key, message, place, Kind.MOVED, moved_to=str(message["migrate_to_chat_id"]))
    if "new_chat_members" in message:
        return _read_joined(key, message, place)
    words = read_words(message.get("text") or message.get("caption") or "", bot.username)
    file = _file_of(message, place)
    if words.for_another or not _has_content(message, words, file, place):
        return None
    return _read_talk(key, message, place, bot, words, file, edited=edited)


def read_words(text: str, username: str) -> Words:
    """Takes `@username` out of a text, at a command or anywhere else."""
    command = _COMMAND.match(text)
    if command and (named := command[1]):
        if named.lower() != username.lower():
            return Words(text, called=False, for_another=True)
        return Words(text[: command.start(1) - 1] + text[command.end(1) :], called=True)
    without, mentions = _mention(username).subn(_gap, text) if "@" in text else (text, 0)
    return Words(without.strip() if mentions else text, called=bool(command or mentions))


@lru_cache(maxsize=8)
def _mention(username: str) -> re.Pattern[str]:
    # The service ends a name at the first character that cannot stand in one.
    name = re.escape(username) or "(?!)"
    return re.compile(rf"[ \t]?(?<![A-Za-z0-9_])@{name}(?![A-Za-z0-9_])[ \t]?", re.IGNORECASE)


def _gap(found: re.Match[str]) -> str:
    return " " if found[0] != found[0].strip() else ""


def _read_talk(
    key: str,
    message: JsonDict,
    place: Place,
    bot: Bot,
    words: Words,
    file: IncomingFile | None,
    *,
    edited: bool,
) -> Incoming:
    forwarded = "forward_origin" in message or "forward_date" in message
    replied = message.get("reply_to_message") or {}
    to_bot = (replied.get("from") or {}).get("id") == bot.id
    called = (words.called or to_bot) and not forwarded
    return _event(
        key,
        message,
        place,
        Kind.TEXT if file is None else Kind.FILE,
        text=words.text,
        message_id=str(message["message_id"]),
        reply_to=str(replied["message_id"]) if to_bot else "",
        addressed=place is Place.PRIVATE or called,
        edited=edited,
        forwarded=forwarded,
        file=file,
    )


def _read_joined(key: str, message: JsonDict, place: Place) -> Incoming | None:
    people = [user for user in message["new_chat_members"] if not user.get("is_bot")]
    if place is not Place.GROUP or not people:
        return None
    return _event(key, message, place, Kind.JOINED, sender=sender_of(people[0]))


def _from_a_bot(message: JsonDict) -> bool:
    # Anonymous administrators and channels write through stand-ins that call themselves bots.
    return "sender_chat" not in message and bool((message.get("from") or {}).get("is_bot"))


def _sender(message: JsonDict) -> Sender | None:
    if "sender_chat" in message or "from" not in message:
        return None
    return sender_of(message["from"])


def _file_of(message: JsonDict, place: Place) -> IncomingFile | None:
    if "animation" in message:  # a moving picture carries a document as well
        return None
    if (document := message.get("document")) is not None:
        return _incoming(document, "file", MediaKind.DOCUMENT)
    if place is not Place.PRIVATE:  # what people show each other in a group is not for the bot
        return None
    if photo := message.get("photo"):
        largest = max(photo, key=lambda size: size["width"] * size["height"])
        return _incoming(largest, "photo.jpg", MediaKind.PICTURE)
    for name, kind, called in _SENT_AS:
        if (sent := message.get(name)) is not None:
            return _incoming(sent, called, kind)
    return None


def _incoming(sent: JsonDict, name: str, kind: MediaKind) -> IncomingFile:
    name = str(sent.get("file_name") or name)
    return IncomingFile(str(sent["file_id"]), name, int(sent.get("file_size") or 0), kind)


def _has_content(message: JsonDict, words: Words, file: IncomingFile | None, place: Place) -> bool:
    if words.text or words.called or file is not None:
        return True
    return place is Place.PRIVATE and any(kind in message for kind in _WORDLESS)


def _event(key: str, message: JsonDict, place: Place, kind: Kind, **more: object) -> Incoming:
    chat = message["chat"]
    more.setdefault("sender", _sender(message))
    return Incoming(
        key=key,
        channel="telegram",
        chat=str(chat["id"]),
        place=place,
        kind=kind,
        at=moment(message.get("edit_date") or message["date"]),
        chat_title=chat.get("title", ""),
        **more,  # type: ignore[arg-type]
    )
