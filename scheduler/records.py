"""Recording what became of parcels, many in one commit."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from domain.chats import move_chat
from domain.losses import tell_admins_of_loss
from domain.media import keep_copy
from scheduler.parcels import Outcome
from scheduler.unpushed import portion_waits
from store.tables import Chat, Outbox

LONGEST_ERROR = 200


def record(
    session: Session, outcomes: Sequence[Outcome], owner: str, now: datetime
) -> list[Outcome]:
    """Write outcomes down; returns those whose row somebody else holds at this moment.

    Those are to be recorded again: waiting for their lock could block two writers for good.
    """
    if not outcomes:
        return []
    rows = {row.id: row for row in _locked(session, [outcome.parcel.id for outcome in outcomes])}
    lost: list[int] = []
    for outcome in outcomes:
        row = rows.get(outcome.parcel.id)
        if row is None or not _ours(row, outcome, owner):
            continue
        _write(session, row, outcome, now)
        _keep_copy(session, outcome)
        if outcome.moved_to or outcome.chat_lost:
            lost += _chat_changed(session, outcome)
    session.flush()
    tell_admins_of_loss(session, lost, now)
    missing = [outcome for outcome in outcomes if outcome.parcel.id not in rows]
    return _still_there(session, missing)


def _locked(session: Session, ids: Sequence[int]) -> Sequence[Outbox]:
    return session.exec(
        select(Outbox)
        .where(col(Outbox.id).in_(ids))
        .order_by(col(Outbox.id))
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()


def _still_there(session: Session, missing: Sequence[Outcome]) -> list[Outcome]:
    if not missing:
        return []
    ids = session.exec(
        select(Outbox.id).where(col(Outbox.id).in_([item.parcel.id for item in missing]))
    ).all()
    return [outcome for outcome in missing if outcome.parcel.id in ids]


def _ours(row: Outbox, outcome: Outcome, owner: str) -> bool:
    # After a lost lease another courier has the row; what arrived has arrived all the same.
    if outcome.state == "sent":
        return row.state != "sent"
    return row.state == "claimed" and row.claimed_by == owner


def _write(session: Session, row: Outbox, outcome: Outcome, now: datetime) -> None:
    row.state = outcome.state
    row.error = (outcome.error or "")[:LONGEST_ERROR] or None
    row.claimed_by = row.lease_until = None
    row.attempts += 1
    if outcome.state == "sent":
        row.sent_at, row.message_id = now, outcome.message_id
        row.shown_version = outcome.parcel.version
        if row.wanted_version == outcome.parcel.version:
            row.edit_due_at = None
    elif outcome.again_at is not None:
        row.due_at = outcome.again_at
    else:
        portion_waits(session, row)
    session.add(row)


def _keep_copy(session: Session, outcome: Outcome) -> None:
    file = outcome.parcel.message.attachment
    if outcome.file_ref and file is not None and file.reuse:
        keep_copy(session, file.reuse, outcome.parcel.channel, outcome.file_ref)


def _chat_changed(session: Session, outcome: Outcome) -> list[int]:
    if outcome.moved_to:
        parcel = outcome.parcel
        chat_moved(session, parcel.chat_id, parcel.address, outcome.moved_to)
        return []
    chat = session.get_one(Chat, outcome.parcel.chat_id)
    was = chat.reachable
    chat.reachable = False
    session.add(chat)
    return [chat.id or 0] if was and chat.kind == "group" else []


def chat_moved(session: Session, chat_id: int, address: str, moved_to: str) -> None:
    """The chat has another address, as a send or an edit was told."""
    chat = session.get_one(Chat, chat_id)
    if chat.address == address:  # else the service's own event was faster
        move_chat(session, chat.channel, address, moved_to)
