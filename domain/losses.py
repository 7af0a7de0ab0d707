"""A group that the bot cannot write to any more: the admins are told once."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from domain.outbox import Letter, post
from domain.people import admin_chats
from store.tables import Branch, Chat


def tell_admins_of_loss(session: Session, chat_ids: Sequence[int], now: datetime) -> None:
    """One private notice to each admin for each group that was lost."""
    letters = []
    for chat_id in chat_ids:
        chat = session.get_one(Chat, chat_id)
        branch = session.get(Branch, chat.branch_id) if chat.branch_id else None
        facts = {"title": chat.title, "branch": branch.name if branch else None}
        letters += [
            Letter(
                key=f"lost:{chat_id}:{now:%Y%m%d%H%M}:{admin.id}",
                chat_id=admin.id or 0,
                kind="private",
                text_key="group_lost",
                facts=facts,
            )
            for admin in admin_chats(session)
        ]
    post(session, letters, now)
