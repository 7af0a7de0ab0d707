"""Study text: today's portion, an article word for word, what the library holds."""

from content.cutting.citations import read_citation
from domain import library as shelves
from domain.messages import Say
from domain.pushes import portion_facts, todays_portion
from domain.refusals import Refused
from handlers.call import Answer, Call


def today(call: Call) -> Answer:
    """`今日学习`: today's portion again; before the first push the coming one."""
    portion = todays_portion(call.session, call.branch, call.now)
    if portion is None:
        raise Refused("nothing_to_study")
    return Answer(here=[Say("portion", portion_facts(call.session, portion))])


def article(call: Call) -> Answer:
    """`党章第三条`, `查 …第…条`: the article, verbatim, with title, edition and date."""
    citation = read_citation(call.words)
    if citation is None:
        if not call.event.addressed:
            return Answer()
        raise Refused("article_without_words")
    found = shelves.find_article(call.session, citation.title, citation.label)
    if found is None:
        ordered = call.event.addressed or call.event.text.startswith("查 ")
        if not ordered and not shelves.knows_title(call.session, citation.title):
            return Answer()
        raise Refused("article_unknown", title=citation.title, label=citation.label)
    return Answer(here=[Say("article", shelves.article_facts(*found))])


def library(call: Call) -> Answer:
    """`资料库`: what is loaded, and where each branch's reading stands."""
    return Answer(here=[Say("library", shelves.overview(call.session))])
