"""Calling a meeting: from one sentence to a notice, asking only for what is missing."""

from datetime import date, datetime

from content.sentences import plain
from domain import drafts, meetings
from domain.chats import ask, chat_at, forget_question
from domain.messages import Button, Say
from domain.phrases.notice import Notice, read_kind, read_notice, read_place, read_time
from domain.phrases.times import TimeReading
from domain.refusals import Refused
from handlers.call import Answer, Call
from store.tables import Meeting, Question

KIND_ROWS = (
    ("general_meeting", "committee_meeting", "group_meeting"),
    ("lecture", "theme_day", "organisational_life"),
    ("appraisal", "election", "other"),
)


DROPS = ("取消", "不开了", "算了")


def begin(call: Call) -> Answer:
    """`开会 SENTENCE`: a draft; in a group only the question about it is private."""
    if not call.words:
        raise Refused("meeting_without_words")
    notice = read_notice(call.words, call.now_local())
    meeting = drafts.draft(call.session, call.branch, call.member, notice, call.now)
    shown = show_draft(call, meeting)
    question = drafts.next_question(meeting)
    if call.private or (question is None and not meeting.draft["past"]):
        return Answer(here=[shown])
    private = chat_at(call.session, call.account.channel, call.account.address)
    if private is None or not private.reachable:
        return Answer(here=[shown])
    return Answer(here=[Say("draft_asked_privately")], private=[shown])


def show_draft(call: Call, meeting: Meeting) -> Say:
    """The draft with what is asked next; 发布 only when type, time and place are settled."""
    facts = meetings.meeting_facts(call.session, meeting) | {"draft": dict(meeting.draft)}
    question = drafts.next_question(meeting)
    if meeting.starts_at is not None and meeting.starts_at <= call.now:
        question = "start"
        facts["draft"] = dict(meeting.draft) | {"past": True}
    _remember(call, meeting, question)
    drop = Button(label="", action=f"drop:{meeting.id}")
    buttons = _choices(call, meeting, question)
    if question is None:
        publish = Button(label="", action=f"publish:{meeting.id}")
        return Say("draft", facts | {"asks": None}, [[publish, drop]])
    return Say("draft", facts | {"asks": question}, [*buttons, [drop]])


def answer_draft(call: Call, question: Question) -> Answer:
    """Words that answer the open question of a draft."""
    meeting = meetings.own_meeting(call.session, question.payload["meeting"], call.branch.id or 0)
    drafts.still_draft(meeting)
    text = call.event.text.strip()
    asked = question.payload["asks"]
    if text in DROPS:
        drafts.drop(call.session, meeting)
        forget_question(call.session, call.account, call.chat)
        return Answer(here=[Say("draft_dropped")])
    said = read_notice(text, call.now_local())
    if asked == "kind":
        kind = read_kind(text) or said.kind
        if kind is None and not _adds(meeting, said):
            raise Refused("unknown_kind")
        if kind is not None:
            drafts.set_kind(call.session, meeting, kind)
    elif asked == "start":
        _answer_start(call, meeting, text)
    elif asked == "place":
        answer = read_place(text)
        if answer.place is not None or answer.left_open:
            drafts.set_place(call.session, meeting, answer.place)
    else:
        drafts.set_audience(call.session, meeting, text[:40])
    if asked in ("kind", "start"):
        _take_along(call, meeting, said)
    call.session.flush()
    return Answer(here=[show_draft(call, meeting)])


def _adds(meeting: Meeting, said: Notice) -> bool:
    """Whether an answer holds a time or a place that the draft lacks."""
    start = meeting.starts_at is None and said.start is not None and not said.past
    return start or (meeting.place is None and said.place is not None)


def _take_along(call: Call, meeting: Meeting, said: Notice) -> None:
    """What an answer names beyond what was asked is not asked for again."""
    if not _adds(meeting, said):
        return
    if meeting.starts_at is None and said.start is not None and not said.past:
        drafts.set_start(call.session, meeting, said.start, said.end, call.now, said.odd_hour)
    if meeting.place is None and said.place is not None:
        drafts.set_place(call.session, meeting, said.place)


