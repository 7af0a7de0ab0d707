"""The bot's posts as rows, and as the page shows them."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from domain.attachments import MediaKind
from domain.messages import Button, Lasting, Message
from domain.rooms import account_of
from store.tables.posts import Post, Room

ID_DIGITS = 15
"""Longer numbers are no post's id (and too large for a database's integer)."""

SHOWN = frozenset(
    {
        *("image/jpeg", "image/png", "image/gif", "image/webp"),
        *("audio/mpeg", "audio/mp4", "audio/ogg", "audio/wav"),
        *("video/mp4", "video/quicktime"),
    }
)
"""What a browser shows or plays in the page; nothing else is ever opened there."""

View = dict[str, Any]
"""A message as it goes to the page: JSON values only."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A copied attachment: path under the chat's folder, name for people, bytes, what it is."""

    path: str
    name: str
    size: int
    kind: str = MediaKind.DOCUMENT
    mime: str = ""


def body_of(message: Message, stored: Stored | None) -> dict[str, Any]:
    """What a post's row keeps of a message."""
    body: dict[str, Any] = {
        "text": message.text,
        "marks": [[mark.start, mark.end, mark.kind] for mark in message.marks],
        "buttons": [[_button(button) for button in row] for row in message.buttons],
    }
    if message.quiz is not None:
        # The page shows the answer to whoever presses, and tells nobody: nothing comes back here.
        body["quiz"] = asdict(message.quiz)
        body["text"], body["marks"] = message.quiz.question, []
    if stored is not None:
        body["file"] = asdict(stored)
    return body


def _button(button: Button) -> dict[str, str]:
    kind = {"start": button.start} if button.start else {"action": button.action}
    return {"label": button.label, **kind}


def write_posts(
    session: Session, now: datetime, chat: str, bodies: list[dict[str, Any]]
) -> list[Post]:
    """Add the bot's posts to a room. Raises `Lasting("gone")` where no such room is."""
    if session.get(Room, chat) is None and account_of(session, chat) is None:
        raise Lasting("gone")
    posts = [Post(room=chat, body=body, at=now, changed_at=now) for body in bodies]
    session.add_all(posts)
    session.flush()
    return posts


def change_post(
    session: Session, now: datetime, chat: str, message_id: str, message: Message
) -> Post:
    """Replace a post's text and buttons; its file stays.

    Raises `Lasting`: message_gone, or not_modified when it already reads so.
    """
    known = message_id.isdecimal() and len(message_id) <= ID_DIGITS
    post = session.get(Post, int(message_id)) if known else None
    if post is None or post.room != chat:
        raise Lasting("message_gone")
    body = body_of(message, None)
    if "file" in post.body:
        body["file"] = post.body["file"]
    if body == post.body:
        raise Lasting("not_modified")
    post.body = body
    post.version += 1
    post.changed_at = now
    session.add(post)
    session.flush()
    return post


def latest(session: Session, room: str, count: int) -> list[Post]:
    """The last posts of a room, oldest first."""
    newest = select(Post).where(Post.room == room).order_by(col(Post.id).desc()).limit(count)
    return list(reversed(session.exec(newest).all()))


def changed_since(session: Session, since: datetime) -> list[tuple[int, str, int, datetime]]:
    """(id, room, version, changed_at) of every post that changed after `since`."""
    rows = select(Post.id, Post.room, Post.version, Post.changed_at).where(Post.changed_at > since)
    return [(id_ or 0, room, version, at) for id_, room, version, at in session.exec(rows)]


def posts_by_id(session: Session, ids: list[int]) -> list[Post]:
    """Posts in the order in which they were written."""
    return list(session.exec(select(Post).where(col(Post.id).in_(ids)).order_by(col(Post.id))))


def view_of(post: Post) -> View:
    """A post as the page shows it; where its file lies stays here."""
    view: View = {
        "id": str(post.id),
        "kind": "bot",
        "at": milliseconds(post.at),
        "text": post.body["text"],
        "marks": post.body["marks"],
        "buttons": post.body["buttons"],
    }
    if "quiz" in post.body:
        view["quiz"] = post.body["quiz"]
    if "file" in post.body:
        view["file"] = shown_file(Stored(**post.body["file"]))
    return view


def shown_file(stored: Stored) -> View:
    """What the page is told of a file. What a browser cannot show is a document to it."""
    kind = stored.kind if stored.mime in SHOWN else MediaKind.DOCUMENT
    return {"name": stored.name, "size": stored.size, "kind": str(kind)}


def milliseconds(at: datetime) -> int:
    """An instant as the page counts it, in milliseconds since 1970."""
    return int(at.timestamp() * 1000)
