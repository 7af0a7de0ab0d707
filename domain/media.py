"""Pictures, sound, films and documents on the shelves."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from store.tables import MediaItem


def media_titled(session: Session, title: str) -> Sequence[MediaItem]:
    """The active items of exactly this title, the newest first."""
    return session.exec(
        select(MediaItem)
        .where(MediaItem.title == title, MediaItem.state == "active")
        .order_by(col(MediaItem.id).desc())
    ).all()
