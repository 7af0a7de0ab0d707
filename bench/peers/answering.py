"""The stock bot: python-telegram-bot's Application with SQLModel's AsyncSession on SQLite.

It writes what the product writes of a press (the event's key with the answer, the attendance)
and makes the same checks, and answers after the commit. It does not keep the notices' counts
fresh, which the product does beside.
"""

import os
from typing import Any

from sqlalchemy import event
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import CallbackQuery, Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes

from domain.audience import is_called
from scheduler.clock import Clock
from store.tables import Account, Attendance, Event, Meeting, Member

CLOCK = Clock()
ENGINE = create_async_engine(f"sqlite+aiosqlite:///{os.environ['PEER_DATABASE']}")


@event.listens_for(ENGINE.sync_engine, "connect")
def _prepare(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


async def press(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Record a press, commit, answer it."""
    query = update.callback_query
    assert query is not None
    key = f"telegram:{context.bot.id}:{update.update_id}"
    async with AsyncSession(ENGINE, expire_on_commit=False) as session:
        known = await session.get(Event, key)
        if known is None:
            known = await _record(session, key, query)
            session.add(known)
            await session.commit()
    await query.answer(known.press_text, show_alert=known.press_alert)


async def _record(session: AsyncSession, key: str, query: CallbackQuery) -> Event:
    at = CLOCK.now()
    verb, meeting_id, calling = (query.data or "").split(":")
    found = await session.exec(
        select(Member)
        .join(Account, col(Account.member_id) == Member.id)
        .where(
            Account.channel == "telegram",
            Account.address == str(query.from_user.id),
            Account.claim == "held",
        )
    )
    member = found.first()
    meeting = await session.get(Meeting, int(meeting_id))
    refusal = _refusal(meeting, member, int(calling))
    if refusal:
        return Event(key=key, at=at, press_text=refusal, press_alert=True)
    assert member is not None
    statement = insert(Attendance).values(
        meeting_id=int(meeting_id),
        member_id=member.id,
        answer=verb,
        answer_at=at,
        answer_by=member.id,
    )
    names = ("answer", "reason", "late_minutes", "answer_at", "answer_by")
    await session.exec(
        statement.on_conflict_do_update(
            index_elements=["meeting_id", "member_id"],
            set_={name: statement.excluded[name] for name in names},
            where=or_(col(Attendance.answer_at).is_(None), col(Attendance.answer_at) <= at),
        )
    )
    said = "已记录：参加。" if verb == "attend" else "已记录：请假。"
    return Event(key=key, at=at, press_text=said)


def _refusal(meeting: Meeting | None, member: Member | None, calling: int) -> str:
    if member is None:
        return "请先认领姓名。"
    if meeting is None or meeting.branch_id != member.branch_id:
        return "没有这个会议。"
    if meeting.state != "open":
        return "会议已经结束。"
    if meeting.round != calling:
        return "会议已经改期，请看新的通知。"
    if not is_called(meeting, member):
        return "这次会议没有通知您参加。"
    return ""


def main() -> None:
    """Polls until it is ended."""
    application = (
        Application.builder()
        .token(os.environ["PEER_TOKEN"])
        .base_url(f"{os.environ['PEER_API']}/bot")
        .build()
    )
    application.add_handler(CallbackQueryHandler(press))
    application.run_polling(allowed_updates=[Update.CALLBACK_QUERY])


if __name__ == "__main__":
    main()
