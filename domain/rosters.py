"""Putting a roster that was read from a file onto a branch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlmodel import Session

from domain.audience import group_name
from domain.meetings import add_to_roll, open_meetings
from domain.people import members_of
from store.tables import Branch, Member


class Person(Protocol):
    """A person as a roster file names one. Dates are partial: YYYY-MM or YYYY-MM-DD."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def status(self) -> str | None: ...  # noqa: D102
    @property
    def gender(self) -> str | None: ...  # noqa: D102
    @property
    def nation(self) -> str | None: ...  # noqa: D102
    @property
    def birth(self) -> str | None: ...  # noqa: D102
    @property
    def joined(self) -> str | None: ...  # noqa: D102
    @property
    def formal(self) -> str | None: ...  # noqa: D102
    @property
    def group(self) -> str | None: ...  # noqa: D102
    @property
    def duty(self) -> str | None: ...  # noqa: D102
    @property
    def phone(self) -> str | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Applied:
    """What loading a roster did: people added, changed, and left as they were."""

    added: int
    changed: int
    same: int


def apply_roster(
    session: Session, branch: Branch, people: Sequence[Person], now: datetime
) -> Applied:
    """Bring the branch's members in line with a roster; nobody who is not on it is removed.

    People are recognised by name, and by phone where a name stands twice. New members are put
    on the roll of the meetings that are open.
    """
    known = list(members_of(session, branch.id or 0))
    added: list[Member] = []
    changed = same = 0
    for person in people:
        member = _recognise(known, person)
        if member is None:
            member = Member(branch_id=branch.id or 0, name=person.name, created_at=now)
            added.append(member)
        elif not _differs(member, person):
            same += 1
            continue
        else:
            changed += 1
        _fill(member, person)
        session.add(member)
        known = [other for other in known if other is not member]
    session.flush()
    for meeting in open_meetings(session, branch.id or 0):
        add_to_roll(session, meeting, added)
    return Applied(len(added), changed, same)


def _recognise(known: list[Member], person: Person) -> Member | None:
    same = [member for member in known if member.name == person.name]
    if person.phone and len(same) > 1:
        same = [member for member in same if member.phone == person.phone]
    elif person.phone and same and same[0].phone not in (None, person.phone):
        # Another phone: the same person with a new number, unless the file names both.
        return same[0] if len(same) == 1 else None
    return same[0] if same else None


def _values(person: Person) -> dict[str, str | None]:
    return {
        "status": person.status,
        "gender": person.gender,
        "nation": person.nation,
        "birth": person.birth,
        "joined": person.joined,
        "formal": person.formal,
        "party_group": group_name(person.group),
        "duties": person.duty,
        "phone": person.phone,
    }


def _differs(member: Member, person: Person) -> bool:
    return any(
        value is not None and value != getattr(member, name)
        for name, value in _values(person).items()
    )


def _fill(member: Member, person: Person) -> None:
    for name, value in _values(person).items():
        if value is not None:
            setattr(member, name, value)
