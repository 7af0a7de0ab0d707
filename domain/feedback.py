"""What a person writes to the admins of the installation."""

from datetime import datetime

from sqlmodel import Session

from domain.telling import write_admins
from store.tables import Account, Feedback

LONGEST = 1000


def give_feedback(session: Session, account: Account, text: str, now: datetime) -> Feedback:
    """Keep a person's words and tell the admins. The secretary never sees them (burden rule 7)."""
    feedback = Feedback(at=now, account_id=account.id or 0, text=text[:LONGEST])
    session.add(feedback)
    session.flush()
    facts = {"account": account.name, "text": feedback.text}
    write_admins(session, f"feedback:{feedback.id}", "feedback", facts, now)
    return feedback
