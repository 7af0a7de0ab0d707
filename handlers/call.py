"""What a handler is given and what it gives back."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import Session

from domain.addresses import OFFICIAL
from domain.chats import meet_chat
from domain.messages import Incoming, Place, Say
from domain.people import is_secretary
from domain.refusals import Refused
from store.tables import Account, Branch, Chat, Member


@dataclass(frozen=True, slots=True)
class House:
    """What the installation says of itself: its admins' addresses, default zone, data folder.

    `second_approval`: what one admin loads is published after another one's 确认. `sources` are
    the hosts that texts may be fetched from, `speech` the command of the speech engine.
    """

    admins: frozenset[tuple[str, str]] = frozenset()
    timezone: str = "Asia/Shanghai"
    data: Path = Path("data")
    second_approval: bool = True
    sources: tuple[str, ...] = OFFICIAL
    speech: str | None = None


@dataclass(slots=True)
class Answer:
    """What goes back: a toast for a press, words here, words in private, a new message text.

    `replaces` takes the place of the message whose button was pressed. Nothing at all is a
    valid answer: the bot stays silent.
    """

    toast: Say | None = None
    alert: bool = False
    here: list[Say] = field(default_factory=list)
    private: list[Say] = field(default_factory=list)
    replaces: Say | None = None


@dataclass(slots=True)
class Call:
    """One event with everybody it concerns, on the batch's session.

    `words` is the argument after the command or word; `typed` the command or word itself.
    `touched` collects meetings whose counts changed.
    """

    session: Session
    now: datetime
    event: Incoming
    house: House
    touched: set[int]
    known_chat: Chat | None = None
    known_account: Account | None = None
    known_member: Member | None = None
    known_branch: Branch | None = None
    words: str = ""
    typed: str = ""

    def now_local(self) -> datetime:
        """Now on the branch's wall clock (the house's where no branch is known)."""
        branch = self.known_branch
        return self.now.astimezone(ZoneInfo(branch.timezone if branch else self.house.timezone))

    @property
    def private(self) -> bool:
        """Whether this happened in a private chat."""
        return self.event.place is Place.PRIVATE

    @property
    def chat(self) -> Chat:
        """The chat; noted down when it was unknown."""
        if self.known_chat is None:
            self.known_chat = meet_chat(
                self.session,
                self.event.channel,
                self.event.chat,
                self.event.place.value,
                self.event.chat_title,
            )
        return self.known_chat

    @property
    def account(self) -> Account:
        """The person's account; noted down when it was unknown. Refused("anonymous") for none."""
        if self.known_account is None:
            if self.event.sender is None:
                raise Refused("anonymous")
            who = self.event.sender
            self.known_account = Account(
                channel=self.event.channel,
                address=who.address,
                name=who.name,
                is_admin=(self.event.channel, who.address) in self.house.admins,
            )
            self.session.add(self.known_account)
            self.session.flush()
        return self.known_account

    @property
    def is_admin(self) -> bool:
        """Whether an admin of the installation acts."""
        return self.known_account is not None and self.known_account.is_admin

    @property
    def is_secretary(self) -> bool:
        """Whether a secretary (deputy, organisation member) of this branch acts."""
        return self.known_member is not None and is_secretary(self.known_member)

    @property
    def member(self) -> Member:
        """The acting member of this branch. Raises Refused("claim_first")."""
        if self.known_member is None:
            waiting = self.known_account is not None and self.known_account.claim == "waiting"
            raise Refused("claim_waits" if waiting else "claim_first")
        return self.known_member

    @property
    def branch(self) -> Branch:
        """The branch of this chat or person. Raises Refused("no_branch")."""
        if self.known_branch is None:
            raise Refused("no_branch")
        return self.known_branch
