"""What the contract suite needs of a channel under test.

One class per channel implements `Harness`: it owns the channel, plays the people on the other
side, and tells what those people see. Nothing in it may look inside the channel: it stands
where the chat service and the phones stand.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from domain.messages import Channel, Incoming, Kind


@dataclass(frozen=True, slots=True)
class ShownButton:
    """A button as a person sees it: its label and what it does (`action` or a link)."""

    label: str
    action: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class ShownQuiz:
    """A quiz as a group sees it; `explanation` is what whoever has answered is shown.

    `public` is whether anybody could learn who answered what.
    """

    question: str
    options: tuple[str, ...]
    right: int
    explanation: str
    public: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of the bot as it stands in a chat now (after edits).

    `marks` are (start, end, "bold" | "quote") in character offsets, sorted. `file_name` and
    `file` are set when the message carries a file, `quiz` when it is the channel's own quiz;
    `file_kind` is what the service shows a file as.
    """

    message_id: str
    text: str
    marks: tuple[tuple[int, int, str], ...] = ()
    buttons: tuple[tuple[ShownButton, ...], ...] = ()
    file_name: str = ""
    file: bytes = b""
    file_kind: str = ""
    quiz: ShownQuiz | None = None


class Harness(Protocol):
    """The people and the service on the other side of one channel.

    `group` is the address of a group that both people and the bot are in. `people` are the
    addresses of two persons who have written to the bot before. `private_of` gives the address
    of a person's private chat with the bot, `nowhere` an address the bot cannot reach.
    """

    channel: Channel
    group: str
    people: tuple[str, str]
    nowhere: str

    def private_of(self, person: str) -> str:
        """The address of the person's private chat with the bot."""
        ...

    async def person_says(self, person: str, chat: str, text: str, *, reply_to: str = "") -> str:
        """The person writes `text` (as a reply to a message); returns the message's id."""
        ...

    async def person_sends(self, person: str, chat: str, name: str, content: bytes) -> None:
        """The person sends a file."""
        ...

    async def presses(self, person: str, chat: str, message_id: str, action: str) -> str:
        """The person presses the button with `action` under a message; returns a handle that
        `toast` takes."""
        ...

    async def toast(self, press: str) -> tuple[str, bool] | None:
        """What the person saw after a press (text, alert), or None while nothing came."""
        ...

    async def shown(self, chat: str) -> Sequence[Shown]:
        """The bot's messages in a chat, oldest first, as they stand now."""
        ...

    async def reborn(self) -> None:
        """The process ends and starts again: replaces `channel` by a new one, not started,
        that belongs to the same bot and the same service."""
        ...

    async def close(self) -> None:
        """Stops the channel and everything that the harness started."""
        ...


@dataclass(slots=True)
class Core:
    """Stands for the bot's core: keeps what was committed, can refuse, can answer presses.

    While `down` is set every batch is refused (and counted). `on_batch` runs before the batch
    counts as committed, for example to answer presses.
    """

    committed: list[Incoming] = field(default_factory=list)
    refused: int = 0
    down: bool = False
    on_batch: Callable[[Sequence[Incoming]], Awaitable[None]] | None = None

    async def deliver(self, batch: Sequence[Incoming]) -> None:
        """A `Deliver` as channels want it."""
        if self.down:
            self.refused += 1
            raise ConnectionError("the database is down")
        if self.on_batch is not None:
            await self.on_batch(batch)
        self.committed.extend(batch)

    def of(self, kind: Kind) -> list[Incoming]:
        """The committed events of one kind, without repeats, in order."""
        return list({event.key: event for event in self.committed if event.kind is kind}.values())

    async def wait_for(self, kind: Kind, count: int = 1, seconds: float = 10.0) -> list[Incoming]:
        """Waits until `count` events of a kind were committed. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while len(self.of(kind)) < count:
                await asyncio.sleep(0.01)
        return self.of(kind)
