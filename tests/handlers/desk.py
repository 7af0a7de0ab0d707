"""A branch on a table: real handlers and a real database, the chat service played in memory."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import col, select

from content.composing import compose
from content.papers.making import Papers
from domain.branches import found_branch
from domain.messages import Button, Incoming, IncomingFile, Kind, Message, Place, Press, Sender
from domain.rosters import apply_roster
from handlers.answering import answer_batch
from handlers.call import House
from scheduler.planner import tick
from store.database import transaction
from store.tables import Chat, Outbox

ADMIN = "10001"
GROUP = "-1001"
ZONE = "Asia/Shanghai"


@dataclass(frozen=True)
class Person:
    """A roster row of a test."""

    name: str
    duty: str | None = None
    group: str | None = None
    status: str | None = "full"
    phone: str | None = None
    gender: str | None = None
    nation: str | None = None
    birth: str | None = None
    joined: str | None = None
    formal: str | None = None


PEOPLE = (
    Person("钱守正", "党支部书记", "第一党小组"),
    Person("吴佩兰", "组织委员", "第二党小组"),
    Person("郑大江", None, "第一党小组"),
    Person("冯小满", None, "第二党小组", status="probationary"),
    Person("褚向阳", None, "第二党小组"),
)


@dataclass(frozen=True)
class Shown:
    """A message as a chat shows it."""

    chat: str
    message_id: str
    message: Message
    row: Outbox

    @property
    def text(self) -> str:
        return self.message.text

    def button(self, label: str) -> Button:
        for line in self.message.buttons:
            for button in line:
                if button.label == label:
                    return button
        raise AssertionError(f"no button {label} in {self.message}")

    @property
    def labels(self) -> list[str]:
        return [button.label for line in self.message.buttons for button in line]


@dataclass
class Desk:
    """Plays people and the chat service; `now` moves with `wait`."""

    engine: Engine
    now: datetime
    hears_all: bool = True
    channel: str = "telegram"
    house: House = field(
        default_factory=lambda: House(frozenset({("telegram", ADMIN)}), ZONE, Path("data"))
    )
    seen: list[Shown] = field(default_factory=list)
    toast: Press | None = None
    number: int = 0

    def deliver(self, *events: Incoming) -> list[Shown]:
        """Hand events over as one batch; what comes out of it is shown at once."""
        with transaction(self.engine) as session:
            presses = answer_batch(session, events, self.now, self.house)
        self.toast = presses[-1]
        return self.post()

    def say(
        self,
        who: str,
        text: str,
        chat: str = GROUP,
        *,
        reply_to: Shown | None = None,
        addressed: bool | None = None,
        at: datetime | None = None,
    ) -> list[Shown]:
        """A person writes; a text in a group is addressed only as a command or a reply."""
        private = chat == who
        to_us = private or text.startswith("/") or reply_to is not None
        event = self._event(
            who,
            chat,
            Kind.TEXT,
            text=text,
            reply_to=reply_to.message_id if reply_to else "",
            addressed=to_us if addressed is None else addressed,
            at=at or self.now,
        )
        return self.deliver(event)

    def press(self, who: str, shown: Shown, label: str) -> list[Shown]:
        """A person presses a button of a message."""
        event = self._event(
            who,
            shown.chat,
            Kind.PRESS,
            press=shown.button(label).action,
            press_id=f"p{self.number}",
            message_id=shown.message_id,
            addressed=True,
        )
        return self.deliver(event)

    def send_file(self, who: str, file: IncomingFile, caption: str = "") -> list[Shown]:
        """A person sends a file in private."""
        return self.deliver(
            self._event(who, who, Kind.FILE, file=file, text=caption, addressed=True)
        )

    def wait(self, **span: float) -> list[Shown]:
        """Time passes; the planner does what came due meanwhile."""
        self.now += timedelta(**span)
        with transaction(self.engine) as session:
            while tick(session, self.now):
                session.flush()
        return self.post()

    def post(self) -> list[Shown]:
        """Send what is queued, as the courier would."""
        fresh: list[Shown] = []
        with transaction(self.engine) as session:
            rows = session.exec(
                select(Outbox, Chat)
                .where(
                    Outbox.chat_id == Chat.id,
                    Outbox.state == "queued",
                    col(Outbox.due_at) <= self.now,
                )
                .order_by(col(Outbox.urgency), col(Outbox.id))
            ).all()
            for row, chat in rows:
                message = compose(session, row, self.now)
                row.state, row.sent_at = "sent", self.now
                edited = session.get(Outbox, row.edits) if row.edits else None
                row.message_id = edited.message_id if edited else f"m{row.id}"
                session.add(row)
                fresh.append(Shown(chat.address, row.message_id or "", message, row))
        self.seen += fresh
        return fresh

    def paper(self, shown: Shown) -> bytes:
        """The bytes of the paper that goes with a message, made as it is sent."""
        attachment = shown.message.attachment
        assert attachment is not None
        return Papers(self.engine).make(attachment).content or b""

    def found(self) -> None:
        """A bound group, a roster, and everybody claimed with an open private chat."""
        self.added()
        self.say(ADMIN, "/start", ADMIN)
        self.say(ADMIN, "/bind 第一党支部")
        self.load_roster()
        for number, person in enumerate(PEOPLE, start=1):
            who = str(number)
            self.say(who, "/start", who)
            self.say(who, f"/iam {person.name}")
        ask = [shown for shown in self.seen if "请核实是否本人" in shown.text]
        for shown in ask:
            self.press(ADMIN, shown, "确认")

    def added(self) -> list[Shown]:
        """The bot comes into the group."""
        return self.deliver(
            self._event(None, GROUP, Kind.ADDED, hears_all=self.hears_all, chat_title="群")
        )

    def load_roster(self, people: tuple[Person, ...] = PEOPLE) -> None:
        """The roster stands in the database, as after an import."""
        with transaction(self.engine) as session:
            branch = found_branch(session, "第一党支部", self.now, ZONE)
            apply_roster(session, branch, people, self.now)

    def call_meeting(self, sentence: str) -> Shown:
        """The secretary calls a meeting in private; the notice in the group is returned."""
        draft = self.say("1", f"开会 {sentence}", "1")[-1]
        shown = self.press("1", draft, "发布")
        return next(item for item in shown if item.row.kind == "notice")

    def _event(self, who: str | None, chat: str, kind: Kind, **more: object) -> Incoming:
        self.number += 1
        place = Place.PRIVATE if chat == who else Place.GROUP
        sender = Sender(who, f"昵称{who}") if who else None
        more.setdefault("at", self.now)
        return Incoming(
            key=f"{self.channel}:bot:{self.number}",
            channel=self.channel,
            chat=chat,
            place=place,
            kind=kind,
            sender=sender,
            **more,  # type: ignore[arg-type]
        )
