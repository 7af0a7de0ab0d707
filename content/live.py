"""What a message says that is only known when it is rendered: counts, a portion, a sheet."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session

from store.tables import Outbox


@dataclass(frozen=True, slots=True)
class Live:
    """Facts and an attachment that the row itself does not hold."""

    facts: dict[str, Any] = field(default_factory=dict)
    attachment: Path | None = None
    attachment_name: str = ""


SOURCES: dict[str, Callable[[Session, Outbox, datetime], Live]] = {}
"""By text key, the function that knows more than the row."""


def live_facts(session: Session, row: Outbox, now: datetime) -> Live:
    """What is true now for this row; nothing where its facts say all."""
    source = SOURCES.get(row.text_key)
    return source(session, row, now) if source else Live()
