"""The starter pack is offered to each admin once; it is pushed only after a 确认."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from domain.messages import Button
from domain.telling import write_admins
from store.tables import Portion, Work


def offer_starter(session: Session, now: datetime) -> None:
    """Ask every reachable admin about a pack that waits; nobody is asked twice."""
    waiting = session.exec(
        select(Work.id, func.count())
        .where(Work.kind == "guide", Work.state == "waiting", Portion.work_id == Work.id)
        .group_by(col(Work.id))
    ).all()
    for work_id, portions in waiting:
        agree = [[Button(label="", action=f"starter:{work_id}")]]
        facts = {"portions": portions}
        write_admins(session, f"starter:{work_id}", "starter_offer", facts, now, agree)
