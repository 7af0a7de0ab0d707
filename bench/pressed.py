"""The presses of a run, and whether the database says afterwards what was pressed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlmodel import col, select

from store.database import open_database, transaction
from store.tables import Account, Attendance, Event


@dataclass(frozen=True, slots=True)
class Pressed:
    """One press: by whom, where, on which meeting's button, and whether it must be refused."""

    chat: int
    user: int
    meeting: int
    verb: str
    refused: bool

    def act(self) -> list[Any]:
        """As the stub takes it."""
        return [self.chat, self.user, f"{self.verb}:{self.meeting}:1"]


def check_record(file: Path, presses: Sequence[Pressed]) -> None:
    """Every press left its key, every accepted one its answer, and nobody has another's.

    Raises AssertionError with what is missing. The last accepted press of a person counts.
    """
    wanted = {(p.user, p.meeting): p.verb for p in presses if not p.refused}
    engine = open_database(f"sqlite:///{file}")
    with transaction(engine) as session:
        rows = session.execute(
            select(Account.address, Attendance.meeting_id, Attendance.answer)
            .join(Attendance, col(Attendance.member_id) == Account.member_id)
            .where(col(Attendance.answer).is_not(None))
        ).all()
        keys = len(session.exec(select(Event.key)).all())
    engine.dispose()
    found = {(int(user), meeting): answer for user, meeting, answer in rows}
    if found != wanted:
        wrong = {key for key in wanted | found if wanted.get(key) != found.get(key)}
        raise AssertionError(f"{len(wrong)} answers are not on record as pressed")
    if keys != len(presses):
        raise AssertionError(f"{keys} keys for {len(presses)} presses")
