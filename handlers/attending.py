"""Answers and check-ins, by button or in words."""

import re

from domain import answers, meetings, presence
from domain.audience import is_called
from domain.calendar import NUMBERS
from domain.messages import Say
from domain.outbox import Letter, post
from domain.people import members_of, secretary_chats
from domain.phrases.reply import Reply, read_reply
from domain.refusals import Refused
from handlers.call import Answer, Call
from handlers.meeting_at_hand import meeting_of_message, next_open
from store.tables import Meeting, Member

ANSWERED = ("attend", "late", "leave", "here")
# 请假条, 请假的…, 请假要… are about leave and ask for none.
GLUED = re.compile(
    r"请假((?![条单制的了吗呢人情名手流怎要需可是和或能多几找向太登审说报原时后前者数率统表还不必得应规])"
    r"[一-鿿]{2,20})[。！!]?"
)
SURE = ("参加", "请假", "晚到", "签到")


def press_attend(call: Call, meeting_id: str, round_: str) -> Answer:
    """参加 on a notice."""
    return _press(call, meeting_id, round_, "attend")


def press_leave(call: Call, meeting_id: str, round_: str) -> Answer:
    """请假 on a notice; the reason may follow in private or not at all."""
    return _press(call, meeting_id, round_, "leave")


def press_here(call: Call, meeting_id: str) -> Answer:
    """签到 on a check-in message."""
    meeting = meetings.own_meeting(call.session, int(meeting_id), call.branch.id or 0)
    return Answer(toast=_sign_in(call, meeting, call.member))


def leave(call: Call) -> Answer:
    """`/leave REASON`: the same as the words 请假 REASON."""
    reply = read_reply(f"请假 {call.words}".strip())
    return _record(call, Reply("leave", reply.reason or call.words or None, None, None, False))


def read_words(call: Call) -> Answer:
    """Words that may answer a meeting; ordinary talk leaves the bot silent."""
    reply = _glued(call) or read_reply(call.event.text)
    if reply.intent not in ANSWERED or call.event.forwarded:
        return Answer()
    if call.known_member is None and not call.event.addressed:
        return Answer()
    return _record(call, reply)


def _glued(call: Call) -> Reply | None:
    """`请假出差`, said to the bot: the reason without a gap. In talk it may mean anything."""
    found = GLUED.fullmatch(call.event.text.strip()) if call.event.addressed else None
    if found is None or read_reply(call.event.text).intent != "not_a_reply":
        return None
    return Reply("leave", found[1], None, None, False)


def answers_a_meeting(words: str) -> bool:
    """Whether these words are an answer: a promise, a leave, a presence."""
    return read_reply(words).intent in ANSWERED


def surely_answers(words: str) -> bool:
    """Whether these words answer a meeting even while a draft's question is open."""
    return words.strip().startswith(SURE) and answers_a_meeting(words)


def _press(call: Call, meeting_id: str, round_: str, said: str) -> Answer:
    meeting = meetings.own_meeting(call.session, int(meeting_id), call.branch.id or 0)
    member = call.member
    answers.answer(
        call.session, meeting, member, said, call.event.at, member, round_pressed=int(round_)
    )
    call.touched.add(meeting.id or 0)
    return Answer(toast=Say(f"toast_{said}"))


def _sign_in(call: Call, meeting: Meeting, member: Member) -> Say:
    status = presence.sign_in(call.session, meeting, member, call.event.at, call.member)
    return Say(f"signed_{status}", {"name": member.name})


def _record(call: Call, reply: Reply) -> Answer:
    speaker = call.member
    replied = meeting_of_message(call)
    if replied is None and next_open(call, []) is None:
        if not call.event.addressed:
            return Answer()
        raise Refused("no_open_meeting")
    people = _people(call, reply, speaker)
    meeting = replied or next_open(call, people)
    assert meeting is not None  # one is open, as asked above
    strangers = [member for member in people if not is_called(meeting, member)]
    if strangers and not call.event.addressed:
        return Answer()  # talk about something else
    if strangers:  # before the first of several people is recorded
        raise Refused("not_called", audience=meeting.audience or "支委")
    said = [_record_one(call, meeting, reply, member, speaker) for member in people]
    call.touched.add(meeting.id or 0)
    for member in people:
        if member.id != speaker.id:
            _tell_secretary(call, meeting, reply, member, speaker)
    return Answer(here=said)


def _people(call: Call, reply: Reply, speaker: Member) -> list[Member]:
    if reply.other is None:
        return [speaker]
    other = [m for m in members_of(call.session, speaker.branch_id) if m.name == reply.other]
    if len(other) != 1:
        raise Refused("other_unknown", name=reply.other)
    return [speaker, other[0]] if reply.with_self else [other[0]]


def _record_one(call: Call, meeting: Meeting, reply: Reply, member: Member, speaker: Member) -> Say:
    if reply.intent == "here":
        if presence.checkin_open(meeting, call.event.at) or meeting.state != "open":
            return _sign_in(call, meeting, member)
        if meeting.starts_at is not None and call.event.at > meetings.closes_at(meeting):
            raise Refused("checkin_closed")
    said = "leave" if reply.intent == "leave" else "attend"
    answers.answer(
        call.session,
        meeting,
        member,
        said,
        call.event.at,
        speaker,
        reason=reply.reason if said == "leave" or reply.intent == "late" else None,
        late_minutes=reply.late_minutes,
    )
    return _said(call, meeting, reply, member)


def _said(call: Call, meeting: Meeting, reply: Reply, member: Member) -> Say:
    facts = meetings.meeting_facts(call.session, meeting) | {
        "name": member.name,
        "minutes": reply.late_minutes,
        "reason": reply.reason if call.private else None,
    }
    if reply.intent == "here" and meeting.starts_at is not None:
        opens = meeting.starts_at - NUMBERS.checkin_opens
        facts["opens"] = meetings.local(call.session, meeting, opens)
    return Say(f"recorded_{reply.intent}", facts)


def _tell_secretary(
    call: Call, meeting: Meeting, reply: Reply, member: Member, speaker: Member
) -> None:
    facts = meetings.meeting_facts(call.session, meeting) | {
        "name": member.name,
        "author": speaker.name,
        "intent": reply.intent,
        "reason": reply.reason,
        "minutes": reply.late_minutes,
    }
    letters = [
        Letter(
            key=f"other:{call.event.key}:{member.id}:{chat.id}",
            chat_id=chat.id or 0,
            kind="private",
            text_key="answered_for_other",
            facts=facts,
            branch_id=meeting.branch_id,
            meeting_id=meeting.id,
        )
        for chat in secretary_chats(call.session, meeting.branch_id)
        if chat.address != call.account.address
    ]
    post(call.session, letters, call.now)
