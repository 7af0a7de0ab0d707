"""One-time links into the built-in chat."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from domain.branches import bind
from domain.chats import meet_chat
from domain.messages import Button
from domain.offers import offer_starter
from domain.outbox import Letter, post
from domain.refusals import Refused
from domain.rooms import CHANNEL, open_room, take_seat
from store.tables import Account, Branch, Chat, Invite
from store.tables.posts import Room

VALID_FOR = timedelta(days=7)
"""How long a link may wait for its person."""

DEFAULT_TITLE = "支部群"


def create_invite(
    session: Session, now: datetime, name: str, branch_id: int | None, is_admin: bool
) -> str:
    """Make a one-time code for a person; only its SHA-256 is kept. Valid for seven days."""
    code = secrets.token_urlsafe(24)
    session.add(
        Invite(
            code_hash=_hash(code),
            name=name,
            branch_id=branch_id,
            is_admin=is_admin,
            expires_at=now + VALID_FOR,
        )
    )
    session.flush()
    return code


def look_at(session: Session, now: datetime, code: str) -> Invite:
    """The invitation behind a code, without using it up.

    Raises `Refused`: invite_unknown, invite_used or invite_expired.
    """
    invite = session.get(Invite, _hash(code))
    if invite is None:
        raise Refused("invite_unknown")
    if invite.used_at is not None:
        raise Refused("invite_used")
    if invite.expires_at <= now:
        raise Refused("invite_expired")
    return invite


def enter(session: Session, now: datetime, code: str) -> str:
    """Use up a code: makes the account, gives it its seats and returns its address.

    Raises `Refused` as `look_at`; of two who come with one code at once only one enters.
    """
    invite = look_at(session, now, code)
    taken = session.execute(
        update(Invite)
        .where(col(Invite.code_hash) == invite.code_hash, col(Invite.used_at).is_(None))
        .values(used_at=now)
        .returning(col(Invite.code_hash))
    )
    if taken.first() is None:
        raise Refused("invite_used")
    account = Account(
        channel=CHANNEL,
        address=f"u-{secrets.token_hex(8)}",
        name=invite.name,
        is_admin=invite.is_admin,
        seen_branch_id=invite.branch_id,
    )
    session.add(account)
    meet_chat(session, CHANNEL, account.address, "private", account.name)
    session.flush()
    if account.is_admin:
        offer_starter(session, now)
    for room in _rooms_for(session, now, invite.branch_id):
        take_seat(session, now, room.address, account.address)
    return account.address


def _rooms_for(session: Session, now: datetime, branch_id: int | None) -> list[Room]:
    """The rooms bound to the branch, else a new one of it; without a branch the waiting room."""
    if branch_id is None:
        return [_waiting_room(session, now)]
    bound = (
        select(Room)
        .join(Chat, col(Chat.address) == col(Room.address))
        .where(Chat.channel == CHANNEL, Chat.branch_id == branch_id)
    )
    return list(session.exec(bound)) or [_branch_room(session, now, branch_id)]


def _waiting_room(session: Session, now: datetime) -> Room:
    """The unbound room that an earlier invitation opened, else a new one."""
    bound = select(Chat.address).where(Chat.channel == CHANNEL, col(Chat.branch_id).is_not(None))
    waiting = select(Room).where(col(Room.made_by).is_(None), col(Room.address).not_in(bound))
    return session.exec(waiting).first() or open_room(session, now, DEFAULT_TITLE)


def _branch_room(session: Session, now: datetime, branch_id: int) -> Room:
    """A room of the branch that the operator named with the invitation: bound from the start."""
    branch = session.get_one(Branch, branch_id)
    room = open_room(session, now, branch.name)
    chat = meet_chat(session, CHANNEL, room.address, "group", branch.name)
    chat.hears_all = True
    bind(session, chat, branch.name, now, branch.timezone)
    claim = Button(label="", start=branch.link_code)
    welcome = Letter(
        key=f"bound:{chat.id}",
        chat_id=chat.id or 0,
        kind="reply",
        text_key="bound",
        facts={"branch": branch.name},
        buttons=[[claim]],
        branch_id=branch_id,
    )
    post(session, [welcome], now)
    return room


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
