"""A small installation with something in every table that matters here."""

from datetime import datetime, timedelta

from sqlmodel import Session

from store.tables import (
    Account,
    Attendance,
    Branch,
    Chat,
    Holiday,
    Meeting,
    Member,
    Outbox,
    Post,
    Setting,
)
from store.tables.posts import Room, Seat


def fill(session: Session, now: datetime) -> None:
    """Two branches, one with a closed meeting, and an outbox in every state."""
    session.add_all(
        [
            Branch(id=1, name="示例一支部", link_code="a", created_at=now),
            Branch(id=2, name="示例二支部", link_code="b", created_at=now, timezone="Asia/Urumqi"),
        ]
    )
    session.flush()
    people = [
        Member(id=1, branch_id=1, name="甲示例", duties="书记", party_group="第一党小组"),
        Member(id=2, branch_id=1, name="乙示例", status="probationary"),
        Member(id=3, branch_id=1, name="=丙,示例"),
        Member(id=4, branch_id=2, name="丁示例"),
        Member(id=5, branch_id=1, name="已转出", left_at=now),
    ]
    for member in people:
        member.created_at = now
    session.add_all(people)
    session.flush()
    session.add(Account(id=7, channel="telegram", address="70", member_id=1, claim="held"))
    session.add(Account(id=8, channel="telegram", address="80", member_id=2, claim="waiting"))
    session.add(Chat(id=3, channel="telegram", address="-100", kind="group", branch_id=1))
    session.add(Chat(id=4, channel="chat", address="p", kind="private"))
    session.add(Holiday(day=now.date(), works=False, name="示例"))
    session.add(Setting(name="cookie", value="k"))
    session.add(Room(address="r", title="群", made_at=now))
    session.flush()
    session.add(Seat(room="r", address="p", taken_at=now))
    session.add(Post(id=1, room="r", body={"text": "甲\n乙", "n": None}, at=now, changed_at=now))
    _meetings(session, now)
    _messages(session, now)
    session.flush()


def _meetings(session: Session, now: datetime) -> None:
    session.add(
        Meeting(
            id=5,
            branch_id=1,
            kind="general_meeting",
            topics=["学习", "选举"],
            starts_at=now,
            ends_at=now + timedelta(hours=1),
            place="三楼",
            state="closed",
            created_by=1,
            created_at=now,
        )
    )
    session.add(
        Meeting(
            id=6,
            branch_id=2,
            kind="lecture",
            starts_at=now,
            place_open=True,
            state="open",
            created_at=now,
        )
    )
    session.add(Meeting(id=7, branch_id=1, state="draft", created_at=now))
    session.flush()
    later = now + timedelta(minutes=5)
    rows = [
        Attendance(meeting_id=5, member_id=1, answer="attend", answer_at=now, answer_by=1),
        Attendance(meeting_id=5, member_id=2, answer="leave", reason="出差，\n“外地”"),
        Attendance(meeting_id=5, member_id=3, presence="absent", presence_at=later),
        Attendance(meeting_id=6, member_id=4, answer="attend", late_minutes=10),
    ]
    rows[0].presence, rows[0].presence_at, rows[0].presence_by = "present", later, 1
    rows[1].answer_at, rows[1].answer_by = now, 1
    rows[3].answer_at, rows[3].answer_by = now, 4
    session.add_all(rows)


def _messages(session: Session, now: datetime) -> None:
    for number, state in enumerate(("queued", "claimed", "sent", "failed", "skipped", "held"), 11):
        session.add(
            Outbox(
                id=number,
                key=f"k{number}",
                chat_id=3,
                branch_id=1,
                kind="push" if state == "sent" else "change",
                text_key="cancelled",
                facts={"title": "示例篇", "label": "第一条", "none": None},
                rendered={"text": "一行\n两行", "marks": []} if state == "sent" else None,
                state=state,
                due_at=now,
                created_at=now,
                sent_at=now if state == "sent" else None,
                started=state == "sent",
                claimed_by="w" if state == "claimed" else None,
                lease_until=now if state == "claimed" else None,
                edits=13 if state == "skipped" else None,
            )
        )
        session.flush()
