"""What a window is told when it opens or comes back."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from domain.messages import Sender
from domain.rooms import account_of, rooms_of, seats_taken
from store.tables.posts import Room
from web.chat.feed import Feed
from web.chat.talk import BOT_NAME


@dataclass(frozen=True, slots=True)
class Card:
    """A room as the list of chats shows it. `people` counts the seats, without the bot."""

    address: str
    title: str
    people: int

    @property
    def group(self) -> bool:
        """Whether it is a group room."""
        return self.people > 0

    def view(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "room": self.address,
            "title": self.title,
            "people": self.people,
            "group": self.group,
        }


@dataclass(frozen=True, slots=True)
class Seen:
    """A person with all the rooms open to that person."""

    person: Sender
    is_admin: bool
    cards: list[Card]


def look_up(session: Session, address: str) -> Seen | None:
    """Who somebody is and where that person may look; None for no account."""
    account = account_of(session, address)
    if account is None:
        return None
    rooms = rooms_of(session, address)
    cards = [private_card(address), *group_cards(session, rooms)]
    return Seen(Sender(address, account.name), account.is_admin, cards)


def private_card(address: str) -> Card:
    """The person's own chat with the bot."""
    return Card(address, BOT_NAME, 0)


def group_cards(session: Session, rooms: list[Room]) -> list[Card]:
    """Group rooms with their number of people."""
    taken = seats_taken(session, [room.address for room in rooms])
    return [Card(room.address, room.title, taken.get(room.address, 0)) for room in rooms]


def room_view(card: Card, feed: Feed, seen: int | None) -> dict[str, Any]:
    """A room with what its window misses; `seen` is the window's number, None if it has none."""
    missing = feed.since(seen) if seen is not None else None
    return {
        **card.view(),
        "seq": feed.seq,
        "reset": missing is None,
        "messages": feed.everything() if missing is None else missing,
    }


def seen_of(hello: dict[str, Any], epoch: str, room: str) -> int | None:
    """The number up to which a window has seen a room, if it is one of this process."""
    have = hello.get("have")
    if hello.get("epoch") != epoch or not isinstance(have, dict):
        return None
    number = have.get(room)
    return number if isinstance(number, int) and not isinstance(number, bool) else None
