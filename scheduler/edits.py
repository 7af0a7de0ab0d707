"""Messages that show counts are edited when the counts change: coalesced, the last state last."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from domain.outbox import EDIT_PAUSE
from scheduler.claims import ABSURD
from scheduler.parcels import Edit, Edited
from scheduler.records import chat_moved
from scheduler.rendering import Unsayable, render_anew
from store.tables import Chat, Outbox

LEASE = timedelta(seconds=30)


def claim_edits(
    session: Session,
    channels: Collection[str],
    under_way: Collection[int],
    room: int,
    now: datetime,
    *,
    careful: bool = False,
) -> list[Edit]:
    """Claim up to `room` edits that are due and render them with the newest counts.

    Each is due again after a lease, so that a kill between edit and record loses none.
    """
    if room <= 0:
        return []
    due = col(Outbox.edit_due_at)
    rows = session.execute(
        select(Outbox, Chat)
        .join(Chat, col(Chat.id) == col(Outbox.chat_id))
        .where(
            or_(due <= now, due > now + ABSURD),
            col(Outbox.state) == "sent",
            col(Outbox.message_id).is_not(None),
            col(Outbox.id).not_in(sorted(under_way)),
            col(Chat.channel).in_(channels),
            col(Chat.reachable),
        )
        .order_by(due)
        .limit(room)
        .with_for_update(of=Outbox, skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    with session.no_autoflush:
        edits = [_prepare(session, row, chat, now, careful=careful) for row, chat in rows]
    session.flush()
    return [edit for edit in edits if edit is not None]


def _prepare(
    session: Session, row: Outbox, chat: Chat, now: datetime, *, careful: bool
) -> Edit | None:
    session.add(row)
    try:
        message = render_anew(session, row, now, careful=careful)
    except Unsayable as fault:
        row.edit_due_at, row.error = None, str(fault)
        return None
    row.edit_due_at = now + LEASE
    return Edit(
        id=row.id or 0,
        channel=chat.channel,
        chat_id=row.chat_id,
        address=chat.address,
        message_id=row.message_id or "",
        message=message,
        version=row.wanted_version,
    )


def record_edits(session: Session, done: Sequence[Edited], now: datetime) -> list[Edited]:
    """Note what is shown; what was asked for meanwhile is due after the pause.

    Returns those whose row somebody else holds at this moment, to be recorded again.
    """
    if not done:
        return []
    found = session.exec(
        select(Outbox)
        .where(col(Outbox.id).in_([edited.edit.id for edited in done]))
        .order_by(col(Outbox.id))
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    rows = {row.id: row for row in found}
    for edited in done:
        row = rows.get(edited.edit.id)
        if row is not None:
            _write(session, row, edited, now)
            session.add(row)
            if edited.moved_to:
                chat_moved(session, edited.edit.chat_id, edited.edit.address, edited.moved_to)
    session.flush()
    # A row is never deleted, so one that is missing is held by somebody.
    return [edited for edited in done if edited.edit.id not in rows]


def _write(session: Session, row: Outbox, edited: Edited, now: datetime) -> None:
    if row.edit_due_at is None:  # retired meanwhile: it shows its last words and no counts
        if edited.again_at is None and not edited.given_up:
            _say_last_words_again(session, row, now)
        return
    if edited.given_up:
        row.edit_due_at = None
    elif edited.again_at is not None:
        row.edit_due_at = max(edited.again_at, now + EDIT_PAUSE)
    else:
        row.shown_version, row.edited_at = edited.edit.version, now
        newer = row.wanted_version != edited.edit.version
        row.edit_due_at = now + EDIT_PAUSE if newer else None


def _say_last_words_again(session: Session, row: Outbox, now: datetime) -> None:
    """Another courier may have replaced the message before this edit arrived over it."""
    session.execute(
        update(Outbox)
        .where(col(Outbox.edits) == row.id, col(Outbox.state) == "sent")
        .values(state="queued", due_at=now)
    )
