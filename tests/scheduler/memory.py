"""A channel that keeps in memory what it was given, and fails as a test scripts it."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from domain.messages import (
    Deliver,
    IncomingFile,
    Lasting,
    Limits,
    Message,
    Passing,
    Urgency,
)

Fault = Passing | Lasting | Exception


@dataclass
class MemoryChannel:
    """`sent` holds (chat, text) in order of arrival; `shown` each message's present text.

    Faults scripted for a chat are raised one by one, then it works. While `gate` is set to an
    unset event, sends wait. `delay` is what each send takes, in seconds.
    """

    name: str = "memory"
    limits: Limits = field(default_factory=lambda: Limits(4096, buttons=True, can_push=True))
    delay: float = 0.0
    gate: asyncio.Event | None = None
    down: bool = False
    sent: list[tuple[str, str]] = field(default_factory=list)
    urgencies: list[Urgency] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    edits: list[tuple[str, str, str]] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)
    faults: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    edit_faults: list[Fault] = field(default_factory=list)
    tried: int = 0
    at_once: int = 0
    most_at_once: int = 0
    crossed: bool = False
    _open: set[str] = field(default_factory=set)

    async def start(self, deliver: Deliver) -> None:
        """Nothing comes in here."""

    async def send(self, chat: str, message: Message, urgency: Urgency) -> list[str]:
        self.tried += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.crossed |= chat in self._open
        self._open.add(chat)
        try:
            if self.gate is not None:
                await self.gate.wait()
            await asyncio.sleep(self.delay)
            if self.down:
                raise Passing(1, "down")
            if self.faults[chat]:
                raise self.faults[chat].pop(0)
        finally:
            self.at_once -= 1
            self._open.discard(chat)
        self.sent.append((chat, message.text))
        self.urgencies.append(urgency)
        self.messages.append(message)
        message_id = f"m{len(self.sent)}"
        self.shown[message_id] = message.text
        return [message_id]

    async def edit(self, chat: str, message_id: str, message: Message) -> None:
        await asyncio.sleep(self.delay)
        if self.edit_faults:
            raise self.edit_faults.pop(0)
        self.edits.append((chat, message_id, message.text))
        self.shown[message_id] = message.text

    async def answer_press(self, press_id: str, text: str, *, alert: bool) -> None:
        """Nobody presses here."""

    async def fetch(self, file: IncomingFile, target: Path) -> None:
        raise Lasting("gone")

    async def stop(self) -> None:
        """Nothing to end."""

    def texts(self, chat: str) -> list[str]:
        """What a chat was sent, in order."""
        return [text for address, text in self.sent if address == chat]
