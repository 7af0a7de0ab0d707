from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from domain.caps import burden
from domain.plans import plan_meeting, unplan_meeting
from domain.pushes import set_push_time, todays_portion
from scheduler.due_plans import MovedElsewhere, finish, take_due
from scheduler.planner import tick
from scheduler.unpushed import portion_waits
from store.tables import Branch, Chat, Incident, Outbox, Plan
from tests.scheduler.stage import a_branch, a_meeting, a_work, at, outbox, plans

TUESDAY = "2026-11-24 "


def test_a_push_goes_to_every_group_of_the_branch(session: Session) -> None:
    branch = a_branch(session, at(TUESDAY + "07:00"), groups=2)
    portion = a_work(session, at(TUESDAY + "07:00"))[0]
    assert tick(session, at(TUESDAY + "07:59")) == 0
    assert tick(session, at(TUESDAY + "08:00")) == 1
    rows = outbox(session)
    assert [row.key for row in rows] == [
        f"push:{branch.id}:2026-11-24T08:00:00.000000:{chat}"
        for chat in [row.chat_id for row in rows]
    ]
    assert {row.facts["portion"] for row in rows} == {portion.id}
    assert all(row.started and row.text_key == "push" for row in rows)
    assert plans(session)["push"] == at("2026-11-25 08:00")
    assert tick(session, at(TUESDAY + "08:00")) == 0


def test_a_push_that_came_to_nothing_may_go_out_later_that_day(session: Session) -> None:
    branch = a_branch(session, at(TUESDAY + "07:00"))
    a_work(session, at(TUESDAY + "07:00"))
    tick(session, at(TUESDAY + "08:00"))
    first = outbox(session)[0]
    first.state = "skipped"  # as the courier does with what is late
    portion_waits(session, first)
    set_push_time(session, branch, "15:00", at(TUESDAY + "14:10"))
    tick(session, at(TUESDAY + "15:00"))
    rows = outbox(session)
    assert [row.state for row in rows] == ["skipped", "queued"]
    assert rows[0].facts["portion"] == rows[1].facts["portion"]


def test_each_workday_brings_the_next_portion(session: Session) -> None:
    a_branch(session, at(TUESDAY + "07:00"))
    a_work(session, at(TUESDAY + "07:00"), portions=2)
    a_work(session, at(TUESDAY + "07:00"), rank=2, portions=1)
    moment = at(TUESDAY + "08:00")
    for _ in range(9):
        tick(session, moment)
        moment += timedelta(days=1)
    assert [row.facts["rank"] for row in outbox(session)] == [
        *[10_001, 10_002, 20_001, 10_001],  # Tuesday to Friday, then the weekend
        *[10_002, 20_001, 10_001],
    ]


@pytest.mark.parametrize(
    ("fired", "sent"), [("13:59", True), ("14:00", True), ("14:01", False), ("23:00", False)]
)
def test_a_late_push_goes_out_for_six_hours_and_then_waits(
    session: Session, fired: str, sent: bool
) -> None:
    branch = a_branch(session, at(TUESDAY + "07:00"))
    first = a_work(session, at(TUESDAY + "07:00"))[0]
    tick(session, at(TUESDAY + fired))
    rows = outbox(session)
    assert len(rows) == sent
    if sent:
        assert rows[0].expires_at == at(TUESDAY + "14:00")
    assert plans(session)["push"] == at("2026-11-25 08:00")
    tomorrow = todays_portion(session, branch, at("2026-11-25 07:00"))
    assert (tomorrow == first) is not sent


def test_a_push_that_comes_into_the_quiet_hours_waits_for_the_next_workday(
    session: Session,
) -> None:
    branch = a_branch(session, at(TUESDAY + "07:00"))
    branch.push_time = "20:00"
    session.exec(select(Plan)).one().next_due_at = at(TUESDAY + "20:00")
    a_work(session, at(TUESDAY + "07:00"))
    tick(session, at(TUESDAY + "21:40"))  # 07:00 would be eleven hours late
    assert outbox(session) == []
    assert plans(session)["push"] == at("2026-11-25 20:00")


