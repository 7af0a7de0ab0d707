"""Group rooms of the built-in chat and who sits in them."""

import secrets
from datetime import datetime

from sqlmodel import Session, col, func, select

from store.tables import Account
from store.tables.posts import Room, Seat

CHANNEL = "chat"
"""The built-in chat's name as a channel."""


def open_room(session: Session, now: datetime, title: str, made_by: str | None = None) -> Room:
    """Make a group room; the bot is told of it by an ADDED event afterwards."""
    room = Room(address=f"g-{secrets.token_hex(8)}", title=title, made_by=made_by, made_at=now)
    session.add(room)
    session.flush()
    return room


def take_seat(session: Session, now: datetime, room: str, address: str) -> bool:
    """Give a person a seat in a room; False when they sat there already."""
    if session.get(Seat, (room, address)) is not None:
        return False
    session.add(Seat(room=room, address=address, taken_at=now))
    session.flush()
    return True


def account_of(session: Session, address: str) -> Account | None:
    """The account behind a built-in chat's address."""
    wanted = select(Account).where(Account.channel == CHANNEL, Account.address == address)
    return session.exec(wanted).first()


def rooms_of(session: Session, address: str) -> list[Room]:
    """The group rooms a person sits in, the oldest first."""
    seated = (
        select(Room)
        .join(Seat, col(Seat.room) == col(Room.address))
        .where(Seat.address == address)
        .order_by(col(Room.made_at), col(Room.address))
    )
    return list(session.exec(seated))


def may_see(session: Session, room: str, address: str) -> bool:
    """Whether a person may read a room: one's own private chat, or a seat in the group."""
    return room == address or session.get(Seat, (room, address)) is not None


def seats_taken(session: Session, rooms: list[str]) -> dict[str, int]:
    """How many people sit in each of the rooms."""
    counted = (
        select(Seat.room, func.count()).where(col(Seat.room).in_(rooms)).group_by(col(Seat.room))
    )
    return dict(session.exec(counted).all())


def people_in(session: Session, room: str) -> list[Account]:
    """Who sits in a room, in the order in which they came."""
    seated = (
        select(Account)
        .join(Seat, col(Seat.address) == col(Account.address))
        .where(Seat.room == room, Account.channel == CHANNEL)
        .order_by(col(Seat.taken_at), col(Account.id))
    )
    return list(session.exec(seated))


def everybody(session: Session) -> list[Account]:
    """All accounts of the built-in chat, by name; for an admin who makes a group."""
    known = select(Account).where(Account.channel == CHANNEL).order_by(col(Account.name))
    return list(session.exec(known))
