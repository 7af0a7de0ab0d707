"""Study text: today's portion, an article word for word."""

from content.cutting.citations import read_citation
from domain import library as shelves
from domain.calendar import local_day
from domain.messages import Say
from domain.pushes import portion_facts, todays_step
from domain.refusals import Refused
from domain.tracks import MEDIA
from handlers.call import Answer, Call
from store.tables import Portion


def today(call: Call) -> Answer:
    """`今日学习`: today's portion again; before the first push the coming one."""
    step = todays_step(call.session, call.branch, call.now)
    if step is None:
        raise Refused("nothing_to_study")
    kind, ids = step
    if kind == MEDIA:
        return Answer(here=[Say("push_media", {"media": ids[0]})])
    portion = call.session.get_one(Portion, ids[0])
    return Answer(here=[Say("portion", portion_facts(call.session, portion))])


def article(call: Call) -> Answer:
    """`党章第三条`, `查 …第…条`: the article, verbatim, with title, edition and date."""
    citation = read_citation(call.words)
    if citation is None:
        if not call.event.addressed:
            return Answer()
        raise Refused("article_without_words")
    day = local_day(call.now, call.house.timezone)
    found = shelves.find_article(call.session, citation.title, citation.label, day)
    if found is None:
        ordered = call.event.addressed or call.event.text.startswith("查 ")
        if not ordered and not shelves.knows_title(call.session, citation.title, day):
            return Answer()
        raise Refused("article_unknown", title=citation.title, label=citation.label)
    return Answer(here=[Say("article", shelves.article_facts(*found, day))])
