"""`zhibu demo`: a fictional branch on the built-in chat, with its own throw-away database."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select

from bot.demo_cast import ADMIN, BRANCH, CAST, NEW_GROUP, NEWCOMERS, Part
from bot.serving import Service
from bot.settings import given_settings
from content.sentences import plain
from domain import branches, calendar
from domain.chats import meet_chat
from domain.messages import Incoming, Kind, Place, Sender
from domain.people import members_of
from domain.rooms import open_room, take_seat
from domain.rosters import apply_roster
from scheduler.clock import Clock
from store.database import open_database
from store.migrate import migrate
from store.tables import Account, Outbox, Plan
from store.worker import Worker
from web.chat.demo import DemoPerson

BEGINS = time(7, 55)  # shortly before the first push


@dataclass
class Demo:
    """The demo's people and clock, as the page needs them."""

    clock: Clock
    service: Service | None = None

    def people(self) -> Sequence[DemoPerson]:
        """Everybody whose phone may be held."""
        return [
            DemoPerson(part.address, part.name, part.says)
            for part in (*CAST, ADMIN, *NEWCOMERS)
            if part.has_phone
        ]

    def now(self) -> datetime:
        """The demo's present."""
        return self.clock.now()

    async def advance(self) -> str:
        """Move to the next planned event and let it happen."""
        service = self._running()
        found = await service.worker.run(lambda session: _next_event(session, self.now()))
        if found is None:
            return plain("demo_nothing_planned")
        at, kind = found
        await self.advance_to(at)
        return plain(f"demo_event_{kind}")

    async def advance_to(self, at: datetime) -> None:
        """Move to an instant and let everything happen that comes due."""
        service = self._running()
        if at <= self.now():
            raise ValueError("the demo's clock only moves forward")
        self.clock.advance_to(at)
        await service.planner.beat()
        await service.courier.drain()

    def _running(self) -> Service:
        if self.service is None:
            raise RuntimeError("the demo is not running")
        return self.service


def _next_event(session: Session, now: datetime) -> tuple[datetime, str] | None:
    plan = session.exec(
        select(Plan.next_due_at, Plan.kind)
        .where(col(Plan.next_due_at) > now)
        .order_by(col(Plan.next_due_at))
        .limit(1)
    ).first()
    waiting = session.exec(
        select(func.min(Outbox.due_at)).where(Outbox.state == "queued", col(Outbox.due_at) > now)
    ).one()
    candidates = [(plan[0], plan[1])] if plan and plan[0] else []
    if waiting is not None:
        candidates.append((waiting, "message"))
    return min(candidates) if candidates else None


def first_morning(now: datetime, timezone: str) -> datetime:
    """The coming workday at 07:55, so that the first thing to happen is the push."""
    local = now.astimezone(ZoneInfo(timezone))
    day = local.date() + timedelta(days=1)
    while not calendar.is_workday({}, day):
        day += timedelta(days=1)
    return datetime.combine(day, BEGINS, ZoneInfo(timezone))


async def run_demo(listen: str, announce: Callable[[str], None]) -> None:
    """Serve the demo until it is stopped; its folder disappears with it."""
    with tempfile.TemporaryDirectory(prefix="zhibu-demo-") as folder:
        url = f"sqlite:///{folder}/demo.db"
        engine = open_database(url)
        migrate(engine)
        clock = Clock()
        settings = given_settings(database=url, data=folder, listen=listen, chat=True)
        clock.advance_to(first_morning(clock.now(), settings.timezone))
        demo = Demo(clock)
        service = Service(settings, Worker(engine), clock, ("courier", "planner", "web"), demo)
        demo.service = service
        room = await service.worker.run(lambda session: _set_up(session, clock.now()))
        await service.start()
        await service.answering.deliver(_opening(room, clock.now()))
        announce(f"http://{service.server.host}:{service.server.port}/chat")
        await service.wait()


def _set_up(session: Session, now: datetime) -> str:
    """The branch with its roster and accounts, its group, and a group nobody bound yet."""
    branch = branches.found_branch(session, BRANCH, now, "Asia/Shanghai")
    apply_roster(session, branch, CAST, now)
    members = {member.name: member for member in members_of(session, branch.id or 0)}
    room = open_room(session, now, BRANCH)
    new_room = open_room(session, now, NEW_GROUP)
    for part in (*CAST, ADMIN, *NEWCOMERS):
        if not part.has_phone:
            continue
        account = _account(session, part)
        in_new_group = part in NEWCOMERS or part is ADMIN
        if part not in NEWCOMERS:
            take_seat(session, now, room.address, part.address)
        if in_new_group:
            take_seat(session, now, new_room.address, part.address)
        if part.name in members:
            account.member_id = members[part.name].id
            account.claim, account.claimed_at = "held", now
    session.flush()
    return room.address


def _account(session: Session, part: Part) -> Account:
    account = Account(channel="chat", address=part.address, name=part.name, is_admin=part is ADMIN)
    session.add(account)
    meet_chat(session, "chat", part.address, "private", part.name)
    session.flush()
    return account


def _opening(room: str, now: datetime) -> list[Incoming]:
    """The admin binds the group, so the first messages are the bot's own."""
    return [
        Incoming(
            key="demo:bind",
            channel="chat",
            chat=room,
            place=Place.GROUP,
            kind=Kind.TEXT,
            at=now,
            sender=Sender(ADMIN.address, ADMIN.name),
            text=f"绑定 {BRANCH}",
            addressed=True,
            chat_title=BRANCH,
        )
    ]
