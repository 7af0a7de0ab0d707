"""Chats and accounts as the events bring them."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, select

from store.tables import Account, Chat, Question

QUESTION_LASTS = timedelta(hours=24)


def chat_at(session: Session, channel: str, address: str) -> Chat | None:
    """The chat at this address."""
    return session.exec(
        select(Chat).where(Chat.channel == channel, Chat.address == address)
    ).first()


def private_chat(session: Session, account: Account) -> Chat | None:
    """The account's private chat with the bot, where one is known."""
    return chat_at(session, account.channel, account.address)


def meet_chat(session: Session, channel: str, address: str, kind: str, title: str) -> Chat:
    """The chat at this address, noted down where it is new."""
    chat = chat_at(session, channel, address)
    if chat is None:
        chat = Chat(channel=channel, address=address, kind=kind, title=title)
        session.add(chat)
        session.flush()
    return chat


def move_chat(session: Session, channel: str, old: str, new: str) -> None:
    """A group got another address: its branch and what waits for it go along."""
    chat = chat_at(session, channel, old)
    if chat is None:
        return
    taken = chat_at(session, channel, new)
    if taken is not None:
        # An event from the new address came first: that row steps aside, keeping its history.
        taken.address = f"{new}#{taken.id}"
        taken.reachable = False
        session.add(taken)
        session.flush()
    chat.address = new
    chat.reachable = True
    session.add(chat)
    session.flush()


def ask(
    session: Session,
    account: Account,
    chat: Chat,
    kind: str,
    payload: dict[str, Any],
    now: datetime,
) -> None:
    """Remember a question to a person in a chat; it replaces an older one there."""
    forget_question(session, account, chat)
    question = Question(
        account_id=account.id or 0,
        chat_id=chat.id or 0,
        kind=kind,
        payload=payload,
        expires_at=now + QUESTION_LASTS,
    )
    session.add(question)


def open_question(session: Session, account: Account, chat: Chat, now: datetime) -> Question | None:
    """The question that waits for this person's next words here."""
    return session.exec(
        select(Question).where(
            Question.account_id == account.id,
            Question.chat_id == chat.id,
            col(Question.expires_at) > now,
        )
    ).first()


def forget_question(
    session: Session, account: Account, chat: Chat, kind: str | None = None
) -> None:
    """No question (of this kind) waits here any more."""
    statement = delete(Question).where(
        col(Question.account_id) == account.id, col(Question.chat_id) == chat.id
    )
    session.execute(statement if kind is None else statement.where(col(Question.kind) == kind))
