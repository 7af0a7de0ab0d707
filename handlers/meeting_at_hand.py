"""Which meeting is meant: the one replied to, else the next open one."""

from collections.abc import Sequence

from sqlmodel import col, select

from domain import meetings
from domain.audience import is_called
from domain.chats import ask
from domain.messages import Button, Say
from domain.refusals import Refused
from handlers.call import Answer, Call
from store.tables import Meeting, Member, Outbox


def meeting_of_message(call: Call) -> Meeting | None:
    """The meeting of the bot's message that this event replies to, if any."""
    if not call.event.reply_to:
        return None
    row = call.session.exec(
        select(Outbox).where(
            Outbox.chat_id == call.chat.id,
            Outbox.message_id == call.event.reply_to,
            col(Outbox.meeting_id).is_not(None),
        )
    ).first()
    if row is None or row.meeting_id is None:
        return None
    return meetings.own_meeting(call.session, row.meeting_id, call.branch.id or 0)


def next_open(call: Call, people: Sequence[Member]) -> Meeting | None:
    """The branch's next open meeting that calls these people, else the next one of all."""
    if call.known_branch is None:
        return None
    found = meetings.open_meetings(call.session, call.branch.id or 0)
    theirs = [m for m in found if all(is_called(m, member) for member in people)]
    return next(iter(theirs or found), None)


def chosen(call: Call, act: str, words: str = "") -> Meeting | Answer:
    """The meeting an order of the secretary is about, or a question with buttons.

    With several open ones the buttons carry the meeting's id; `act` and `words` are kept with
    the question so that the press carries out the same order. Raises Refused("no_open_meeting").
    """
    replied = meeting_of_message(call)
    if replied is not None:
        return replied
    found = meetings.open_meetings(call.session, call.branch.id or 0)
    if not found:
        raise Refused("no_open_meeting")
    if len(found) == 1:
        return found[0]
    return _which(call, found, act, words)


def _which(call: Call, found: list[Meeting], act: str, words: str) -> Answer:
    ask(call.session, call.account, call.chat, "which", {"act": act, "words": words}, call.now)
    listed = [meetings.meeting_facts(call.session, meeting) for meeting in found[:8]]
    buttons = [
        [Button(label=f"{i}", action=f"pick:{meeting.id}")]
        for i, meeting in enumerate(found[:8], start=1)
    ]
    return Answer(here=[Say("which_meeting", {"meetings": listed}, buttons)])
