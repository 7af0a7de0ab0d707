"""Who a person is here, and where to reach people."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from store.tables import Account, Branch, Chat, Member

SECRETARY_DUTIES = ("书记", "组织委员")  # the deputy is 副书记; contract: roles
COMMITTEE_DUTIES = ("书记", "委员")


def is_secretary(member: Member) -> bool:
    """Secretary, deputy secretary or organisation member of the committee."""
    return any(duty in (member.duties or "") for duty in SECRETARY_DUTIES)


def on_committee(member: Member) -> bool:
    """Whether the member's duties name a seat on the branch committee (支委)."""
    return any(duty in (member.duties or "") for duty in COMMITTEE_DUTIES)


def members_of(session: Session, branch_id: int) -> Sequence[Member]:
    """The branch's present members in roster order."""
    return session.exec(
        select(Member)
        .where(Member.branch_id == branch_id, col(Member.left_at).is_(None))
        .order_by(col(Member.id))
    ).all()


def groups_of(session: Session, branch_id: int) -> Sequence[Chat]:
    """The groups bound to the branch in which the bot still is."""
    return session.exec(
        select(Chat)
        .where(Chat.kind == "group", Chat.branch_id == branch_id, col(Chat.reachable))
        .order_by(col(Chat.id))
    ).all()


def private_chats(session: Session, member_ids: Sequence[int]) -> dict[int, Chat]:
    """For each of these members whom the bot may write to, one private chat."""
    rows = session.exec(
        select(Account.member_id, Chat)
        .join(Chat, (col(Chat.channel) == Account.channel) & (col(Chat.address) == Account.address))
        .where(
            col(Account.member_id).in_(member_ids),
            Account.claim == "held",
            Chat.kind == "private",
            col(Chat.reachable),
        )
    ).all()
    return {member_id: chat for member_id, chat in rows if member_id is not None}


def secretary_chats(session: Session, branch_id: int) -> list[Chat]:
    """The private chats of the branch's secretaries."""
    secretaries = [m.id for m in members_of(session, branch_id) if is_secretary(m)]
    return list(private_chats(session, [i for i in secretaries if i is not None]).values())


def admin_chats(session: Session) -> Sequence[Chat]:
    """The private chats of the installation's admins whom the bot may write to."""
    return session.exec(
        select(Chat)
        .join(
            Account,
            (col(Chat.channel) == Account.channel) & (col(Chat.address) == Account.address),
        )
        .where(col(Account.is_admin), Chat.kind == "private", col(Chat.reachable))
    ).all()


def branch_named(session: Session, name: str) -> Branch | None:
    """The branch of exactly this name."""
    return session.exec(select(Branch).where(Branch.name == name)).first()


def appoint_admins(session: Session, addresses: frozenset[tuple[str, str]]) -> None:
    """Bring the accounts in line with the admins that the settings name.

    Admins invited into the built-in chat keep their role; on other channels the settings
    alone decide.
    """
    for account in session.exec(select(Account)).all():
        named = (account.channel, account.address) in addresses
        wanted = named or (account.channel == "chat" and account.is_admin)
        if wanted != account.is_admin:
            account.is_admin = wanted
            session.add(account)
