"""From a secretary's sentence to a meeting that can be called: the draft and its open points."""

from datetime import datetime, timedelta

from sqlmodel import Session

from domain.phrases.notice import Notice
from domain.refusals import Refused
from store.tables import Branch, Meeting, Member

KINDS = (
    "general_meeting",
    "committee_meeting",
    "group_meeting",
    "lecture",
    "theme_day",
    "organisational_life",
    "appraisal",
    "election",
    "other",
)


def draft(
    session: Session, branch: Branch, author: Member | None, notice: Notice, now: datetime
) -> Meeting:
    """A draft from what was read; what the sentence leaves open stays open."""
    meeting = Meeting(
        branch_id=branch.id or 0,
        kind=notice.kind,
        topics=list(notice.topics),
        starts_at=notice.start,
        ends_at=notice.end,
        place=notice.place,
        audience=notice.audience,
        draft=open_points(notice),
        created_by=author.id if author else None,
        created_at=now,
    )
    session.add(meeting)
    session.flush()
    return meeting


def open_points(notice: Notice) -> dict[str, object]:
    """What a question about the draft needs to know: why there is no start, and its candidates.

    A start before six in the morning stands until it is confirmed: `odd_hour`, with the hour in
    the afternoon beside it. `place_open`: the sentence itself left the place open.
    """
    options = notice.options
    if notice.odd_hour and notice.start is not None:
        options = _either_half(notice.start, notice.past)
    return {
        "problem": notice.problem,
        "options": [option.isoformat() for option in options],
        "past": notice.past,
        "day": notice.day.isoformat() if notice.day and not notice.start else None,
        "odd_hour": notice.odd_hour,
        "place_open": notice.place_open,
        "ask_group": "audience" in notice.missing,
    }


def _either_half(start: datetime, past: bool) -> tuple[datetime, ...]:
    """2:30 as written and as 14:30; a start that has passed is no longer offered."""
    later = start + timedelta(hours=12)
    return (later,) if past else (start, later)


def next_question(meeting: Meeting) -> str | None:
    """What has to be asked next: kind, start, place or audience; None when it can be called."""
    if meeting.kind is None:
        return "kind"
    if meeting.starts_at is None or meeting.draft.get("odd_hour"):
        return "start"
    if meeting.place is None and not meeting.place_open:
        return "place"
    if meeting.kind == "group_meeting" and not meeting.audience:
        return "audience"
    return None


def still_draft(meeting: Meeting) -> Meeting:
    """The meeting itself. Raises Refused("draft_gone") when it is no draft any more."""
    if meeting.state != "draft":
        raise Refused("draft_gone")
    return meeting


def set_kind(session: Session, meeting: Meeting, kind: str) -> None:
    """Answer 类型. Raises Refused("draft_gone") or Refused("unknown_kind")."""
    still_draft(meeting)
    if kind not in KINDS:
        raise Refused("unknown_kind")
    meeting.kind = kind
    if kind == "committee_meeting":
        meeting.audience = "支委"
    session.add(meeting)


def set_start(
    session: Session,
    meeting: Meeting,
    start: datetime,
    end: datetime | None,
    now: datetime,
    odd_hour: bool = False,
) -> None:
    """Answer 时间. With `odd_hour` it is asked once more whether the early morning is meant.

    Raises Refused("draft_gone") or Refused("time_passed_short").
    """
    still_draft(meeting)
    if start <= now:
        raise Refused("time_passed_short")
    meeting.starts_at = start
    meeting.ends_at = end if end and end - start < timedelta(days=1) else None
    options = _either_half(start, past=False) if odd_hour else ()
    meeting.draft = {
        **meeting.draft,
        "problem": None,
        "options": [option.isoformat() for option in options],
        "past": False,
        "odd_hour": odd_hour,
    }
    session.add(meeting)


def set_place(session: Session, meeting: Meeting, place: str | None) -> None:
    """Answer 地点; None is 待定 on purpose. Raises Refused("draft_gone")."""
    still_draft(meeting)
    meeting.place, meeting.place_open = place, place is None
    session.add(meeting)


def set_audience(session: Session, meeting: Meeting, audience: str) -> None:
    """Answer 范围. Raises Refused("draft_gone")."""
    still_draft(meeting)
    meeting.audience = audience
    session.add(meeting)


def drop(session: Session, meeting: Meeting) -> None:
    """The draft is not called. Raises Refused("draft_gone")."""
    still_draft(meeting)
    meeting.state = "dropped"
    session.add(meeting)
