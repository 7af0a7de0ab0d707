"""Answers become outbox rows, in the same transaction as what they answer."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from domain.chats import chat_at
from domain.messages import Say
from domain.outbox import Letter, post
from domain.telling import write_admins
from handlers.call import Answer, Call, House
from store.tables import Outbox


def letters_of(call: Call, answer: Answer) -> None:
    """Queue an answer's words: here, in private, or in place of the pressed message."""
    letters = [_letter(call, say, number) for number, say in enumerate(answer.here)]
    if answer.private:
        chat = chat_at(call.session, call.account.channel, call.account.address)
        if chat is not None:
            letters += [
                _letter(call, say, 100 + number, chat.id)
                for number, say in enumerate(answer.private)
            ]
    if answer.replaces is not None:
        letters.append(_replacing(call, answer.replaces))
    post(call.session, letters, call.now)


def _letter(call: Call, say: Say, number: int, chat_id: int | None = None) -> Letter:
    return Letter(
        key=f"answer:{call.event.key}:{number}",
        chat_id=chat_id or call.chat.id or 0,
        kind="reply",
        text_key=say.key,
        facts=say.facts,
        buttons=say.buttons,
        branch_id=call.known_branch.id if call.known_branch else None,
        event_key=call.event.key,
        urgency=0,
    )


def _replacing(call: Call, say: Say) -> Letter:
    pressed = call.session.exec(
        select(Outbox.id).where(
            Outbox.chat_id == call.chat.id, Outbox.message_id == call.event.message_id
        )
    ).first()
    return Letter(
        key=f"answer:{call.event.key}:edit",
        chat_id=call.chat.id or 0,
        kind="edit",
        text_key=say.key,
        facts=say.facts,
        buttons=say.buttons,
        branch_id=call.known_branch.id if call.known_branch else None,
        event_key=call.event.key,
        urgency=0,
        edits=pressed,
    )


def tell_admins(session: Session, number: int, now: datetime, house: House) -> None:
    """One notice of an incident to each admin."""
    facts = {"number": number, "at": now.astimezone(ZoneInfo(house.timezone)).isoformat()}
    write_admins(session, f"incident:{number}", "incident_notice", facts, now)
