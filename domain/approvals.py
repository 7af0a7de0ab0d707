"""Two pairs of eyes: what one admin loaded is published after another one's 确认.

Works, banks, study plans and media share this path (`store.tables.loaded.Loaded`).
"""

from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from domain.messages import Button
from domain.outbox import Letter, post
from domain.people import admin_chats
from domain.refusals import Refused
from store.row_locks import lock_row
from store.tables import Account, Bank, Chat, Course, MediaItem, Work
from store.tables.loaded import Loaded

THINGS: Final[dict[str, type[Loaded]]] = {
    "work": Work,
    "bank": Bank,
    "course": Course,
    "media": MediaItem,
}
"""What is loaded and approved, by the word that buttons name it with."""


def word_of(thing: Loaded) -> str:
    """The word of THINGS for a row."""
    return next(word for word, table in THINGS.items() if isinstance(thing, table))


def id_of(thing: Loaded) -> int:
    """The row's id; the mixin itself has none."""
    return int(getattr(thing, "id", 0) or 0)


def name_of(thing: Loaded) -> str:
    """What people call the thing: its title, or a study plan's name."""
    return str(getattr(thing, "title", None) or getattr(thing, "name", ""))


def needs_second(session: Session, configured: frozenset[tuple[str, str]], *, wanted: bool) -> bool:
    """Whether a second admin must confirm: the setting is on and there is more than one admin.

    `configured` are the addresses of admins that the settings name; some may never have
    written to the bot.
    """
    if not wanted:
        return False
    known = session.exec(
        select(Account.channel, Account.address).where(col(Account.is_admin))
    ).all()
    return len({(channel, address) for channel, address in known} | configured) > 1


def ask_second(session: Session, thing: Loaded, facts: dict[str, object], now: datetime) -> int:
    """Write to every other admin with 确认 and 退回; how many could be written to.

    `facts` say what the thing is (`title`, `counts`, …); the loader's name is added.
    """
    loader = session.get(Account, thing.loaded_by) if thing.loaded_by else None
    others = [chat for chat in admin_chats(session) if not _belongs(chat, loader)]
    ids = f"{word_of(thing)}:{id_of(thing)}"
    choice = [Button(label="", action=f"approve:{ids}"), Button(label="", action=f"reject:{ids}")]
    post(
        session,
        [
            Letter(
                key=f"approval:{ids}:{thing.loaded_at.timestamp()}:{chat.id}",
                chat_id=chat.id or 0,
                kind="private",
                text_key="approval_asked",
                facts={**facts, "what": word_of(thing), "by": loader.name if loader else ""},
                buttons=[choice],
            )
            for chat in others
        ],
        now,
    )
    return len(others)


def awaits(table: type[Loaded], account_id: int) -> ColumnElement[bool]:
    """A condition: the thing waits for a second 确认 by this admin, another one loaded it."""
    loader = col(table.loaded_by)
    return and_(col(table.state) == "waiting", or_(loader.is_(None), loader != account_id))


def waiting(session: Session, word: str, thing_id: int) -> Loaded:
    """The thing that waits for 确认, held until the commit. Raises Refused("approval_gone")."""
    return _held(session, word, thing_id, "waiting")


def standing(session: Session, word: str, thing_id: int) -> Loaded:
    """The published thing, held until the commit. Raises Refused("approval_gone")."""
    return _held(session, word, thing_id, "active")


def _held(session: Session, word: str, thing_id: int, state: str) -> Loaded:
    table = THINGS.get(word)
    thing = session.get(table, thing_id) if table else None
    if thing is None:
        raise Refused("approval_gone")
    lock_row(session, thing)
    if thing.state != state:
        raise Refused("approval_gone")
    return thing


def approve(session: Session, thing: Loaded, account: Account, now: datetime) -> None:
    """The second 确认: the thing is published. Raises Refused("approval_own") for the loader."""
    if thing.loaded_by is not None and thing.loaded_by == account.id:
        raise Refused("approval_own", title=name_of(thing))
    thing.state = "active"
    thing.approved_by, thing.approved_at = account.id, now
    session.add(thing)
    session.flush()
    _tell_loader(session, thing, "approval_given", account, now)


def reject(session: Session, thing: Loaded, account: Account, now: datetime) -> None:
    """退回: nothing is published, and the loader is told. The loader may take it back as well."""
    take_away(session, thing, account, now)
    if thing.loaded_by != account.id:
        _tell_loader(session, thing, "approval_refused", account, now)


def take_away(session: Session, thing: Loaded, account: Account, now: datetime) -> None:
    """The thing is withdrawn: from this moment it is neither pushed nor found."""
    thing.state = "withdrawn"
    thing.withdrawn_by, thing.withdrawn_at = account.id, now
    session.add(thing)
    session.flush()


def _tell_loader(
    session: Session, thing: Loaded, text_key: str, account: Account, now: datetime
) -> None:
    loader = session.get(Account, thing.loaded_by) if thing.loaded_by else None
    ids = f"{word_of(thing)}:{id_of(thing)}"
    # What is urgent can be sent at once, as after an import that needs no second 确认.
    can_go = thing.state == "active" and isinstance(thing, Work | MediaItem)
    letters = [
        Letter(
            key=f"{text_key}:{ids}:{now.timestamp()}:{chat.id}",
            chat_id=chat.id or 0,
            kind="private",
            text_key=text_key,
            facts={"title": name_of(thing), "by": account.name},
            buttons=[[Button(label="", action=f"publish_text:{ids}")]] if can_go else [],
        )
        for chat in admin_chats(session)
        if _belongs(chat, loader)
    ]
    post(session, letters, now)


def _belongs(chat: Chat, account: Account | None) -> bool:
    return account is not None and (chat.channel, chat.address) == (
        account.channel,
        account.address,
    )
