"""Everybody that a batch of events concerns, found with a few statements for all of them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, tuple_
from sqlalchemy.event import listen
from sqlmodel import Session, col, select

from domain.chats import chat_at
from domain.messages import Incoming, Place
from handlers.call import Call, House
from store.tables import Account, Branch, Chat, Event, Member

Address = tuple[str, str]
Found = tuple[Account | None, Member | None, Branch | None]
"""An account with its member and the member's branch, as far as there are any."""

# Built once: for a lone press the building would cost more than the asking.
HANDLED = select(Event).where(col(Event.key).in_(bindparam("keys", expanding=True)))
CHATS = select(Chat).where(
    tuple_(col(Chat.channel), col(Chat.address)).in_(bindparam("addresses", expanding=True))
)
PEOPLE = (
    select(Account, Member, Branch)
    .outerjoin(Member, (col(Member.id) == Account.member_id) & (Account.claim == "held"))
    .outerjoin(Branch, col(Branch.id) == Member.branch_id)
    .where(
        tuple_(col(Account.channel), col(Account.address)).in_(
            bindparam("addresses", expanding=True)
        )
    )
)


class Batch:
    """The chats, accounts, members and branches of a batch, and the keys already handled."""

    def __init__(
        self, session: Session, events: Sequence[Incoming], now: datetime, house: House
    ) -> None:
        self.session = session
        self.now = now
        self.house = house
        self.touched: set[int] = set()
        # A session forgets rows that nobody holds; the events of a batch share theirs.
        self._kept: list[object] = []
        listen(session, "loaded_as_persistent", lambda _, row: self._kept.append(row))
        self.handled = self._handled(events)
        self._chats = self._find_chats({(e.channel, e.chat) for e in events})
        self._accounts = self._find_accounts(
            {(e.channel, e.sender.address) for e in events if e.sender}
        )

    def call(self, event: Incoming) -> Call:
        """The call of one event, with what is known of its chat and person."""
        chat = self._chat(event)
        account = member = home = None
        if event.sender is not None:
            account, member, home = self._person((event.channel, event.sender.address))
        branch = home if event.place is Place.PRIVATE else None
        if chat is not None and event.place is Place.GROUP and chat.branch_id is not None:
            branch = self.session.get(Branch, chat.branch_id)
        if member is not None and (branch is None or member.branch_id != branch.id):
            member = None  # a member of another branch is a stranger here
        return Call(
            session=self.session,
            now=self.now,
            event=event,
            house=self.house,
            touched=self.touched,
            known_chat=chat,
            known_account=account,
            known_member=member,
            known_branch=branch,
        )

    def learn(self, call: Call) -> None:
        """Remember what a call noted down, for the events after it in this batch."""
        if call.known_chat is not None:
            self._chats[call.event.channel, call.event.chat] = call.known_chat
        account = call.known_account
        if account is not None and call.event.sender is not None:
            self._accounts[account.channel, account.address] = self._with_member(account)

    def _chat(self, event: Incoming) -> Chat | None:
        chat = self._chats.get((event.channel, event.chat))
        if chat is not None and chat.address != event.chat:  # a group moved meanwhile
            return chat_at(self.session, event.channel, event.chat)
        return chat

    def _person(self, address: Address) -> Found:
        """The account with its member, as the events before in this batch left them."""
        account, member, home = self._accounts.get(address, (None, None, None))
        if account is None:
            return None, None, None
        tied = account.member_id if account.claim == "held" else None
        if tied != (member.id if member is not None else None):
            return self._with_member(account)
        return account, member, home

    def _handled(self, events: Sequence[Incoming]) -> dict[str, Event]:
        keys = [event.key for event in events]
        rows = self.session.exec(HANDLED, params={"keys": keys}).all()
        return {row.key: row for row in rows}

    def _find_chats(self, addresses: set[Address]) -> dict[Address, Chat]:
        rows = self.session.exec(CHATS, params={"addresses": list(addresses)}).all()
        return {(row.channel, row.address): row for row in rows}

    def _find_accounts(self, addresses: set[Address]) -> dict[Address, Found]:
        rows = self.session.exec(PEOPLE, params={"addresses": list(addresses)}).all()
        return {
            (account.channel, account.address): (account, member, branch)
            for account, member, branch in rows
        }

    def _with_member(self, account: Account) -> Found:
        if account.member_id is None or account.claim != "held":
            return account, None, None
        member = self.session.get_one(Member, account.member_id)
        return account, member, self.session.get_one(Branch, member.branch_id)
