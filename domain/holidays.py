"""Days that admins load because the built-in calendar does not know them."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from sqlmodel import Session

from store.statements import upsert
from store.tables import Holiday


class SpecialDay(Protocol):
    """A day that differs from the plain week."""

    @property
    def day(self) -> date: ...  # noqa: D102
    @property
    def works(self) -> bool: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102


def load_days(session: Session, days: Iterable[SpecialDay]) -> int:
    """Put the days into the calendar, over what stood there; returns how many.

    Plans take them into account when they next move on.
    """
    rows = [{"day": day.day, "works": day.works, "name": day.name} for day in days]
    for row in rows:
        upsert(session, Holiday, row, ["day"])
    return len(rows)
