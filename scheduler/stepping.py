"""After the wall clock was set back: nothing may wait for an hour that will not come soon."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from domain.calendar import holidays, local_day, next_push
from store.tables import Branch, Outbox, Plan

SOON = timedelta(days=1)


def bring_pushes_back(session: Session, now: datetime) -> None:
    """Plan anew the daily pushes that a clock running ahead moved too far."""
    rows = session.execute(
        select(Plan, Branch)
        .join(Branch, col(Branch.id) == col(Plan.branch_id))
        .where(Plan.kind == "push", col(Plan.next_due_at) > now + SOON)
    ).all()
    if not rows:
        return
    loaded = holidays(session, now.date() - timedelta(days=1))
    for plan, branch in rows:
        if branch.push_time is None or plan.next_due_at is None:
            continue
        due = next_push(now, branch.push_time, branch.timezone, loaded)
        pushed = plan.last_pushed_at
        while pushed is not None and local_day(due, branch.timezone) == local_day(
            pushed, branch.timezone
        ):
            due = next_push(due, branch.push_time, branch.timezone, loaded)
        plan.next_due_at = min(due, plan.next_due_at)
        session.add(plan)
    session.flush()


def bring_letters_back(session: Session, now: datetime) -> None:
    """Messages that were to go at once, or again soon, go now.

    Those that were put off on purpose (quiet hours) keep their time.
    """
    session.execute(
        update(Outbox)
        .where(
            col(Outbox.state) == "queued",
            col(Outbox.due_at) > now,
            (col(Outbox.due_at) <= col(Outbox.created_at)) | (col(Outbox.attempts) > 0),
        )
        .values(due_at=now)
    )