@pytest.mark.parametrize("broken", ["no text", "no group", "group lost"])
def test_a_push_without_text_or_group_leaves_the_plan_where_it_was(
    session: Session, broken: str
) -> None:
    a_branch(session, at(TUESDAY + "07:00"), groups=0 if broken == "no group" else 1)
    if broken != "no text":
        a_work(session, at(TUESDAY + "07:00"))
    if broken == "group lost":
        session.exec(select(Chat)).one().reachable = False
    tick(session, at(TUESDAY + "08:00"))
    assert outbox(session) == []
    plan = session.exec(select(Plan)).one()
    assert (plan.last_portion, plan.next_due_at) == (None, at("2026-11-25 08:00"))


def test_a_meeting_brings_two_reminders_a_checkin_message_and_its_closing(
    session: Session,
) -> None:
    now = at(TUESDAY + "09:00")
    branch = a_branch(session, now)
    meeting = a_meeting(session, branch, at("2026-11-26 15:00"), now)
    assert plans(session) == {
        "push": at("2026-11-25 08:00"),
        "remind_day": at("2026-11-25 15:00"),
        "remind_hour": at("2026-11-26 14:00"),
        "checkin": at("2026-11-26 14:30"),
        "close": at("2026-11-26 18:00"),
    }
    closed = []
    for moment in ("2026-11-25 15:00", "2026-11-26 14:00", "2026-11-26 14:30", "2026-11-26 18:00"):
        tick(session, at(moment), lambda _, meeting_id, at: closed.append((meeting_id, at)))
    keys = [row.key.rpartition(":")[0] for row in outbox(session, "reminder", "checkin")]
    assert keys == [f"{kind}:{meeting.id}:1" for kind in ("remind_day", "remind_hour", "checkin")]
    reminder, _, checkin = outbox(session, "reminder", "checkin")
    assert reminder.expires_at == at("2026-11-26 15:00")
    assert reminder.meeting_id == meeting.id
    assert checkin.expires_at == at("2026-11-26 18:00")
    assert checkin.buttons == [[{"action": f"here:{meeting.id}"}]]
    assert closed == [(meeting.id, at("2026-11-26 18:00"))]
    assert set(plans(session)) == {"push"}


def test_a_meeting_called_shortly_before_brings_only_what_is_still_ahead(
    session: Session,
) -> None:
    now = at(TUESDAY + "14:40")
    branch = a_branch(session, now)
    a_meeting(session, branch, at(TUESDAY + "15:00"), now, at(TUESDAY + "16:30"))
    assert plans(session) == {
        "push": at("2026-11-25 08:00"),
        "checkin": now,
        "close": at(TUESDAY + "16:30"),
    }
    tick(session, now)
    assert [row.kind for row in outbox(session)] == ["checkin"]


def test_a_moved_meeting_is_planned_anew_and_its_waiting_words_are_dropped(
    session: Session,
) -> None:
    now = at("2026-11-23 09:00")
    branch = a_branch(session, now)
    meeting = a_meeting(session, branch, at(TUESDAY + "15:00"), now)
    tick(session, at("2026-11-23 22:00"))  # the reminder waits for the end of the quiet hours
    assert [row.state for row in outbox(session, "reminder")] == ["queued"]
    meeting.starts_at, meeting.round = at("2026-11-27 10:00"), 2
    plan_meeting(session, meeting, at("2026-11-23 23:00"))
    assert [row.state for row in outbox(session, "reminder")] == ["skipped"]
    assert plans(session)["remind_day"] == at("2026-11-26 10:00")
    assert plans(session)["close"] == at("2026-11-27 13:00")
    assert len(session.exec(select(Plan)).all()) == 5
    unplan_meeting(session, meeting.id or 0)
    assert set(plans(session)) == {"push"}


