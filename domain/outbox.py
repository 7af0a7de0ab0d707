"""Putting sentences into the outbox: nothing is sent here, and nothing twice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Update, bindparam, case, or_, update
from sqlmodel import Session, col

from domain.messages import Button
from store.columns import Instant
from store.statements import insert_new
from store.tables import Outbox

EDIT_PAUSE = timedelta(seconds=3)  # at most one edit of a message in this time


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to one chat, before it is an outbox row.

    `key` makes it unique for ever; `started` marks what the bot began by itself; `due_at`
    None means now; after `expires_at` it is skipped instead of sent. `edits` replaces the
    message of that outbox row.
    """

    key: str
    chat_id: int
    kind: str
    text_key: str
    facts: Mapping[str, object] = field(default_factory=dict)
    buttons: Sequence[Sequence[Button]] = ()
    branch_id: int | None = None
    meeting_id: int | None = None
    event_key: str | None = None
    urgency: int = 1
    started: bool = False
    due_at: datetime | None = None
    expires_at: datetime | None = None
    edits: int | None = None


def post(session: Session, letters: Iterable[Letter], now: datetime) -> None:
    """Queue letters. A letter whose key stands already is left as it is."""
    insert_new(session, Outbox, [_row(letter, now) for letter in letters])


def _row(letter: Letter, now: datetime) -> dict[str, Any]:
    return {
        "key": letter.key,
        "chat_id": letter.chat_id,
        "branch_id": letter.branch_id,
        "meeting_id": letter.meeting_id,
        "event_key": letter.event_key,
        "kind": letter.kind,
        "text_key": letter.text_key,
        "facts": dict(letter.facts),
        "buttons": [[_button(button) for button in line] for line in letter.buttons],
        "urgency": letter.urgency,
        "started": letter.started,
        "edits": letter.edits,
        "state": "queued",
        "due_at": letter.due_at or now,
        "expires_at": letter.expires_at,
        "attempts": 0,
        "created_at": now,
        "wanted_version": 0,
        "shown_version": 0,
    }


def _button(button: Button) -> dict[str, str]:
    parts = {"label": button.label, "action": button.action, "start": button.start}
    return {name: value for name, value in parts.items() if value}


COUNTED = ("notice",)


def counts_changed(session: Session, meeting_ids: Iterable[int], now: datetime) -> None:
    """Ask for a new edit of the messages that show these meetings' counts.

    Edits are coalesced: the next one is due 3 s after the last, however many ask; the version
    that was asked for last is always shown in the end.
    """
    ids = sorted(set(meeting_ids))
    if not ids:
        return
    session.execute(
        _asks_for_edits(),
        {
            "meetings": ids,
            "now": now,
            "later": now + EDIT_PAUSE,
            "paused": now - EDIT_PAUSE,
        },
    )


@cache
def _asks_for_edits() -> Update:
    """The statement of `counts_changed`, built once: every press needs it."""
    now = bindparam("now", type_=Instant)
    edited = col(Outbox.edited_at)
    pause_over = edited <= bindparam("paused", type_=Instant)
    earliest = case(
        (col(Outbox.edit_due_at).is_not(None), col(Outbox.edit_due_at)),
        (or_(edited.is_(None), pause_over), now),
        else_=bindparam("later", type_=Instant),
    )
    return (
        update(Outbox)
        .where(
            col(Outbox.meeting_id).in_(bindparam("meetings", expanding=True)),
            col(Outbox.kind).in_(COUNTED),
        )
        .values(wanted_version=Outbox.wanted_version + 1, edit_due_at=earliest)
        .execution_options(synchronize_session=False)
    )
