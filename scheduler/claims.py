"""Claiming outbox rows under a lease: first come first served, in each chat one at a time."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, text, update
from sqlmodel import Session, col, select

from domain.media import copy_of
from domain.messages import Limits, Message
from scheduler.parcels import Parcel
from scheduler.rendering import Said, Unsayable, render
from scheduler.unpushed import Withdrawn, is_withdrawn, portion_waits
from store.tables import Chat, Outbox

LEASE = timedelta(seconds=60)
ABSURD = timedelta(minutes=10)  # no lease reaches further, unless the clock was set back
WINDOW = 400  # rows looked at for one claim; a chat with many of them must not hide the rest
LOOKS = 4
CLAIMING = 7_268_015  # any number: PostgreSQL's advisory lock of those who claim

# Literals, so that both databases see that the partial index serves.
OPEN = text("outbox.state IN ('queued', 'claimed')")


@dataclass(frozen=True, slots=True)
class Wish:
    """Who claims how much, and from where.

    `busy` are chats with a message in flight. When `room` is 0, only replies are taken, up to
    `reply_room`. `careful` isolates each row's rendering by a savepoint.
    """

    owner: str
    limits: Mapping[str, Limits]
    busy: Collection[int]
    room: int
    reply_room: int
    careful: bool = False


def claim(session: Session, wish: Wish, now: datetime) -> tuple[list[Parcel], bool]:
    """Claim rows that are due, by urgency and time, and render them; whether any was given up.

    Rows whose lease ran out are claimed again: their sender died between sending and
    recording, so they may arrive twice (at least once, never not at all). Rows past their
    limit become `skipped`, rows to a chat that is lost `failed`; behind those more may wait.
    """
    if session.get_bind().dialect.name == "postgresql":
        # The order within a chat holds only if two couriers do not choose at the same time.
        session.execute(select(func.pg_advisory_xact_lock(CLAIMING)))
    rows = _lock(session, _choose(session, wish, now), now)
    said: Said = {}
    withdrawn: Withdrawn = {}
    with session.no_autoflush:
        tried = [_prepare(session, row, chat, wish, said, withdrawn, now) for row, chat in rows]
    session.flush()
    parcels = [parcel for parcel in tried if parcel is not None]
    return parcels, len(parcels) < len(tried)


def renew(session: Session, ids: Collection[int], owner: str, now: datetime) -> None:
    """A longer lease for what is still being sent (a slow pace, a slow service)."""
    session.execute(
        update(Outbox)
        .where(col(Outbox.id).in_(ids), col(Outbox.claimed_by) == owner, OPEN)
        .values(lease_until=now + LEASE)
    )


def _lost(now: datetime) -> ColumnElement[bool]:
    lease = col(Outbox.lease_until)
    return or_(lease.is_(None), lease <= now, lease > now + ABSURD)


def _free(now: datetime) -> ColumnElement[bool]:
    state = col(Outbox.state)
    return or_(state == "queued", and_(state == "claimed", _lost(now)))


def _choose(session: Session, wish: Wish, now: datetime) -> list[int]:
    """The ids of the rows to claim: for each chat its first, if nothing of it is on the way."""
    busy = set(wish.busy)
    chosen: list[int] = []
    room = wish.room or wish.reply_room
    for _ in range(LOOKS):
        first = _first_rows(session, wish, busy, now)
        if not first or len(chosen) >= room:
            break
        held, overdue = _standing(session, first, now)
        chosen += [overdue.get(chat, row) for chat, row in first.items() if chat not in held]
        busy |= first.keys()
    return chosen[:room]


def _first_rows(
    session: Session, wish: Wish, busy: Collection[int], now: datetime
) -> dict[int, int]:
    # A join would let SQLite begin at the chats and read the whole history of each.
    channel = select(Chat.channel).where(Chat.id == Outbox.chat_id).scalar_subquery()
    statement = (
        select(Outbox.chat_id, Outbox.id)
        .where(OPEN, col(Outbox.due_at) <= now, _free(now), channel.in_(wish.limits))
        .order_by(col(Outbox.urgency), col(Outbox.due_at), col(Outbox.id))
        .limit(WINDOW)
    )
    if busy:
        statement = statement.where(col(Outbox.chat_id).not_in(sorted(busy)))
    if not wish.room:
        statement = statement.where(col(Outbox.urgency) == 0)
    first: dict[int, int] = {}
    for chat_id, row_id in session.execute(statement).all():
        first.setdefault(chat_id, row_id)
    return first


def _standing(
    session: Session, chats: Collection[int], now: datetime
) -> tuple[set[int], dict[int, int]]:
    """Chats that must wait, and for the others the row that was begun before and comes first.

    A chat waits while a row of it is claimed, and while one that met a passing fault waits for
    its time: what stands behind it would overtake it.
    """
    rows = session.execute(
        select(Outbox.chat_id, Outbox.id, _free(now) & (col(Outbox.due_at) <= now))
        .where(
            col(Outbox.chat_id).in_(sorted(chats)),
            col(Outbox.message_id).is_(None),
            OPEN,
            or_(col(Outbox.state) == "claimed", col(Outbox.attempts) > 0),
        )
        .order_by(col(Outbox.id).desc())
    ).all()
    held = {chat for chat, _, ready in rows if not ready}
    return held, {chat: row_id for chat, row_id, ready in rows if ready}


def _lock(session: Session, ids: Sequence[int], now: datetime) -> list[tuple[Outbox, Chat]]:
    if not ids:
        return []
    rows = session.execute(
        select(Outbox, Chat)
        .join(Chat, col(Chat.id) == col(Outbox.chat_id))
        .where(col(Outbox.id).in_(ids), OPEN, _free(now))
        .order_by(col(Outbox.urgency), col(Outbox.due_at), col(Outbox.id))
        .with_for_update(of=Outbox, skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    return [(row, chat) for row, chat in rows]


def _prepare(
    session: Session,
    row: Outbox,
    chat: Chat,
    wish: Wish,
    said: Said,
    withdrawn: Withdrawn,
    now: datetime,
) -> Parcel | None:
    session.add(row)
    target = session.get_one(Outbox, row.edits) if row.edits is not None else None
    hindrance = _hindrance(row, chat, target, wish, now)
    if hindrance is not None:
        return _give_up(session, row, *hindrance)
    if is_withdrawn(session, row, withdrawn, careful=wish.careful):
        return _give_up(session, row, "skipped", "withdrawn")
    try:
        message = render(session, row, now, said, careful=wish.careful)
    except Unsayable as fault:
        return _give_up(session, row, "failed", str(fault))
    row.state, row.claimed_by, row.lease_until = "claimed", wish.owner, now + LEASE
    return Parcel(
        id=row.id or 0,
        channel=chat.channel,
        chat_id=chat.id or 0,
        address=chat.address,
        urgent=row.urgency == 0,
        message=_with_ref(session, chat.channel, message),
        edits=target.message_id if target is not None else None,
        version=row.wanted_version,
    )


def _with_ref(session: Session, channel: str, message: Message) -> Message:
    """The message with the service's own name of its file, where it was uploaded before."""
    file = message.attachment
    ref = copy_of(session, file.reuse, channel) if file is not None and file.reuse else ""
    return replace(message, attachment=replace(file, ref=ref)) if file and ref else message


def _hindrance(
    row: Outbox, chat: Chat, target: Outbox | None, wish: Wish, now: datetime
) -> tuple[str, str] | None:
    """The state and the reason of a row that is not to be sent at all."""
    if row.expires_at is not None and row.expires_at <= now:
        return "skipped", "late"
    if not chat.reachable:
        return "failed", "unreachable"
    if row.started and not wish.limits[chat.channel].can_push:
        return "skipped", "cannot_push"
    if target is not None and target.state == "skipped":
        return "skipped", "nothing to replace"
    return None


def _give_up(session: Session, row: Outbox, state: str, why: str) -> Parcel | None:
    row.state, row.error = state, why
    row.claimed_by = row.lease_until = None
    portion_waits(session, row)
    return None