def _answer_start(call: Call, meeting: Meeting, text: str) -> None:
    when = _time_with_day(call, meeting, text)
    if when.start is None:
        meeting.draft = {
            **meeting.draft,
            "problem": when.problem or "no_time",
            "options": [option.isoformat() for option in when.options],
        }
        call.session.add(meeting)
        return
    drafts.set_start(call.session, meeting, when.start, when.end, call.now, when.odd_hour)


def _time_with_day(call: Call, meeting: Meeting, text: str) -> TimeReading:
    """An hour given alone belongs to the day that the sentence named: 下周五, then 下午3点."""
    day = meeting.draft.get("day")
    if day:
        named = date.fromisoformat(day)
        written = f"{named.year}年{named.month}月{named.day}日{text}"
        together = read_time(written, call.now_local())
        if together.start is not None or together.options:
            return together
    return read_time(text, call.now_local())


def press_kind(call: Call, meeting_id: str, kind: str) -> Answer:
    """A kind chosen by button."""
    meeting = _own_draft(call, meeting_id)
    drafts.set_kind(call.session, meeting, kind)
    return Answer(replaces=show_draft(call, meeting))


def press_option(call: Call, meeting_id: str, number: str) -> Answer:
    """One of the starts that an ambiguous time left open."""
    meeting = _own_draft(call, meeting_id)
    options = meeting.draft.get("options", [])
    if int(number) >= len(options):
        raise Refused("draft_gone")
    start = datetime.fromisoformat(options[int(number)])
    drafts.set_start(call.session, meeting, start, None, call.now)
    return Answer(replaces=show_draft(call, meeting))


def press_open_place(call: Call, meeting_id: str) -> Answer:
    """地点待定 on purpose."""
    meeting = _own_draft(call, meeting_id)
    drafts.set_place(call.session, meeting, None)
    return Answer(replaces=show_draft(call, meeting))


def press_publish(call: Call, meeting_id: str) -> Answer:
    """发布: the notice goes to the branch's groups."""
    meeting = _own_draft(call, meeting_id)
    groups = meetings.publish(call.session, meeting, call.now)
    forget_question(call.session, call.account, call.chat)
    facts = meetings.meeting_facts(call.session, meeting) | {"groups": len(groups)}
    return Answer(toast=Say("published_toast"), replaces=Say("published", facts))


def press_drop(call: Call, meeting_id: str) -> Answer:
    """取消: nothing is called."""
    meeting = _own_draft(call, meeting_id)
    drafts.drop(call.session, meeting)
    forget_question(call.session, call.account, call.chat)
    return Answer(toast=Say("draft_dropped"), replaces=Say("draft_dropped"))


def _own_draft(call: Call, meeting_id: str) -> Meeting:
    return drafts.still_draft(
        meetings.own_meeting(call.session, int(meeting_id), call.branch.id or 0)
    )


def _choices(call: Call, meeting: Meeting, question: str | None) -> list[list[Button]]:
    if question == "kind":
        return [
            [Button(plain("kind_names", {"kind": k}), f"kind:{meeting.id}:{k}") for k in row]
            for row in KIND_ROWS
        ]
    if question == "place":
        return [[Button(label="", action=f"openplace:{meeting.id}")]]
    if question == "start":
        zone = call.now_local().tzinfo
        starts = [datetime.fromisoformat(x) for x in meeting.draft.get("options", [])]
        return (
            [
                [
                    Button(f"{s.astimezone(zone):%m-%d %H:%M}", f"option:{meeting.id}:{i}")
                    for i, s in enumerate(starts[:4])
                ]
            ]
            if starts
            else []
        )
    return []


def _remember(call: Call, meeting: Meeting, question: str | None) -> None:
    chat = call.chat
    if not call.private:
        private = chat_at(call.session, call.account.channel, call.account.address)
        chat = private if private is not None and private.reachable else chat
    if question is None:
        forget_question(call.session, call.account, chat)
        return
    ask(
        call.session,
        call.account,
        chat,
        "draft",
        {"meeting": meeting.id, "asks": question},
        call.now,
    )
