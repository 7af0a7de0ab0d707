"""What a message says that is only known when it is rendered: counts, a portion, a sheet."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from content.papers import making
from content.papers.attendance import attendance_sheet
from content.papers.year_ahead import plan_name
from content.quizzes import answer_facts, group_quiz, practice
from content.sentences import plain
from content.study_media import card_of_article, card_of_portion, card_picture, reading_aloud
from domain.attachments import Attachment, made
from domain.calendar import local_day
from domain.course_year import workdays_ahead
from domain.library import article_facts
from domain.media import attachment_of
from domain.meetings import counts, meeting_facts
from domain.messages import Button, Quiz
from domain.pushes import portion_facts
from domain.set_texts import set_texts
from store.tables import (
    Account,
    Article,
    Branch,
    Chat,
    MediaItem,
    Meeting,
    Outbox,
    Portion,
    StudyQuestion,
    Work,
)

TIMEZONE = "Asia/Shanghai"
"""On whose day an edition is the one in force."""


@dataclass(frozen=True, slots=True)
class Live:
    """Facts and an attachment that the row itself does not hold.

    `buttons` take the place of the row's. What is `private` to a person is not kept in the row
    as it was said: the outbox is exported, and nobody else may learn what a person practised.
    """

    facts: dict[str, Any] = field(default_factory=dict)
    attachment: Attachment | None = None
    buttons: tuple[tuple[Button, ...], ...] | None = None
    quiz: Quiz | None = None
    private: bool = False


def _meeting(session: Session, row: Outbox, _now: datetime) -> Live:
    meeting = session.get_one(Meeting, row.meeting_id)
    facts = meeting_facts(session, meeting) | {"counts": counts(session, meeting.id or 0)}
    return Live(facts)


def _notice(session: Session, row: Outbox, now: datetime) -> Live:
    live = _meeting(session, row, now)
    texts = set_texts(session, str(live.facts["kind"]))
    named = [{"title": text.title, "label": text.label or ""} for text in texts]
    return Live({**live.facts, "set_texts": named})


def _sheet(session: Session, row: Outbox, now: datetime) -> Live:
    meeting = session.get_one(Meeting, row.meeting_id)
    name, data = attendance_sheet(session, meeting)
    return Live(_meeting(session, row, now).facts, made(name, data))


def _portion(session: Session, row: Outbox, _now: datetime) -> Live:
    return Live(portion_facts(session, session.get_one(Portion, row.facts["portion"])))


def _comparison(session: Session, row: Outbox, _now: datetime) -> Live:
    older, newer = (session.get_one(Work, number) for number in row.facts["works"])
    return Live({}, making.comparison(older, newer))


def _medium(session: Session, row: Outbox, _now: datetime) -> Live:
    return _item(session.get_one(MediaItem, row.facts["media"]))


def _item(item: MediaItem) -> Live:
    facts = {"title": item.title, "source": item.source, "kind": item.kind, "size": item.size}
    facts |= {"name": item.name, "origin": item.origin, "loaded_at": item.loaded_at.isoformat()}
    instead = plain("medium_instead", facts)
    return Live(facts, attachment_of(item, instead))


def _year_picture(session: Session, row: Outbox, now: datetime) -> Live:
    branch = session.get_one(Branch, row.branch_id)
    facts = {"branch": branch.name, "plan": plan_name(session, branch)}
    return Live(facts, making.picture_of_year(branch, now))


def _year_sheet(session: Session, row: Outbox, now: datetime) -> Live:
    branch = session.get_one(Branch, row.branch_id)
    number = len(workdays_ahead(session, branch, now))
    return Live({"number": number}, making.sheet_of_year(branch, now))


def _practised(session: Session, row: Outbox, _now: datetime) -> Live:
    question = session.get_one(StudyQuestion, row.facts["question"])
    facts, buttons = practice(session, _account(session, row), question)
    return Live(facts, buttons=buttons, private=True)


def _account(session: Session, row: Outbox) -> int:
    chat = session.get_one(Chat, row.chat_id)
    found = session.exec(
        select(Account.id).where(Account.channel == chat.channel, Account.address == chat.address)
    ).one()
    return found or 0


def _explained(session: Session, row: Outbox, now: datetime) -> Live:
    question = session.get_one(StudyQuestion, row.facts["question"])
    return Live(answer_facts(session, question, local_day(now, TIMEZONE)), private=True)


def _asked(session: Session, row: Outbox, now: datetime) -> Live:
    question = session.get_one(StudyQuestion, row.facts["question"])
    facts, quiz = group_quiz(session, question, local_day(now, TIMEZONE))
    return Live(facts, quiz=quiz)


def _card(session: Session, row: Outbox, now: datetime) -> Live:
    """A page of a study card; what stands on it is read anew, so a text that is gone shows none."""
    if "article" in row.facts:
        article = session.get_one(Article, row.facts["article"])
        work = session.get_one(Work, article.work_id)
        card = card_of_article(article_facts(work, article, 1, local_day(now, TIMEZONE)))
    else:
        card = card_of_portion(_portion(session, row, now).facts)
    facts = {"title": card.title, "heading": card.heading}
    return Live(facts, card_picture(card, row.facts["page"]))


def _listen(session: Session, row: Outbox, now: datetime) -> Live:
    facts = _portion(session, row, now).facts
    return Live(facts, reading_aloud(facts, row.facts["voice"]))


def _approval(session: Session, row: Outbox, _now: datetime) -> Live:
    """A medium that waits for a second 确认 is looked at before it is confirmed."""
    if "media" not in row.facts:
        return Live()
    return Live({}, _item(session.get_one(MediaItem, row.facts["media"])).attachment)


SOURCES: dict[str, Callable[[Session, Outbox, datetime], Live]] = {
    "notice": _notice,
    "reminder": _meeting,
    "checkin": _meeting,
    "nudge": _meeting,
    "cancelled": _meeting,
    "attendance_sheet": _sheet,
    "push": _portion,
    "card": _card,
    "listen": _listen,
    "push_media": _medium,
    "media_item": _medium,
    "media_card": _medium,
    "approval_asked": _approval,
    "push_urgent": _portion,
    "comparison": _comparison,
    "quiz_question": _practised,
    "quiz_answer": _explained,
    "group_quiz": _asked,
    "push_question": _asked,
    "study_year_picture": _year_picture,
    "study_year_sheet": _year_sheet,
}
"""By text key, the function that knows more than the row."""


def live_facts(session: Session, row: Outbox, now: datetime) -> Live:
    """What is true now for this row; nothing where its facts say all."""
    source = SOURCES.get(row.text_key)
    return source(session, row, now) if source else Live()
