"""Branches, groups, study texts and meetings to plan for."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlmodel import Session, select

from domain.outbox import Letter, post
from domain.plans import plan_meeting
from domain.pushes import start_plan
from store.tables import Branch, Chat, Meeting, Outbox, Plan, Portion, Work


def at(text: str) -> datetime:
    """`2026-11-24 08:00` as Shanghai's wall clock shows it."""
    return (datetime.fromisoformat(text) - timedelta(hours=8)).replace(tzinfo=UTC)


def a_branch(session: Session, now: datetime, name: str = "甲支部", groups: int = 1) -> Branch:
    branch = Branch(name=name, link_code=name, created_at=now)
    session.add(branch)
    session.flush()
    for number in range(groups):
        session.add(
            Chat(
                channel="memory",
                address=f"{name}{number}",
                kind="group",
                title=f"{name}群{number}",
                branch_id=branch.id,
            )
        )
    session.flush()
    start_plan(session, branch, now)
    return branch


def a_work(
    session: Session,
    now: datetime,
    rank: int = 1,
    portions: int = 3,
    state: str = "active",
    kind: str = "regulation",
) -> list[Portion]:
    work = Work(
        title=f"章程{rank}",
        kind=kind,
        edition="2020年1月1日通过",
        sha256=f"{rank}",
        rank=rank,
        state=state,
        loaded_at=now,
    )
    session.add(work)
    session.flush()
    rows = [
        Portion(
            work_id=work.id or 0,
            seq=seq,
            rank=rank * 10_000 + seq,
            label=f"第{seq}条",
            text=f"正文 {rank}.{seq}",
            references=["见第一章"] if kind == "guide" else [],
        )
        for seq in range(1, portions + 1)
    ]
    session.add_all(rows)
    session.flush()
    return rows


def a_meeting(
    session: Session,
    branch: Branch,
    starts_at: datetime,
    now: datetime,
    ends_at: datetime | None = None,
) -> Meeting:
    meeting = Meeting(
        branch_id=branch.id or 0,
        kind="lecture",
        topics=["学习"],
        starts_at=starts_at,
        ends_at=ends_at,
        place="三楼",
        state="open",
        created_at=now,
        published_at=now,
    )
    session.add(meeting)
    session.flush()
    plan_meeting(session, meeting, now)
    return meeting


def outbox(session: Session, *kinds: str) -> Sequence[Outbox]:
    session.expire_all()
    rows = session.exec(select(Outbox).order_by(Outbox.id)).all()  # type: ignore[arg-type]
    return [row for row in rows if not kinds or row.kind in kinds]


def plans(session: Session) -> dict[str, datetime | None]:
    session.expire_all()
    return {plan.kind: plan.next_due_at for plan in session.exec(select(Plan)).all()}


def a_chat(session: Session, address: str, kind: str = "group", channel: str = "memory") -> Chat:
    chat = Chat(channel=channel, address=address, kind=kind, title=address)
    session.add(chat)
    session.flush()
    return chat


def letters(
    session: Session,
    chat: Chat,
    now: datetime,
    *texts: str,
    urgency: int = 1,
    after: timedelta = timedelta(),
) -> None:
    post(
        session,
        [
            Letter(
                key=f"{chat.id}:{text}",
                chat_id=chat.id or 0,
                kind="reply",
                text_key="test_plain",
                facts={"text": text},
                urgency=urgency,
                due_at=now + after,
            )
            for text in texts
        ],
        now,
    )
