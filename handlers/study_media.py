"""`卡片` and `朗读`: a passage as a picture, today's portion as a sound."""

from content.cards.study_card import Card, pages
from content.cutting.citations import read_citation
from content.spoken.engine import engine
from content.study_media import card_of_article, card_of_portion
from domain import library as shelves
from domain.calendar import local_day
from domain.messages import Say
from domain.pushes import portion_facts, todays_step
from domain.refusals import Refused
from domain.tracks import MEDIA, TEXT
from handlers.call import Answer, Call
from store.tables import Portion

MOST_PAGES = 6


def card(call: Call) -> Answer:
    """`卡片`: today's portion as a picture; `卡片 党章第三条`: an article."""
    if call.words:
        return Answer(here=_article(call))
    step = todays_step(call.session, call.branch, call.now)
    if step is not None and step[0] == MEDIA:
        return Answer(here=[Say("push_media", {"media": step[1][0]})])
    portion = _portion(call, step)
    said = card_of_portion(portion_facts(call.session, portion))
    return Answer(here=_pictures(said, {"portion": portion.id}))


def listen(call: Call) -> Answer:
    """`朗读`: today's portion read aloud, where a speech engine is installed."""
    found = engine(call.house.speech)
    if found is None:
        raise Refused("listen_no_engine")
    portion = _portion(call, todays_step(call.session, call.branch, call.now))
    return Answer(here=[Say("listen", {"portion": portion.id, "voice": found.digest})])


def _portion(call: Call, step: tuple[str, tuple[int, ...]] | None) -> Portion:
    if step is None:
        raise Refused("nothing_to_study")
    if step[0] != TEXT:
        raise Refused("card_no_text")
    return call.session.get_one(Portion, step[1][0])


def _article(call: Call) -> list[Say]:
    citation = read_citation(call.words)
    if citation is None:
        raise Refused("card_without_article")
    day = local_day(call.now, call.house.timezone)
    found = shelves.find_article(call.session, citation.title, citation.label, day)
    if found is None:
        raise Refused("article_unknown", title=citation.title, label=citation.label)
    work, article, editions = found
    said = card_of_article(shelves.article_facts(work, article, editions, day))
    return _pictures(said, {"article": article.id})


def _pictures(said: Card, facts: dict[str, object]) -> list[Say]:
    number = pages(said)
    if number > MOST_PAGES:
        raise Refused("card_too_long")
    return [Say("card", {**facts, "page": page, "pages": number}) for page in range(number)]
