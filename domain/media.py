"""Pictures, sound, films and documents on the shelves."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from domain.approvals import awaits
from domain.attachments import Attachment, MediaKind
from domain.refusals import Refused
from store.statements import upsert
from store.tables import MediaCopy, MediaItem

LISTED = 100


def media_titled(session: Session, title: str) -> Sequence[MediaItem]:
    """The active items of exactly this title, the newest first."""
    return session.exec(
        select(MediaItem)
        .where(MediaItem.title == title, MediaItem.state == "active")
        .order_by(col(MediaItem.id).desc())
    ).all()


def copy_of(session: Session, digest: str, channel: str) -> str:
    """A service's own name of a file, empty where it was never uploaded there."""
    kept = session.get(MediaCopy, (digest, channel))
    return kept.ref if kept is not None else ""


def keep_copy(session: Session, digest: str, channel: str, ref: str) -> None:
    """Remember the service's own name of a file; the newest counts."""
    row = {"sha256": digest, "channel": channel, "ref": ref}
    upsert(session, MediaCopy, row, ("sha256", "channel"))


def item(session: Session, item_id: int) -> MediaItem:
    """The published item. Raises Refused("media_gone")."""
    found = session.get(MediaItem, item_id)
    if found is None or found.state != "active":
        raise Refused("media_gone")
    return found


def attachment_of(thing: MediaItem, instead: str) -> Attachment:
    """The item as it goes out; `instead` stands for it where it cannot be sent."""
    return Attachment(
        MediaKind(thing.kind),
        thing.name,
        thing.mime,
        stored=thing.key,
        reuse=thing.sha256,
        instead=instead,
    )


def overview(session: Session) -> list[dict[str, object]]:
    """All items, the newest first: title, kind, source, state."""
    rows = session.exec(select(MediaItem).order_by(col(MediaItem.id).desc()).limit(LISTED)).all()
    return [
        {"title": row.title, "kind": row.kind, "source": row.source, "state": row.state}
        for row in rows
    ]


def waiting_items(session: Session, account_id: int) -> Sequence[MediaItem]:
    """Items that wait for a second 确认 by this admin: another one loaded them."""
    return session.exec(
        select(MediaItem).where(awaits(MediaItem, account_id)).order_by(col(MediaItem.id)).limit(10)
    ).all()


def shelve_item(session: Session, item: MediaItem) -> tuple[MediaItem, bool]:
    """Put an item on the shelf; whether it was new.

    The same bytes again change nothing; an item that was withdrawn comes back as `item` says.
    """
    found = session.exec(select(MediaItem).where(MediaItem.sha256 == item.sha256)).first()
    if found is None:
        session.add(item)
        session.flush()
        return item, True
    if found.state != "withdrawn":
        return found, False
    for name in ("title", "source", "origin", "state", "loaded_by", "loaded_at", "name", "key"):
        setattr(found, name, getattr(item, name))
    found.approved_by = found.approved_at = found.withdrawn_by = found.withdrawn_at = None
    session.add(found)
    session.flush()
    return found, True
