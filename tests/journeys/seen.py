"""What people see in their chats: messages, buttons, files, and what pops up after a press."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from tests.doubles.bot_api import BotApiDouble

JsonDict = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """One message of the bot as it stands in a chat now."""

    chat: int
    number: int
    text: str
    buttons: dict[str, str] = field(default_factory=dict)  # label -> data or address
    edited: bool = False
    file_name: str = ""
    file: bytes = b""

    @property
    def lines(self) -> list[str]:
        """The lines of the text."""
        return self.text.splitlines()

    @property
    def labels(self) -> list[str]:
        """What stands on the buttons."""
        return list(self.buttons)

    def table(self) -> list[tuple[Any, ...]]:
        """The rows of the workbook that came with it."""
        return list(load_workbook(BytesIO(self.file)).worksheets[0].iter_rows(values_only=True))


class Seen(list[Shown]):
    """What became visible after an act: new messages and changed ones, and the press's answer."""

    toast: str = ""
    alert: bool = False

    def at(self, chat: int) -> "Seen":
        """What of it stands in one chat."""
        return Seen(shown for shown in self if shown.chat == chat)

    def new(self) -> "Seen":
        """Without the messages that were there before."""
        return Seen(shown for shown in self if not shown.edited)

    def edits(self) -> "Seen":
        """Only the messages that were there before."""
        return Seen(shown for shown in self if shown.edited)

    def with_words(self, words: str) -> Shown:
        """The one message that holds these words."""
        found = [shown for shown in self if words in shown.text]
        assert len(found) == 1, f"{len(found)} messages with {words!r} in {self}"
        return found[0]

    @property
    def texts(self) -> list[str]:
        """The texts."""
        return [shown.text for shown in self]


def snapshot(double: BotApiDouble) -> dict[tuple[int, int], Shown]:
    """Everything that the bot has said, by chat and message."""
    return {(shown.chat, shown.number): shown for shown in _all(double)}


def changes(double: BotApiDouble, before: dict[tuple[int, int], Shown]) -> Seen:
    """What is new or different since a snapshot."""
    fresh = Seen()
    for place, shown in snapshot(double).items():
        if place not in before or before[place] != shown:
            fresh.append(shown)
    return fresh


def _all(double: BotApiDouble) -> Iterator[Shown]:
    for chat in list(double.service.chats):
        for message in double.messages(chat):
            yield _shown(double, chat, message)


def _shown(double: BotApiDouble, chat: int, message: JsonDict) -> Shown:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    document = message.get("document")
    return Shown(
        chat,
        message["message_id"],
        message.get("text", message.get("caption", "")),
        {b["text"]: b.get("callback_data") or b.get("url") for row in rows for b in row},
        "edit_date" in message,
        document["file_name"] if document else "",
        double.service.files[document["file_id"]][1] if document else b"",
    )
