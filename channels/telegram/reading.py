"""Raw updates of the Bot API become `Incoming` events, straight from their JSON.

The library's own decoding costs about 200 microseconds an update and fails for a whole batch
when it fails for one; here each update is read alone and only where it is needed.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from channels.telegram.membership import added_or_removed, joined
from channels.telegram.order import Order
from channels.telegram.shapes import JsonDict, place_of, sender_of
from channels.telegram.talk import read_message
from domain.messages import Incoming, Kind

log = logging.getLogger(__name__)

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member")


@dataclass(frozen=True, slots=True)
class Me:
    """The bot itself, from getMe. `hears_all`: its privacy mode is off for all groups."""

    id: int
    username: str
    hears_all: bool = False

    @classmethod
    def of(cls, user: JsonDict) -> "Me":
        """From getMe's result."""
        hears_all = bool(user.get("can_read_all_group_messages"))
        return cls(int(user["id"]), str(user.get("username", "")), hears_all)


class Reader:
    """Reads updates for one bot; `now` gives the receive time, which dates presses
    as `Order` says."""

    def __init__(self, me: Me, now: Callable[[], datetime]) -> None:
        self._me = me
        self._now = now
        self._prefix = f"telegram:{me.id}:"
        self._order = Order()

    def read_batch(self, updates: Sequence[JsonDict]) -> list[Incoming]:
        """The events of a batch in order. What cannot be read is logged by type and skipped."""
        events = []
        for update in updates:
            try:
                event = self.read(update)
            except Exception as error:  # one broken update must not hold up the others
                # Neither the update nor the error's words: both may hold what people said.
                log.warning(
                    "跳过一条读不懂的更新（%s，%s）。", _type_of(update), type(error).__name__
                )
                continue
            if event is not None:
                events.append((int(update["update_id"]), event))
        return self._order.settle(events)

    def read(self, update: JsonDict) -> Incoming | None:
        """One update's event, or None for what does not concern the bot.

        Raises KeyError, TypeError or ValueError on an update of a wrong shape.
        """
        key = f"{self._prefix}{int(update['update_id'])}"
        if (query := update.get("callback_query")) is not None:
            return self._read_press(key, query)
        if (message := update.get("message")) is not None:
            return read_message(key, message, self._me, edited=False)
        if (message := update.get("edited_message")) is not None:
            return read_message(key, message, self._me, edited=True)
        if (change := update.get("my_chat_member")) is not None:
            return added_or_removed(key, change, hears_all=self._me.hears_all)
        if (change := update.get("chat_member")) is not None:
            return joined(key, change)
        return None

    def _read_press(self, key: str, query: JsonDict) -> Incoming | None:
        # A message that is too old to be shown has no content but still its chat and number;
        # presses from inline messages and games have no message or no data and are not ours.
        message, data = query.get("message"), query.get("data")
        if message is None or data is None:
            return None
        chat = message["chat"]
        place = place_of(chat)
        if place is None:
            return None
        return Incoming(
            key=key,
            channel="telegram",
            chat=str(chat["id"]),
            place=place,
            kind=Kind.PRESS,
            at=self._now(),
            sender=sender_of(query["from"]),
            press=data,
            press_id=str(query["id"]),
            message_id=str(message["message_id"]),
            addressed=True,
            chat_title=chat.get("title", ""),
        )


def _type_of(update: Any) -> str:
    if not isinstance(update, dict):
        return "?"
    known = [name for name in update if name in ALLOWED_UPDATES]
    return known[0] if known else "?"
