"""A branch that stands already: group, roster, claims and private chats, as after its first day."""

from datetime import datetime, timedelta

from sqlmodel import Session, select

from domain.branches import bind
from domain.chats import meet_chat
from domain.meetings import publish
from domain.people import members_of
from domain.rosters import apply_roster
from store.tables import Account, Branch, Meeting, Outbox
from tests.doubles.bot_api import BotApiDouble
from tests.journeys.cast import BRANCH, PEOPLE, Person
from tests.journeys.house import ADMIN, GROUP, House


def furnish(
    session: Session,
    now: datetime,
    people: tuple[Person, ...] = PEOPLE,
    group: int = GROUP,
    name: str = BRANCH,
) -> Branch:
    """The branch in the database, its group bound, everybody with a number claimed."""
    chat = meet_chat(session, "telegram", str(group), "group", name)
    chat.greeted = True
    branch = bind(session, chat, name, now, "Asia/Shanghai")
    apply_roster(session, branch, people, now)
    for member, person in zip(members_of(session, branch.id or 0), people, strict=True):
        if person.number:
            _claimed(session, person.number, person.name, now, member.id)
    if session.exec(select(Account).where(Account.address == str(ADMIN))).first() is None:
        _claimed(session, ADMIN, "管理员", now, None).is_admin = True
    session.flush()
    return branch


def _claimed(
    session: Session, number: int, name: str, now: datetime, member: int | None
) -> Account:
    account = Account(channel="telegram", address=str(number), name=name, member_id=member)
    if member is not None:
        account.claim, account.claimed_at = "held", now
    session.add(account)
    meet_chat(session, "telegram", str(number), "private", "")
    return account


def people_of(
    double: BotApiDouble, people: tuple[Person, ...] = PEOPLE, group: int = GROUP
) -> None:
    """The same people and the group at the double."""
    double.people.group(group, BRANCH)
    for number in (ADMIN, *(person.number for person in people if person.number)):
        double.people.knows(number)


async def settle_in(house: House, people: tuple[Person, ...] = PEOPLE) -> None:
    """Furnish a house that serves already."""
    people_of(house.double, people)
    await house.read(lambda session: furnish(session, house.clock.now(), people))


def called_meeting(session: Session, branch: Branch, now: datetime, shown_as: int) -> int:
    """A general meeting in two days whose notice stands in the group; returns its id."""
    meeting = Meeting(
        branch_id=branch.id or 0,
        kind="general_meeting",
        topics=["年度工作"],
        starts_at=now + timedelta(days=2),
        place="二楼会议室",
        created_at=now,
    )
    session.add(meeting)
    session.flush()
    publish(session, meeting, now)
    notice = session.exec(select(Outbox).where(Outbox.meeting_id == meeting.id)).one()
    notice.state, notice.sent_at, notice.message_id = "sent", now, str(shown_as)
    session.add(notice)
    session.flush()
    return meeting.id or 0
