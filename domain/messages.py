"""What crosses the border to a chat service: events in, messages out, and the channel's shape.

Nothing here knows a particular service. Texts are plain with a few marks by character
offset, so no text ever needs escaping and a channel can split or strip them safely.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from domain.attachments import EVERY_KIND, Attachment, MediaKind


class Place(StrEnum):
    """Where an event happened."""

    PRIVATE = "private"
    GROUP = "group"


class Kind(StrEnum):
    """What happened."""

    TEXT = "text"
    PRESS = "press"
    FILE = "file"
    ADDED = "added"  # the bot was put into a group, or its rights there changed
    REMOVED = "removed"  # the bot was taken out of a group, or a person blocked it
    MOVED = "moved"  # the group got another address (`moved_to`)
    JOINED = "joined"  # a person entered a group


@dataclass(frozen=True, slots=True)
class Sender:
    """A person on a chat service. `address` is the service's id of the person."""

    address: str
    name: str


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file a person sent: `ref` is what the channel needs to fetch it; size in bytes.

    `kind` is what it was sent as, where the service tells.
    """

    ref: str
    name: str
    size: int
    kind: MediaKind | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """One event from a chat service.

    `key` is unique for ever per bot and event (channel, bot, the service's event id). `at`
    is when the person acted, as far as the service tells. `addressed` is true for private
    chats, commands, replies to the bot, mentions of it and presses. `message_id` is the
    message itself, or for a press the message that carries the button. `reply_to` is the
    bot's message that a text replies to. `sender` is None for anonymous administrators and
    channel posts. `hears_all` is what an ADDED event says of the bot's hearing.
    """

    key: str
    channel: str
    chat: str
    place: Place
    kind: Kind
    at: datetime
    sender: Sender | None = None
    text: str = ""
    press: str = ""
    press_id: str = ""
    message_id: str = ""
    reply_to: str = ""
    addressed: bool = False
    edited: bool = False
    forwarded: bool = False
    chat_title: str = ""
    file: IncomingFile | None = None
    moved_to: str = ""
    hears_all: bool | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of bold or quoted text: character offsets into `Message.text`, end excluded."""

    start: int
    end: int
    kind: str  # "bold" | "quote"


@dataclass(frozen=True, slots=True)
class Button:
    """A button: `action` comes back as `Incoming.press` (at most 64 bytes); `start` instead
    opens the person's private chat with the bot as if `/start <start>` were sent there."""

    label: str
    action: str = ""
    start: str = ""


@dataclass(frozen=True, slots=True)
class Quiz:
    """A question for a group, answered by a press and by nobody's name.

    `right` is the place of the right one among `options`. `passage` answers it, verbatim;
    `citation` says where it stands.
    """

    question: str
    options: tuple[str, ...]
    right: int
    passage: str = ""
    citation: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A neutral message. An `attachment` goes with the text as its caption.

    `quiz` is shown as the channel's own quiz in place of the text, which has the answer below
    the question for channels that have none.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    attachment: Attachment | None = None
    quiz: Quiz | None = None


class Urgency(StrEnum):
    """What goes first when a service limits the pace."""

    REPLY = "reply"
    MESSAGE = "message"
    EDIT = "edit"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a channel can do. `max_text` in characters of one message.

    Of an attachment that is none of `media` only its line goes out.
    """

    max_text: int
    buttons: bool
    can_push: bool
    media: frozenset[MediaKind] = EVERY_KIND


class Passing(Exception):
    """A passing fault: try again after `seconds` (the service's own word where it gave one)."""

    def __init__(self, seconds: float, reason: str = "") -> None:
        super().__init__(reason)
        self.seconds = seconds
        self.reason = reason


class Lasting(Exception):
    """A lasting fault: trying again is useless.

    `reason` is one of: gone (kicked, chat deleted), blocked (the person blocked the bot),
    cannot_start (a bot may not write first), bad_message, not_modified, message_gone,
    moved (then `moved_to` is the chat's new address), copy_gone (the service does not know the
    attachment's `ref` any more: nothing was sent, and its bytes are wanted).
    """

    def __init__(self, reason: str, moved_to: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.moved_to = moved_to


Deliver = Callable[[Sequence[Incoming]], Awaitable[None]]
"""Takes a batch; returns when it is committed and its presses are answered. Only then may
the channel acknowledge the batch to its service. Raises when the batch must be held."""


class Channel(Protocol):
    """A chat service. `start` begins to deliver events and returns; `stop` ends within seconds.

    `send` returns the ids of the messages made (several when a text was split; the last
    carries the buttons). `send` and `edit` raise `Passing` or `Lasting`.
    """

    name: str
    limits: Limits

    async def start(self, deliver: Deliver) -> None:
        """Connect and begin to deliver events."""
        ...

    async def send(self, chat: str, message: Message, urgency: Urgency) -> list[str]:
        """Send a message to a chat; returns the ids of the messages made."""
        ...

    async def edit(self, chat: str, message_id: str, message: Message) -> None:
        """Replace a message's text and buttons."""
        ...

    async def answer_press(self, press_id: str, text: str, *, alert: bool) -> None:
        """Answer one press with up to 200 characters; a fault here is never raised."""
        ...

    async def fetch(self, file: IncomingFile, target: Path) -> None:
        """Bring a person's file to `target`. Raises `Passing` or `Lasting`."""
        ...

    async def stop(self) -> None:
        """Finish what has begun and disconnect."""
        ...


@dataclass(frozen=True, slots=True)
class Press:
    """What an event's sender sees at once: a toast of a press. Stored with the event."""

    text: str
    alert: bool = False


@dataclass(slots=True)
class Say:
    """One sentence to be said: a text key of `content.says`, its facts and its buttons.

    Facts must be JSON values. Buttons are rows of `Button`; labels left empty are filled
    from the action's verb by `content`.
    """

    key: str
    facts: Mapping[str, object] = field(default_factory=dict)
    buttons: Sequence[Sequence[Button]] = ()
