"""What is there before a run: branches with claimed members and called meetings, in a file."""

import random
import shutil
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from bench.pressed import Pressed
from content.composing import compose
from content.shelving import shelve_starter
from domain.branches import bind
from domain.chats import meet_chat
from domain.claims import claim, settle
from domain.meetings import close, publish
from domain.people import members_of
from domain.rosters import apply_roster
from store.database import open_database, transaction
from store.migrate import migrate
from store.tables import Account, Branch, Chat, Meeting, Outbox

ZONE = "Asia/Shanghai"
FIRST_USER = 10_000
FIRST_GROUP = -1_000_000_000_001
COMMITTEE = ("党支部书记", "组织委员", "宣传委员")
REFUSED_PART = 0.05
JsonDict = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """A roster row."""

    name: str
    duty: str | None
    group: str | None = "第一党小组"
    status: str | None = "full"
    phone: str | None = None
    gender: str | None = None
    nation: str | None = None
    birth: str | None = None
    joined: str | None = None
    formal: str | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """A branch's group and meetings: one called, one closed, one of the committee only."""

    chat: int
    open: int
    closed: int
    committee: int


@dataclass(slots=True)
class Ground:
    """A database file to copy for each run, and what the stub must know of it."""

    file: Path
    people: int
    of_branch: int
    seats: list[Seat] = field(default_factory=list)
    notices: list[JsonDict] = field(default_factory=list)

    def copy_to(self, folder: Path) -> Path:
        """A fresh copy of the database."""
        folder.mkdir(parents=True, exist_ok=True)
        return Path(shutil.copy(self.file, folder / "bench.db"))

    def stage(self) -> JsonDict:
        """The stub's part: groups, and the notices that stand in them."""
        return {"groups": [seat.chat for seat in self.seats], "notices": self.notices}

    def presses(self, number: int) -> list[Pressed]:
        """Presses from all people in turn; one in twenty will be refused."""
        chance = random.Random(number)
        refused = set(chance.sample(range(number), round(number * REFUSED_PART)))
        return [self._press(turn, turn in refused, chance) for turn in range(number)]

    def _press(self, turn: int, refused: bool, chance: random.Random) -> Pressed:
        person = turn % self.people
        seat = self.seats[person // self.of_branch]
        verb = chance.choice(("attend", "leave"))
        if not refused:
            meeting = seat.open
        elif person % self.of_branch >= len(COMMITTEE) and chance.random() < 0.5:
            meeting = seat.committee
        else:
            meeting = seat.closed
        return Pressed(seat.chat, FIRST_USER + person, meeting, verb, refused)


def prepare(file: Path, people: int, of_branch: int, now: datetime) -> Ground:
    """A database with so many claimed members in branches of that size, made by domain."""
    engine = open_database(f"sqlite:///{file}")
    migrate(engine)
    ground = Ground(file, people, of_branch)
    with transaction(engine) as session:
        shelve_starter(session, now, active=False)
    for number in range(people // of_branch):
        with transaction(engine) as session:
            ground.seats.append(_found(session, number, of_branch, now))
    with transaction(engine) as session:
        ground.notices = _post_notices(session, now)
    close_file(engine)
    return ground


def _found(session: Session, number: int, of_branch: int, now: datetime) -> Seat:
    address = FIRST_GROUP - number
    chat = meet_chat(session, "telegram", str(address), "group", f"第{number + 1}支部群")
    branch = bind(session, chat, f"第{number + 1}党支部", now, ZONE)
    duties = dict(enumerate(COMMITTEE))
    people = [Person(f"党员{number}之{row}", duties.get(row)) for row in range(of_branch)]
    apply_roster(session, branch, people, now)
    _claim_all(session, branch, people, FIRST_USER + number * of_branch, now)
    meetings = [_call(session, branch, kind, now) for kind in ("theme_day", "theme_day")]
    close(session, meetings[1], now)
    committee = _call(session, branch, "committee_meeting", now)
    called = (meetings[0].id or 0, meetings[1].id or 0, committee.id or 0)
    return Seat(address, *called)


def found_with_meeting(session: Session, number: int, now: datetime) -> int:
    """A branch with its group and a called meeting whose notice is due; returns the group."""
    address = FIRST_GROUP - number
    chat = meet_chat(session, "telegram", str(address), "group", f"第{number + 1}支部群")
    branch = bind(session, chat, f"第{number + 1}党支部", now, ZONE)
    apply_roster(session, branch, [Person(f"书记{number}", COMMITTEE[0])], now)
    _call(session, branch, "theme_day", now)
    return address


def _claim_all(
    session: Session, branch: Branch, people: list[Person], first: int, now: datetime
) -> None:
    for user, person in enumerate(people, start=first):
        account = Account(channel="telegram", address=str(user), name=f"用户{user}")
        session.add(account)
        session.flush()
        member = claim(session, account, branch, person.name, now)
        if account.claim == "waiting":
            settle(session, account, member.id or 0, True, now)


def _call(session: Session, branch: Branch, kind: str, now: datetime) -> Meeting:
    meeting = Meeting(
        branch_id=branch.id or 0,
        kind=kind,
        topics=["学习党章第一章", "讨论下月安排"],
        starts_at=now + timedelta(days=7),
        ends_at=now + timedelta(days=7, hours=2),
        place="三楼会议室",
        created_by=members_of(session, branch.id or 0)[0].id,
        created_at=now,
    )
    session.add(meeting)
    session.flush()
    publish(session, meeting, now)
    return meeting


def _post_notices(session: Session, now: datetime) -> list[JsonDict]:
    """Every notice stands in its group already, for product and peer alike."""
    rows = session.exec(
        select(Outbox, Chat)
        .where(Outbox.chat_id == Chat.id, Outbox.state == "queued", Outbox.kind == "notice")
        .order_by(col(Outbox.id))
    ).all()
    numbers: Counter[str] = Counter()
    notices = []
    for row, chat in rows:
        message = compose(session, row, now)
        numbers[chat.address] += 1
        row.state, row.sent_at, row.message_id = "sent", now, str(numbers[chat.address])
        session.add(row)
        keyboard = [
            [{"text": button.label, "callback_data": button.action} for button in line]
            for line in message.buttons
        ]
        notices.append(
            {
                "chat": int(chat.address),
                "message_id": numbers[chat.address],
                "text": message.text,
                "keyboard": keyboard,
            }
        )
    return notices


def close_file(engine: Engine) -> None:
    """Let go of a database so that its one file can be copied."""
    with engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
