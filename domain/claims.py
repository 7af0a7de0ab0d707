"""Claiming one's name on the roster, and taking a claim back.

A refusal says the same for an unknown and a taken name, so it never tells who is on the roster.
"""

import re
from datetime import datetime

from sqlmodel import Session, col, select

from domain.chats import private_chat
from domain.messages import Button
from domain.outbox import Letter, post
from domain.people import admin_chats, is_secretary, members_of, secretary_chats
from domain.refusals import Refused
from store.row_locks import lock_row
from store.tables import Account, Branch, Chat, Member

NAME = re.compile(r"(?P<name>.+?)[\s,，]*(?P<tail>\d{4})?")


def claim(session: Session, account: Account, branch: Branch, typed: str, now: datetime) -> Member:
    """Tie the account to the member of that name; `account.claim` says held or waiting.

    A claim to a secretary's name waits for an admin; all others hold at once and the
    secretary is told. Raises Refused("claimed_already") when the account has a name, and
    Refused("claim_refused") for an unknown, ambiguous or taken name.
    """
    name, tail = _read_name(typed)
    lock_row(session, account)
    if account.member_id is not None:
        own = session.get_one(Member, account.member_id)
        raise Refused("claimed_already", name=own.name)
    candidates = _candidates(session, branch, name, tail)
    for member in candidates:
        lock_row(session, member)  # of two who claim one name at once the second finds it taken
    free = [member for member in candidates if _owner(session, member) is None]
    if len(free) != 1:
        raise Refused("claim_refused", name=name)
    member = free[0]
    account.member_id = member.id
    account.claimed_at = now
    account.claim = "waiting" if is_secretary(member) and not account.is_admin else "held"
    session.add(account)
    session.flush()
    if account.claim == "waiting":
        _ask_admins(session, account, member, branch, now)
    else:
        _tell_secretaries(session, account, member, now)
    return member


def report_refused_claim(
    session: Session, account: Account, branch: Branch, typed: str, now: datetime
) -> None:
    """Tell the secretary privately that somebody claimed a name that is taken."""
    name, tail = _read_name(typed)
    taken = [m for m in _candidates(session, branch, name, tail) if _owner(session, m)]
    letters = [
        Letter(
            key=f"taken:{account.id}:{member.id}:{chat.id}:{now:%Y%m%d}",
            chat_id=chat.id or 0,
            kind="private",
            text_key="claim_taken",
            facts={"name": member.name, "account": account.name},
            branch_id=branch.id,
        )
        for member in taken
        for chat in secretary_chats(session, branch.id or 0)
    ]
    post(session, letters, now)


def settle(session: Session, account: Account, member_id: int, yes: bool, now: datetime) -> Member:
    """An admin's word on a waiting claim. Raises Refused("claim_gone") when it waits no more."""
    lock_row(session, account)
    if account.member_id != member_id or account.claim != "waiting":
        raise Refused("claim_gone")
    member = session.get_one(Member, member_id)
    if yes:
        account.claim = "held"
    else:
        _free(account)
    session.add(account)
    _tell_person(session, account, "claim_confirmed" if yes else "claim_rejected", member, now)
    if yes:  # the other secretaries, who may know better
        _tell_secretaries(session, account, member, now)
    return member


def undo(session: Session, account: Account, member: Member, now: datetime) -> None:
    """Take a claim back; what was recorded of the member stays. Raises Refused("claim_gone")."""
    lock_row(session, account)
    if account.member_id != member.id:
        raise Refused("claim_gone")
    _free(account)
    session.add(account)
    _tell_person(session, account, "claim_undone", member, now)


def _free(account: Account) -> None:
    account.member_id = None
    account.claim = None
    account.claimed_at = None


def _read_name(typed: str) -> tuple[str, str | None]:
    found = NAME.fullmatch(typed.strip())
    if not found:
        raise Refused("claim_without_name")
    return "".join(found["name"].split()), found["tail"]


def _candidates(session: Session, branch: Branch, name: str, tail: str | None) -> list[Member]:
    same = [m for m in members_of(session, branch.id or 0) if m.name == name]
    return [m for m in same if (m.phone or "").endswith(tail)] if tail else same


def _owner(session: Session, member: Member) -> Account | None:
    return session.exec(select(Account).where(col(Account.member_id) == member.id)).first()


def _tell_secretaries(session: Session, account: Account, member: Member, now: datetime) -> None:
    undo_button = Button(label="", action=f"unclaim:{account.id}:{member.id}")
    letters = [
        Letter(
            key=f"claimed:{account.id}:{member.id}:{chat.id}:{now.timestamp()}",
            chat_id=chat.id or 0,
            kind="private",
            text_key="claim_made",
            facts={"name": member.name, "account": account.name},
            buttons=[[undo_button]],
            branch_id=member.branch_id,
        )
        for chat in secretary_chats(session, member.branch_id)
        if chat.address != account.address or chat.channel != account.channel
    ]
    post(session, letters, now)


def ask_again(session: Session, chat: Chat, now: datetime) -> None:
    """Ask an admin who just came about the claims that wait; each is asked once a chat."""
    waiting = session.exec(
        select(Account, Member, Branch).where(
            Account.claim == "waiting",
            Account.member_id == Member.id,
            Member.branch_id == Branch.id,
        )
    ).all()
    post(session, [_question(chat, *who) for who in waiting], now)


def _ask_admins(
    session: Session, account: Account, member: Member, branch: Branch, now: datetime
) -> None:
    asked = [_question(chat, account, member, branch) for chat in admin_chats(session)]
    post(session, asked, now)


def _question(chat: Chat, account: Account, member: Member, branch: Branch) -> Letter:
    choice = [
        Button(label="", action=f"allow:{account.id}:{member.id}"),
        Button(label="", action=f"deny:{account.id}:{member.id}"),
    ]
    since = account.claimed_at.timestamp() if account.claimed_at else 0
    return Letter(
        key=f"ask_claim:{account.id}:{member.id}:{since}:{chat.id}",
        chat_id=chat.id or 0,
        kind="private",
        text_key="claim_asks",
        facts={
            "name": member.name,
            "duties": member.duties,
            "branch": branch.name,
            "account": account.name,
        },
        buttons=[choice],
        branch_id=branch.id,
    )


def _tell_person(
    session: Session, account: Account, key: str, member: Member, now: datetime
) -> None:
    chat = private_chat(session, account)
    if chat is None or not chat.reachable:
        return
    letter = Letter(
        key=f"{key}:{account.id}:{member.id}:{now.timestamp()}",
        chat_id=chat.id or 0,
        kind="private",
        text_key=key,
        facts={"name": member.name},
        branch_id=member.branch_id,
    )
    post(session, [letter], now)
