"""What is to come, and changing it: agenda, cancelling, moving."""

from collections.abc import Callable
from datetime import datetime

from domain import meetings
from domain.chats import ask, forget_question, open_question
from domain.messages import Button, Say
from domain.phrases.notice import read_notice
from domain.refusals import Refused
from handlers import rolls
from handlers.call import Answer, Call
from handlers.meeting_at_hand import chosen
from store.tables import Meeting


def agenda(call: Call) -> Answer:
    """`近期安排`: the coming meetings."""
    found = meetings.open_meetings(call.session, call.branch.id or 0)
    listed = [meetings.meeting_facts(call.session, meeting) for meeting in found]
    return Answer(here=[Say("agenda", {"meetings": listed})])


def cancel(call: Call) -> Answer:
    """`取消会议`: asks for 确认 first."""
    at_hand = chosen(call, "cancel")
    return at_hand if isinstance(at_hand, Answer) else _ask_cancel(call, at_hand)


def _ask_cancel(call: Call, meeting: Meeting) -> Answer:
    facts = meetings.meeting_facts(call.session, meeting)
    buttons = [[_confirm(f"yes_cancel:{meeting.id}"), Button(label="", action="keep")]]
    return Answer(here=[Say("ask_cancel", facts, buttons)])


def press_cancel(call: Call, meeting_id: str) -> Answer:
    """确认: the meeting is cancelled and everyone is told once."""
    meeting = meetings.own_meeting(call.session, int(meeting_id), call.branch.id or 0)
    meetings.cancel(call.session, meeting, call.now)
    return Answer(toast=Say("cancel_done"), replaces=Say("cancel_done"))


def move(call: Call) -> Answer:
    """`改期 SENTENCE`: asks for 确认 first."""
    if not call.words:
        raise Refused("move_without_words")
    at_hand = chosen(call, "move", call.words)
    return at_hand if isinstance(at_hand, Answer) else _ask_move(call, at_hand, call.words)


def _ask_move(call: Call, meeting: Meeting, words: str) -> Answer:
    when = read_notice(words, call.now_local())
    if when.start is None:
        raise Refused("move_no_time", problem=when.problem or "no_time")
    if when.start <= call.now:
        raise Refused("time_passed", start=meetings.local(call.session, meeting, when.start))
    payload = {
        "meeting": meeting.id,
        "start": when.start.isoformat(),
        "end": when.end.isoformat() if when.end else None,
        "place": when.place,
    }
    ask(call.session, call.account, call.chat, "move", payload, call.now)
    facts = meetings.meeting_facts(call.session, meeting) | {"new": payload}
    buttons = [[_confirm(f"yes_move:{meeting.id}"), Button(label="", action="keep")]]
    return Answer(here=[Say("ask_move", facts, buttons)])


def press_move(call: Call, meeting_id: str) -> Answer:
    """确认: the meeting is moved; everyone is asked anew and told so."""
    meeting = meetings.own_meeting(call.session, int(meeting_id), call.branch.id or 0)
    question = open_question(call.session, call.account, call.chat, call.now)
    if question is None or question.kind != "move" or question.payload["meeting"] != meeting.id:
        raise Refused("question_gone")
    new = question.payload
    end = datetime.fromisoformat(new["end"]) if new["end"] else None
    start = datetime.fromisoformat(new["start"])
    meetings.move(call.session, meeting, start, end, new["place"], call.now)
    forget_question(call.session, call.account, call.chat)
    facts = meetings.meeting_facts(call.session, meeting)
    return Answer(toast=Say("move_done_toast"), replaces=Say("move_done", facts))


def press_keep(call: Call) -> Answer:
    """取消 on a question: everything stays as it is."""
    forget_question(call.session, call.account, call.chat)
    return Answer(toast=Say("kept"), replaces=Say("kept"))


def press_pick(call: Call, meeting_id: str) -> Answer:
    """The meeting chosen among several: carry out the order that was asked about."""
    question = open_question(call.session, call.account, call.chat, call.now)
    if question is None or question.kind != "which":
        raise Refused("question_gone")
    meeting = meetings.own_meeting(call.session, int(meeting_id), call.branch.id or 0)
    order, words = question.payload["act"], question.payload["words"]
    answer = _orders(words)[order](call, meeting)
    # Only now: an order that is refused may be given again, one that asks has its own question.
    forget_question(call.session, call.account, call.chat, "which")
    return answer


def _orders(words: str) -> dict[str, Callable[[Call, Meeting], Answer]]:
    return {
        "mark": lambda call, meeting: rolls.mark_in(call, meeting, words),
        "roll": rolls.roll_of,
        "remind": rolls.remind_of,
        "close": rolls.close_of,
        "cancel": _ask_cancel,
        "move": lambda call, meeting: _ask_move(call, meeting, words),
    }


def _confirm(action: str) -> Button:
    return Button(label="", action=action)
