"""Small pieces that every kind of update holds: chats, people, times."""

from datetime import UTC, datetime
from typing import Any

from domain.messages import Place, Sender

JsonDict = dict[str, Any]

_PLACES = {"private": Place.PRIVATE, "group": Place.GROUP, "supergroup": Place.GROUP}


def place_of(chat: JsonDict) -> Place | None:
    """Private or group; None for channels, in which the bot has no business."""
    return _PLACES.get(chat["type"])


def sender_of(user: JsonDict) -> Sender:
    """A person under the name that the service shows."""
    name = f"{user['first_name']} {user.get('last_name', '')}".strip()
    return Sender(str(user["id"]), name)


def moment(seconds: Any) -> datetime:
    """A Unix time as an aware UTC datetime. Raises TypeError on anything but a number."""
    return datetime.fromtimestamp(seconds, UTC)
