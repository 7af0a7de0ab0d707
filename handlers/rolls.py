"""The secretary's roll: entering from the paper sheet, looking, reminding, closing."""

from domain import meetings, presence
from domain.calendar import NUMBERS
from domain.messages import Say
from domain.people import members_of
from domain.phrases.sheet import Mark, read_mark
from domain.refusals import Refused
from domain.roll import by_status, remind, roll
from handlers.call import Answer, Call
from handlers.meeting_at_hand import chosen
from store.tables import Meeting, Member


def mark(call: Call) -> Answer:
    """`代记 NAME 到/迟到/请假/缺席` or `代记 全到，除了 …`, for one or for all."""
    if not call.words:
        raise Refused("mark_without_words")
    at_hand = _open_or_last(call, "mark")
    return at_hand if isinstance(at_hand, Answer) else mark_in(call, at_hand, call.words)


def mark_in(call: Call, meeting: Meeting, words: str) -> Answer:
    """Enter the sheet for this meeting. Nothing is recorded when one name is unknown."""
    members = list(members_of(call.session, call.branch.id or 0))
    sheet = read_mark(words, [member.name for member in members])
    if sheet.unknown:
        raise Refused("mark_unknown", names="、".join(sheet.unknown))
    entries = _entries(call, meeting, sheet, members)
    if not entries:
        raise Refused("mark_without_words")
    presence.record(call.session, meeting, entries, call.now, call.member)
    call.session.flush()
    call.touched.add(meeting.id or 0)
    lines = by_status(roll(call.session, meeting.id or 0), presence=True)
    facts = meetings.meeting_facts(call.session, meeting)
    return Answer(here=[Say("marked", facts | {"number": len(entries), "lines": lines})])


def _entries(
    call: Call, meeting: Meeting, sheet: Mark, members: list[Member]
) -> list[presence.Entry]:
    named = {entry.name: entry for entry in sheet.entries}
    entries = [
        presence.Entry(member, named[member.name].status, named[member.name].reason)
        for member in members
        if member.name in named
    ]
    if sheet.rest:
        on_roll = {member.id for member, _ in roll(call.session, meeting.id or 0)}
        entries += [
            presence.Entry(member, sheet.rest)
            for member in members
            if member.name not in named and member.id in on_roll
        ]
    return entries


def _open_or_last(call: Call, act: str) -> Meeting | Answer:
    """The open meeting, else the one that was closed last: the sheet may be entered afterwards."""
    try:
        return chosen(call, act, call.words)
    except Refused:
        last = meetings.last_closed(call.session, call.branch.id or 0)
        if last is None:
            raise
        return last


def show_roll(call: Call) -> Answer:
    """`点名`: names by status."""
    at_hand = _open_or_last(call, "roll")
    return at_hand if isinstance(at_hand, Answer) else roll_of(call, at_hand)


def roll_of(call: Call, meeting: Meeting) -> Answer:
    """The names of this meeting by status, one status a line."""
    rows = roll(call.session, meeting.id or 0)
    came = presence.checkin_open(meeting, call.now) or any(row.presence for _, row in rows)
    lines = by_status(rows, presence=came or meeting.state == "closed")
    facts = meetings.meeting_facts(call.session, meeting)
    return Answer(here=[Say("roll", facts | {"lines": lines})])


def remind_silent(call: Call) -> Answer:
    """`催一下`: one private reminder to each who has not answered."""
    at_hand = chosen(call, "remind")
    return at_hand if isinstance(at_hand, Answer) else remind_of(call, at_hand)


def remind_of(call: Call, meeting: Meeting) -> Answer:
    """Remind for this meeting and say whom the bot cannot reach."""
    done = remind(call.session, meeting, call.now)
    facts = {"sent": done.sent, "before": done.before, "unreachable": list(done.unreachable)}
    return Answer(here=[Say("reminded", facts)])


def close_meeting(call: Call) -> Answer:
    """`散会`: ends check-in."""
    at_hand = chosen(call, "close")
    return at_hand if isinstance(at_hand, Answer) else close_of(call, at_hand)


def close_of(call: Call, meeting: Meeting) -> Answer:
    """Close this meeting and say the counts.

    Raises Refused("not_begun") before check-in opens, unless the paper sheet was entered already.
    """
    opens = (meeting.starts_at or call.now) - NUMBERS.checkin_opens
    if meeting.state == "open" and call.now < opens and not _entered(call, meeting):
        raise Refused("not_begun")
    meetings.close(call.session, meeting, call.now)
    call.session.flush()
    total = meetings.counts(call.session, meeting.id or 0)
    facts = meetings.meeting_facts(call.session, meeting) | {"counts": total}
    return Answer(here=[Say("closed", facts)])


def _entered(call: Call, meeting: Meeting) -> bool:
    """Whether anybody's presence is recorded."""
    return any(row.presence for _, row in roll(call.session, meeting.id or 0))
