"""A group that the bot cannot write to any more: the admins are told once."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from domain.telling import write_admins
from store.tables import Branch, Chat


def tell_admins_of_loss(session: Session, chat_ids: Sequence[int], now: datetime) -> None:
    """One private notice to each admin for each group that was lost."""
    for chat_id in chat_ids:
        chat = session.get_one(Chat, chat_id)
        branch = session.get(Branch, chat.branch_id) if chat.branch_id else None
        facts = {"title": chat.title, "branch": branch.name if branch else None}
        write_admins(session, f"lost:{chat_id}:{now:%Y%m%d%H%M}", "group_lost", facts, now)
