"""The starter pack is offered to the admins once; it is pushed only after their 确认."""

from datetime import datetime

from sqlmodel import Session, func, select

from domain.messages import Button
from domain.outbox import Letter, post
from domain.people import admin_chats
from store.tables import Portion, Work


def offer_starter(session: Session, work: Work, now: datetime) -> None:
    """Ask every reachable admin, each one time."""
    portions = session.exec(
        select(func.count()).select_from(Portion).where(Portion.work_id == work.id)
    ).one()
    letters = [
        Letter(
            key=f"starter:{work.id}:{chat.id}",
            chat_id=chat.id or 0,
            kind="private",
            text_key="starter_offer",
            facts={"portions": portions},
            buttons=[[Button(label="", action=f"starter:{work.id}")]],
        )
        for chat in admin_chats(session)
    ]
    post(session, letters, now)
