"""From what a page sends to an event for the core."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.messages import Incoming, IncomingFile, Kind, Place, Sender
from domain.rooms import CHANNEL
from web.chat.posts import ID_DIGITS
from web.chat.talk import BOT_NAME

TEXT_LIMIT = 5000
"""Characters a person may send at once."""

ACTION_LIMIT = 64
"""Bytes of a button's action."""

_CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_MENTION = f"@{BOT_NAME}"


class BadEvent(Exception):
    """What a page sent makes no sense and never will; the text is for the person."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Who sent something, where and when. `title` is the group's, empty in a private chat."""

    person: Sender
    room: str
    title: str
    at: datetime

    @property
    def private(self) -> bool:
        """Whether it is the person's own chat with the bot."""
        return self.room == self.person.address


def client_id(raw: dict[str, Any]) -> str:
    """The random id that the page gave its event. Raises `BadEvent`."""
    value = raw.get("id")
    if not isinstance(value, str) or not _CLIENT_ID.fullmatch(value):
        raise BadEvent("这条消息没有编号，请刷新页面。")
    return value


def event_key(address: str, client: str) -> str:
    """The event's key, unique for ever."""
    return f"{CHANNEL}:{address}:{client}"


def talk_id(address: str, client: str) -> str:
    """The id of a person's own message."""
    return f"{address}:{client}"


def text_event(raw: dict[str, Any], origin: Origin, reply_to: str) -> Incoming:
    """A text. A mention of the bot at its beginning is addressing, not content."""
    said = text_of(raw)
    if not said:
        raise BadEvent("不能发送空白消息。")
    words = said.removeprefix(_MENTION).strip() if said.startswith(_MENTION) else said
    return _event(
        raw,
        origin,
        Kind.TEXT,
        text=words,
        reply_to=reply_to,
        addressed=origin.private or said.startswith("/") or bool(reply_to) or _MENTION in said,
    )


def press_event(raw: dict[str, Any], origin: Origin) -> Incoming:
    """A press on a button of the bot's post."""
    post, action = raw.get("post"), raw.get("action")
    if not isinstance(post, str) or not post.isdecimal() or len(post) > ID_DIGITS:
        raise BadEvent("按钮所在的消息已不存在。")
    if not isinstance(action, str) or not 0 < len(action.encode()) <= ACTION_LIMIT:
        raise BadEvent("这个按钮无法使用。")
    key = event_key(origin.person.address, client_id(raw))
    return _event(raw, origin, Kind.PRESS, press=action, press_id=key, message_id=post)


def file_event(raw: dict[str, Any], origin: Origin, file: IncomingFile, reply_to: str) -> Incoming:
    """A file with its caption."""
    return _event(
        raw,
        origin,
        Kind.FILE,
        text=text_of(raw),
        file=file,
        reply_to=reply_to,
        addressed=origin.private or bool(reply_to),
    )


def text_of(raw: dict[str, Any]) -> str:
    """What the person typed. Raises `BadEvent` when it is no text or too long."""
    text = raw.get("text", "")
    if not isinstance(text, str):
        raise BadEvent("这条消息无法识别。")
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(text) > TEXT_LIMIT:
        raise BadEvent(f"消息太长：最多 {TEXT_LIMIT} 字，请分几条发送。")
    return text


def _event(raw: dict[str, Any], origin: Origin, kind: Kind, **more: Any) -> Incoming:
    address = origin.person.address
    client = client_id(raw)
    values: dict[str, Any] = {"message_id": talk_id(address, client), "addressed": True, **more}
    return Incoming(
        key=event_key(address, client),
        channel=CHANNEL,
        chat=origin.room,
        place=Place.PRIVATE if origin.private else Place.GROUP,
        kind=kind,
        at=origin.at,
        sender=origin.person,
        chat_title=origin.title,
        **values,
    )
