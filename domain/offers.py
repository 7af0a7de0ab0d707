"""The starter pack is offered to each admin once; it is pushed only after a 确认."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from domain.messages import Button
from domain.outbox import Letter, post
from domain.people import admin_chats
from store.tables import Portion, Work


def offer_starter(session: Session, now: datetime) -> None:
    """Ask every reachable admin about a pack that waits; nobody is asked twice."""
    waiting = session.exec(
        select(Work.id, func.count())
        .where(Work.kind == "guide", Work.state == "waiting", Portion.work_id == Work.id)
        .group_by(col(Work.id))
    ).all()
    letters = [
        Letter(
            key=f"starter:{work_id}:{chat.id}",
            chat_id=chat.id or 0,
            kind="private",
            text_key="starter_offer",
            facts={"portions": portions},
            buttons=[[Button(label="", action=f"starter:{work_id}")]],
        )
        for work_id, portions in waiting
        for chat in admin_chats(session)
    ]
    post(session, letters, now)
