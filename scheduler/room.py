"""How much room a batch of due plans finds in the groups: caps, and who yields to whom."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from domain.calendar import after_quiet, day_bounds
from domain.caps import Day, Started, may_start, started_counts
from scheduler.due_plans import Due
from store.among import among
from store.tables import Chat, Meeting, Plan

REMINDERS = ("remind_day", "remind_hour")
STARTING = (*REMINDERS, "checkin")
PLANNED = [
    col(column)
    for column in (Plan.id, Plan.branch_id, Plan.kind, Plan.next_due_at, Meeting.starts_at)
]


class Room:
    """The groups of the due branches and what they can still take on the day of sending.

    What is started now goes out at `moments[timezone]`: now, or when the quiet hours end; the
    caps count on the local day of that moment.
    """

    def __init__(self, session: Session, dues: Sequence[Due], now: datetime) -> None:
        zones = {due.branch_id: due.timezone for due in dues}
        self.moments = {zone: after_quiet(now, zone) for zone in set(zones.values())}
        days = {zone: day_bounds(moment, zone) for zone, moment in self.moments.items()}
        self._days: dict[int, Day] = {branch: days[zone] for branch, zone in zones.items()}
        self._zones = zones
        self.groups = _groups(session, zones)
        self._started = started_counts(
            session,
            {chat: self._days[branch] for branch, chats in self.groups.items() for chat in chats},
        )
        self._planned = self._read_planned(session, {due.plan_id for due in dues})

    def _read_planned(self, session: Session, taken: set[int]) -> dict[tuple[int, str], int]:
        """How many reminders and check-in messages the day still brings, by branch and kind."""
        rows = session.execute(
            select(*PLANNED)
            .select_from(Plan)
            .join(Meeting, col(Meeting.id) == col(Plan.meeting_id))
            .where(
                among(session, col(Plan.branch_id), self._days),
                col(Plan.kind).in_(STARTING),
                col(Plan.next_due_at) < max(ends for _, ends in self._days.values()),
            )
        ).all()
        planned: dict[tuple[int, str], int] = {}
        for plan_id, branch_id, kind, due, starts_at in rows:
            if plan_id not in taken and self._goes_out(branch_id, kind, due, starts_at):
                key = (branch_id, kind)
                planned[key] = planned.get(key, 0) + 1
        return planned

    def _goes_out(self, branch_id: int, kind: str, due: datetime, starts_at: datetime) -> bool:
        zone = self._zones[branch_id]
        at = after_quiet(max(due, self.moments[zone]), zone)
        begins, ends = self._days[branch_id]
        return begins <= at < ends and (kind == "checkin" or at < starts_at)

    def reserved(self, branch_id: int, kinds: Iterable[str]) -> int:
        """How many messages of these kinds the branch's day still brings."""
        return sum(self._planned.get((branch_id, kind), 0) for kind in kinds)

    def fits(self, chat_id: int, reserved: int) -> bool:
        """Whether a group can take one more beside those for which room is kept."""
        return may_start(self._started.get(chat_id, Started()), reserved)

    def take(self, chat_id: int) -> None:
        """One more was started there."""
        self._started[chat_id] = self._started.get(chat_id, Started()).and_more()


def _groups(session: Session, branches: Iterable[int]) -> dict[int, list[int]]:
    rows = session.execute(
        select(col(Chat.branch_id), col(Chat.id))
        .where(
            col(Chat.kind) == "group",
            among(session, col(Chat.branch_id), branches),
            col(Chat.reachable),
        )
        .order_by(col(Chat.id))
    ).all()
    found: dict[int, list[int]] = {}
    for branch_id, chat_id in rows:
        found.setdefault(branch_id, []).append(chat_id)
    return found
