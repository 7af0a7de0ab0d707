"""What a person writes to the admins of the installation."""

from datetime import datetime

from sqlmodel import Session

from domain.outbox import Letter, post
from domain.people import admin_chats
from store.tables import Account, Feedback

LONGEST = 1000


def give_feedback(session: Session, account: Account, text: str, now: datetime) -> Feedback:
    """Keep a person's words and tell the admins. The secretary never sees them (burden rule 7)."""
    feedback = Feedback(at=now, account_id=account.id or 0, text=text[:LONGEST])
    session.add(feedback)
    session.flush()
    letters = [
        Letter(
            key=f"feedback:{feedback.id}:{chat.id}",
            chat_id=chat.id or 0,
            kind="private",
            text_key="feedback",
            facts={"account": account.name, "text": feedback.text},
        )
        for chat in admin_chats(session)
    ]
    post(session, letters, now)
    return feedback
