"""What a demo lets a person do: choose whose phone to hold, and move the clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody whose phone may be held. `duties` is what the picker says below the name."""

    address: str
    name: str
    duties: str = ""


class DemoControl(Protocol):
    """The demo's people and its clock, as the wiring provides them."""

    def people(self) -> Sequence[DemoPerson]:
        """Everybody whose phone may be held, in the picker's order."""
        ...

    def now(self) -> datetime:
        """The demo's present."""
        ...

    async def advance(self) -> str:
        """Move to the next planned event; says in one sentence what it was."""
        ...

    async def advance_to(self, at: datetime) -> None:
        """Move to an instant. Raises ValueError when it has passed."""
        ...
