"""`出题`: an admin writes one question, sees it with the article it cites, and confirms."""

from dataclasses import replace
from typing import Any

from content.banks import shown
from content.cutting.citations import read_citation
from content.question_shelving import new_question, shelve_own
from content.quizzes import citation_of
from content.reading.written_question import read_question
from content.sentences import plain
from content.tying import proof_in
from domain.approvals import ask_second, needs_second
from domain.calendar import local_day
from domain.chats import ask, forget_question, open_question
from domain.library import find_article
from domain.messages import Button, Say
from domain.publishing import published
from domain.question_passages import Cited
from domain.refusals import Refused
from domain.study_questions import NewQuestion, row_of
from handlers.call import Answer, Call

KIND = "own_question"
LONGEST_TITLE = 24


def write(call: Call) -> Answer:
    """`出题 …`: shows the question as it was understood, with 确认 and 取消."""
    if not call.words.strip():
        raise Refused("own_question_form", problem="")
    question, cited = _tied(call, new_question(read_question(call.words)))
    payload: dict[str, Any] = row_of(question)
    payload.pop("fingerprint")
    ask(call.session, call.account, call.chat, KIND, payload, call.now)
    facts = {
        "question": shown(question),
        "passage": question.passage or None,
        "citation": citation_of(cited) if cited else "",
        "analysis": question.analysis,
        "source": question.source,
    }
    choice = [Button(label="", action="own_add"), Button(label="", action="own_drop")]
    return Answer(here=[Say("own_question_preview", facts, [choice])])


def press_add(call: Call) -> Answer:
    """确认: it is asked from now on, or after another admin's 确认."""
    asked = open_question(call.session, call.account, call.chat, call.now)
    if asked is None or asked.kind != KIND:
        raise Refused("question_gone")
    kept: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in asked.payload.items()
    }
    question = NewQuestion(**kept)
    forget_question(call.session, call.account, call.chat, KIND)
    waits = needs_second(call.session, call.house.admins, wanted=call.house.second_approval)
    state = "waiting" if waits else "active"
    title = plain("own_question_title", {"stem": question.stem[:LONGEST_TITLE]})
    shelved = shelve_own(call.session, question, title, call.now, call.account.id or 0, state)
    if shelved.bank is None or not shelved.added:
        return Answer(replaces=Say("own_question_added", {"added": False}))
    if not waits:
        published(call.session, shelved.bank, call.now)
        return Answer(replaces=Say("own_question_added", {"added": True}))
    facts: dict[str, object] = {"title": title, "edition": "", "summary": shown(question)}
    number = ask_second(call.session, shelved.bank, facts, call.now)
    return Answer(replaces=Say("waits_for_second", {"title": title, "asked": number}))


def press_drop(call: Call) -> Answer:
    """取消."""
    forget_question(call.session, call.account, call.chat, KIND)
    return Answer(replaces=Say("own_question_dropped"))


def _tied(call: Call, question: NewQuestion) -> tuple[NewQuestion, Cited | None]:
    """With the article that the admin cites: its sentences that answer, else all of it.

    The admin sees the words before confirming them. Raises Refused("article_unknown").
    """
    if not question.source:
        return question, None
    citation = read_citation(question.source)
    if citation is None:
        raise Refused("own_question_form", problem=plain("own_question_source"))
    day = local_day(call.now, call.house.timezone)
    found = find_article(call.session, citation.title, citation.label, day)
    if found is None:
        raise Refused("article_unknown", title=citation.title, label=citation.label)
    work, article, _ = found
    passage = proof_in(question, article.text, work.title) or article.text
    cited = Cited(passage, work.title, article.label, work.edition, work.issued)
    tied = replace(question, family=work.family, label=article.label, passage=passage)
    return tied, cited
