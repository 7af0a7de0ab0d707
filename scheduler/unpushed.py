"""A push that did not go out after all."""

from sqlmodel import Session, col, select

from domain.pushes import put_back
from domain.steps import put_step_back
from domain.urgent import put_back_in_front
from store.tables import Outbox


def portion_waits(session: Session, row: Outbox) -> None:
    """A push that did not go out leaves its portion, or its plan's step, for the next workday.

    In a branch with several groups it counts as pushed once any of them has it.
    """
    if (
        row.kind != "push"
        or row.branch_id is None
        or not row.facts.keys() & {"rank", "course", "front"}
    ):
        return
    others = session.exec(
        select(Outbox.id).where(
            Outbox.branch_id == row.branch_id,
            Outbox.kind == "push",
            Outbox.expires_at == row.expires_at,
            Outbox.id != row.id,
            col(Outbox.state).in_(("queued", "claimed", "sent", "held")),
        )
    ).first()
    if others is not None:
        return
    if "front" in row.facts:
        put_back_in_front(session, row.branch_id, row.facts["front"])
    elif "course" in row.facts:
        put_step_back(session, row.branch_id, row.facts)
    else:
        put_back(session, row.branch_id, row.facts["rank"], row.facts["after"])