def test_a_late_reminder_goes_out_until_the_meeting_begins(session: Session) -> None:
    now = at(TUESDAY + "09:00")
    branch = a_branch(session, now, "甲")
    a_meeting(session, branch, at("2026-11-26 15:00"), now)
    tick(session, at("2026-11-26 14:59"))
    assert len(outbox(session, "reminder")) == 2
    other = a_branch(session, now, "乙")
    a_meeting(session, other, at("2026-11-26 15:00"), now)
    tick(session, at("2026-11-26 15:00"))
    assert [row for row in outbox(session, "reminder") if row.branch_id == other.id] == []


@pytest.mark.parametrize(
    ("start", "end", "kinds"),
    [
        # 07:00 is not before the start, but check-in is still of use
        ("2026-11-25 07:00", "2026-11-25 09:00", ["checkin"]),
        ("2026-11-25 07:30", "2026-11-25 09:00", ["reminder", "checkin"]),
        ("2026-11-25 05:00", "2026-11-25 07:00", []),  # over when the quiet hours end
    ],
)
def test_quiet_hours_delay_what_the_bot_starts(
    session: Session, start: str, end: str, kinds: list[str]
) -> None:
    now = at("2026-11-23 22:00")
    branch = a_branch(session, now)
    meeting = a_meeting(session, branch, at(start), now, at(end))
    session.exec(select(Plan).where(Plan.kind == "remind_day")).one().next_due_at = None
    live(session, at("2026-11-25 04:00"), at("2026-11-25 07:00"))
    rows = outbox(session)
    assert [row.kind for row in rows] == kinds
    assert {row.due_at for row in rows} <= {at("2026-11-25 07:00")}
    assert all(row.meeting_id == meeting.id for row in rows)


def test_the_push_yields_to_what_the_days_meetings_need(session: Session) -> None:
    now = at("2026-11-23 09:00")
    branch = a_branch(session, now)
    first = a_work(session, now)[0]
    a_meeting(session, branch, at(TUESDAY + "15:00"), now)  # reminder and check-in today
    a_meeting(session, branch, at("2026-11-25 15:00"), now)  # its reminder of the day before
    live(session, now, at(TUESDAY + "20:00"))
    assert outbox(session, "push") == []
    assert [row.kind for row in outbox(session)] == ["reminder", "reminder", "checkin", "reminder"]
    chat = session.exec(select(Chat)).one()
    assert burden(session, chat.id or 0, at(TUESDAY + "20:00"), "Asia/Shanghai") == (3, 4)
    assert todays_portion(session, branch, at(TUESDAY + "20:00")) == first
    live(session, at(TUESDAY + "20:00"), at("2026-11-25 09:00"))
    assert [row.facts["portion"] for row in outbox(session, "push")] == [first.id]


def test_one_meeting_a_day_leaves_room_for_the_push(session: Session) -> None:
    now = at("2026-11-23 09:00")
    branch = a_branch(session, now)
    a_work(session, now)
    a_meeting(session, branch, at("2026-11-26 15:00"), now)
    live(session, now, at("2026-11-27 09:00"))
    assert len(outbox(session, "push")) == 4
    assert len(outbox(session, "reminder", "checkin")) == 3


def test_a_reminder_yields_to_the_checkin_messages(session: Session) -> None:
    now = at("2026-11-23 09:00")
    branch = a_branch(session, now)
    for hour in ("15:00", "16:00", "17:00"):
        a_meeting(session, branch, at(TUESDAY + hour), now)
    live(session, now, at(TUESDAY + "18:00"))
    assert [row.kind for row in outbox(session) if row.due_at >= at(TUESDAY + "00:00")] == [
        "checkin"
    ] * 3


