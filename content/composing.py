"""From an outbox row to the message that goes out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from content.live import live_facts
from content.sentences import label, say
from domain.messages import Button, Mark, Message
from store.tables import Outbox


def compose(session: Session, row: Outbox, now: datetime) -> Message:
    """Render a row once, with what is true at this moment where it shows counts.

    The row keeps what was said in `rendered`.
    """
    live = live_facts(session, row, now)
    text, marks = say(row.text_key, {**row.facts, **live.facts})
    message = Message(
        text=text,
        marks=marks,
        buttons=_buttons(row) if live.buttons is None else live.buttons,
        attachment=live.attachment,
        quiz=live.quiz,
    )
    if live.private:
        return message
    row.rendered = {"text": text, "marks": [[m.start, m.end, m.kind] for m in marks]}
    if live.attachment is not None:
        row.rendered["file"] = live.attachment.name
    if live.quiz is not None:
        row.rendered["quiz"] = True
    return message


def recompose(row: Outbox) -> Message:
    """The message as it was rendered before: a repeated sending says the same words."""
    kept: Mapping[str, Any] = row.rendered or {}
    return Message(
        text=kept["text"],
        marks=tuple(Mark(start, end, kind) for start, end, kind in kept["marks"]),
        buttons=_buttons(row),
    )


def _buttons(row: Outbox) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(_button(button) for button in line) for line in row.buttons)


def _button(kept: Mapping[str, str]) -> Button:
    action, start = kept.get("action", ""), kept.get("start", "")
    start_verb = "study" if start.startswith("study-") else "start"  # else a claim link's code
    return Button(
        label=kept.get("label") or label(action or start_verb),
        action=action,
        start=start,
    )
