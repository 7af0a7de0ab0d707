"""Private letters to everybody who answers for something: admins, a branch's secretaries."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from domain.messages import Button
from domain.outbox import Letter, post
from domain.people import admin_chats


def write_admins(
    session: Session,
    key: str,
    text_key: str,
    facts: Mapping[str, object],
    now: datetime,
    buttons: Sequence[Sequence[Button]] = (),
) -> None:
    """The same letter to each admin whom the bot may write to; once for ever under its `key`."""
    letters = [
        Letter(
            key=f"{key}:{chat.id}",
            chat_id=chat.id or 0,
            kind="private",
            text_key=text_key,
            facts=facts,
            buttons=buttons,
        )
        for chat in admin_chats(session)
    ]
    post(session, letters, now)
