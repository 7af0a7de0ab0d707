"""How much the bot may start by itself in a group: burden rule 5, visible with 负担."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, case, func, or_
from sqlmodel import Session, col, select

from domain.calendar import NUMBERS, day_bounds
from store.among import among
from store.tables import Outbox

MONTH = timedelta(days=30)
GOING_OUT = ("queued", "claimed", "sent")

Day = tuple[datetime, datetime]
"""The first instant of a local day, and of the day after it."""


@dataclass(frozen=True, slots=True)
class Started:
    """How many messages the bot started in a group: on the day, and in 30 days with it."""

    today: int = 0
    month: int = 0

    def and_more(self, number: int = 1) -> "Started":
        """The same after `number` more."""
        return Started(self.today + number, self.month + number)


def may_start(started: Started, reserved: int = 0) -> bool:
    """Whether one more message may be started while `reserved` others keep their place.

    A push leaves room for the reminders and check-in messages still planned for the day, a
    reminder for the check-in messages: the push yields first.
    """
    after = started.and_more(reserved + 1)
    return after.today <= NUMBERS.most_a_day and after.month <= NUMBERS.most_in_30_days


def started_counts(session: Session, days: Mapping[int, Day]) -> dict[int, Started]:
    """For each chat what was started on its day (sent or on the way) and in the 30 days to it.

    One statement however many chats; a chat without any is left out.
    """
    by_day: dict[Day, list[int]] = {}
    for chat_id, day in days.items():
        by_day.setdefault(day, []).append(chat_id)
    if not by_day:
        return {}
    due, chat = col(Outbox.due_at), col(Outbox.chat_id)
    today = or_(
        *(
            and_(among(session, chat, chats), due >= begins, due < ends)
            for (begins, ends), chats in by_day.items()
        )
    )
    earliest = min(ends for _, ends in by_day) - MONTH
    rows = session.execute(
        select(chat, func.sum(case((today, 1), else_=0)), func.count())
        .where(
            among(session, chat, days),
            col(Outbox.started).is_(True),
            due >= earliest,
            col(Outbox.state).in_(GOING_OUT),
        )
        .group_by(chat)
    ).all()
    return {chat_id: Started(int(on_day), int(month)) for chat_id, on_day, month in rows}


def burden(session: Session, chat_id: int, now: datetime, timezone: str) -> tuple[int, int]:
    """What the bot started in this group on the local day so far, and in 30 days with it."""
    begins, ends = day_bounds(now, timezone)
    rows = session.exec(
        select(Outbox.due_at).where(
            Outbox.chat_id == chat_id,
            col(Outbox.started).is_(True),
            col(Outbox.due_at) >= ends - MONTH,
            col(Outbox.due_at) <= now,
            col(Outbox.state).in_(GOING_OUT),
        )
    ).all()
    return sum(1 for due in rows if due >= begins), len(rows)
