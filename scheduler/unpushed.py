"""A push that did not go out after all, or must not."""

from contextlib import nullcontext

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel, col, select

from domain.pushes import put_back
from domain.standing import all_stand
from domain.steps import put_step_back
from domain.tracks import MEDIA, QUESTION, TEXT
from domain.urgent import put_back_in_front
from store.tables import MediaItem, Outbox, Portion, StudyQuestion

CARRIES: dict[str, tuple[str, type[SQLModel]]] = {
    "portion": (TEXT, Portion),
    "media": (MEDIA, MediaItem),
    "question": (QUESTION, StudyQuestion),
}
"""By fact of a push what it brings: the kind of step, and the table."""
Withdrawn = dict[tuple[str, int], bool]
"""What was looked up in this claim: very many groups get the same."""


def is_withdrawn(session: Session, row: Outbox, known: Withdrawn, *, careful: bool) -> bool:
    """Whether what a push brings was withdrawn while it waited in the outbox.

    A row that names nothing real is none of this: it is found out when it is rendered. A fault
    that breaks the transaction is only contained when `careful`, as there.
    """
    if row.kind not in ("push", "quiz"):
        return False
    carried = [(fact, row.facts[fact]) for fact in CARRIES if row.facts.get(fact) is not None]
    for key in carried:
        if key not in known:
            known[key] = _is_withdrawn(session, *key, careful=careful)
    return any(known[key] for key in carried)


def _is_withdrawn(session: Session, fact: str, number: int, *, careful: bool) -> bool:
    kind, table = CARRIES[fact]
    try:
        with session.begin_nested() if careful else nullcontext():
            stands = all_stand(session, kind, [number])
            return not stands and session.get(table, number) is not None
    except DBAPIError as error:
        if not careful or error.connection_invalidated:
            raise
        return False


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
