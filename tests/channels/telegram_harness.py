"""The Telegram channel against the Bot API double, as the contract suite needs it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from channels.telegram.channel import TelegramChannel
from domain.messages import Channel
from tests.channels.harness import Shown, ShownButton, ShownQuiz
from tests.doubles.bot_api import BotApiDouble

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
SHOWN_AS = {
    "photo": "picture",
    "audio": "audio",
    "voice": "audio",
    "video": "video",
    "document": "document",
}
_KINDS = {"bold": "bold", "blockquote": "quote"}


class TelegramHarness:
    """A `Harness`; the double is its chat service."""

    group, people, nowhere = "-1005", ("41", "42"), "-999"

    def __init__(self, double: BotApiDouble) -> None:
        self.double = double
        self.channel: Channel = self._born()
        double.people.group(int(self.group), status="administrator")
        for person in self.people:
            double.people.knows(int(person))

    def _born(self) -> Channel:
        return TelegramChannel(
            self.double.token, self.double.root, 1000, 1000, 1000, now=lambda: NOON
        )

    def private_of(self, person: str) -> str:
        return person

    async def person_says(self, person: str, chat: str, text: str, *, reply_to: str = "") -> str:
        reply = int(reply_to or 0)
        return str(self.double.people.text(int(chat), int(person), text, reply_to=reply))

    async def person_sends(self, person: str, chat: str, name: str, content: bytes) -> None:
        self.double.people.document(int(chat), int(person), name, content)

    async def presses(self, person: str, chat: str, message_id: str, action: str) -> str:
        return self.double.people.press(int(chat), int(person), int(message_id), action)

    async def toast(self, press: str) -> tuple[str, bool] | None:
        given = self.double.answers.get(press)
        return (given[0].text, given[0].alert) if given else None

    async def shown(self, chat: str) -> Sequence[Shown]:
        return [self._shown(message) for message in self.double.messages(int(chat))]

    def _shown(self, message: dict[str, Any]) -> Shown:
        text = message.get("text", message.get("caption", ""))
        entities = message.get("entities", message.get("caption_entities", []))
        kind, file = _file_in(message)
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        return Shown(
            str(message["message_id"]),
            text,
            tuple(sorted(_mark(text, entity) for entity in entities)),
            tuple(
                tuple(
                    ShownButton(b["text"], b.get("callback_data", ""), b.get("url", ""))
                    for b in row
                )
                for row in rows
            ),
            *(self.double.service.files[file] if file else ("", b"")),
            kind,
            _quiz(message["poll"]) if "poll" in message else None,
        )

    async def reborn(self) -> None:
        await self.channel.stop()
        self.channel = self._born()

    async def close(self) -> None:
        await self.channel.stop()


def _quiz(poll: dict[str, Any]) -> ShownQuiz:
    assert poll["type"] == "quiz"
    return ShownQuiz(
        poll["question"],
        tuple(option["text"] for option in poll["options"]),
        poll["correct_option_id"],
        poll["explanation"],
        public=not poll["is_anonymous"],
    )


def _file_in(message: dict[str, Any]) -> tuple[str, str]:
    """What kind of file a message carries, and its id."""
    for name, kind in SHOWN_AS.items():
        if (found := message.get(name)) is not None:
            return kind, (found[-1] if name == "photo" else found)["file_id"]
    return "", ""


def _mark(text: str, entity: dict[str, Any]) -> tuple[int, int, str]:
    encoded = text.encode("utf-16-le")
    start = len(encoded[: 2 * entity["offset"]].decode("utf-16-le"))
    end = len(encoded[: 2 * (entity["offset"] + entity["length"])].decode("utf-16-le"))
    return start, end, _KINDS[entity["type"]]