def test_never_more_than_forty_five_in_thirty_days(session: Session) -> None:
    now = at("2026-11-23 09:00")
    branch = a_branch(session, now)
    a_work(session, now)
    chat = session.exec(select(Chat)).one()
    for number in range(45):
        started(session, chat, branch, at("2026-11-01 09:00") + timedelta(hours=number))
    tick(session, at(TUESDAY + "08:00"))
    assert outbox(session, "push") == []
    first = next(row for row in outbox(session) if row.key == "old:2026-11-01 01:00:00+00:00")
    first.state = "failed"  # what never arrived is no burden
    session.flush()
    tick(session, at("2026-11-25 08:00"))
    assert len(outbox(session, "push")) == 1


def test_the_burden_counts_what_the_bot_started_and_nothing_else(session: Session) -> None:
    now = at(TUESDAY + "12:00")
    branch = a_branch(session, now)
    chat = session.exec(select(Chat)).one()
    for moment in ("2026-10-25 09:00", "2026-10-26 09:00", "2026-11-23 23:59", TUESDAY + "00:01"):
        started(session, chat, branch, at(moment))
    started(session, chat, branch, at(TUESDAY + "13:00"))  # planned, not yet said
    started(session, chat, branch, at(TUESDAY + "11:00"), by_itself=False)
    assert burden(session, chat.id or 0, now, "Asia/Shanghai") == (1, 3)
    assert burden(session, chat.id or 0, now, "America/New_York") == (2, 3)


def test_a_closing_that_breaks_is_an_incident_and_holds_up_nothing(session: Session) -> None:
    now = at(TUESDAY + "09:00")
    branch = a_branch(session, now)
    bad = a_meeting(session, branch, at(TUESDAY + "10:00"), now)
    good = a_meeting(session, branch, at(TUESDAY + "10:00"), now)

    def close(session: Session, meeting_id: int, now: datetime) -> None:
        if meeting_id == bad.id:
            raise ZeroDivisionError
        session.add(Branch(name="closed", link_code="x", created_at=now))

    tick(session, at(TUESDAY + "13:00"), close)
    assert session.exec(select(Branch).where(Branch.name == "closed")).one()
    assert session.exec(select(Incident)).one().summary == f"close {bad.id}: ZeroDivisionError"
    assert good.id is not None
    assert set(plans(session)) == {"push"}


def test_the_end_of_a_meeting_closes_it(session: Session) -> None:
    now = at(TUESDAY + "09:00")
    meeting = a_meeting(session, a_branch(session, now), at(TUESDAY + "10:00"), now)
    tick(session, at(TUESDAY + "12:59"))
    assert meeting.state == "open"
    tick(session, at(TUESDAY + "13:00"))
    assert (meeting.state, meeting.closed_at) == ("closed", at(TUESDAY + "13:00"))


def test_a_plan_that_another_planner_moved_is_not_fired(session: Session) -> None:
    now = at(TUESDAY + "09:00")
    a_meeting(session, a_branch(session, now), at(TUESDAY + "10:00"), now)
    dues = take_due(session, at(TUESDAY + "10:00"), 10)
    assert {due.kind for due in dues} == {"checkin"}
    session.exec(select(Plan).where(Plan.kind == "checkin")).one().next_due_at = None
    session.flush()
    with pytest.raises(MovedElsewhere):
        finish(session, dues)


def live(session: Session, moment: datetime, until: datetime) -> None:
    """Let the planner work every half hour, and somebody send what is due."""
    while moment <= until:
        tick(session, moment, lambda *_: None)
        for row in outbox(session):
            if row.state == "queued" and row.due_at <= moment:
                row.state = "sent"
        session.flush()
        moment += timedelta(minutes=30)


def started(
    session: Session, chat: Chat, branch: Branch, due: datetime, by_itself: bool = True
) -> None:
    session.add(
        Outbox(
            key=f"old:{due}" if by_itself else f"said:{due}",
            chat_id=chat.id or 0,
            branch_id=branch.id,
            kind="reminder",
            text_key="test_plain",
            started=by_itself,
            state="sent",
            due_at=due,
            created_at=due,
        )
    )
    session.flush()
