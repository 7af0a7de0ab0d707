"""Reading in the library: an article, a range, a 款 or 项, and what stands next to it."""

from content.cutting.citations import Citation, article_number, read_citation
from content.cutting.clauses import quoted
from domain import library as shelves
from domain.calendar import local_day
from domain.messages import Button, Say
from domain.refusals import Refused
from handlers.call import Answer, Call
from store.tables import Article, Work

LONGEST_RANGE = 10
REPLACES = 1500
"""Up to this many characters an article is read on in the same message."""


def article(call: Call) -> Answer:
    """`党章第三条`, `查 …第…条`: verbatim, with title, edition, date, and its neighbours."""
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
    if citation.last:
        return Answer(here=_range(call, citation, found[0], found[1]))
    return Answer(here=[_part(call, citation, *found)])


def press_turn(call: Call, from_id: str, to_id: str) -> Answer:
    """上一条 or 下一条: in the same message while both are short, else in a new one."""
    before = call.session.get(Article, int(from_id))
    work, found = _standing(call, int(to_id))
    said = say_article(call, work, found)
    if before is not None and max(len(before.text), len(found.text)) <= REPLACES:
        return Answer(replaces=said)
    return Answer(here=[said])


def press_read(call: Call, article_id: str) -> Answer:
    """全文 of an article that was found by its words."""
    return Answer(here=[say_article(call, *_standing(call, int(article_id)))])


def _standing(call: Call, article_id: int) -> tuple[Work, Article]:
    found = call.session.get(Article, article_id)
    work = call.session.get(Work, found.work_id) if found else None
    if found is None or work is None or work.state != "active":
        raise Refused("text_gone")
    return work, found


def say_article(call: Call, work: Work, found: Article) -> Say:
    """An article with its citation, and its neighbours one press away."""
    day = local_day(call.now, call.house.timezone)
    editions = shelves.editions_number(call.session, work)
    facts = shelves.article_facts(work, found, editions, day)
    return Say("article", facts, _neighbours(call, found))


def _part(call: Call, citation: Citation, work: Work, found: Article, editions: int) -> Say:
    said = say_article(call, work, found)
    if citation.clause is None and citation.item is None:
        return said
    text = quoted(found.text, found.label, citation.clause, citation.item)
    label = found.label + _written(citation)
    if text is None:
        raise Refused("article_unknown", title=work.title, label=label)
    facts = {**said.facts, "text": text, "label": label, "editions": editions}
    whole = Button(label="", action=f"read:{found.id}")
    return Say("article", facts, [[whole], *said.buttons])


def _written(citation: Citation) -> str:
    """第二款第（一）项, as rules are cited."""
    clause = article_number(str(citation.clause)) if citation.clause else None
    item = article_number(str(citation.item)) if citation.item else None
    words = clause.removesuffix("条") + "款" if clause else ""
    return words + (f"第（{item[1:-1]}）项" if item else "")


def _range(call: Call, citation: Citation, work: Work, first: Article) -> list[Say]:
    day = local_day(call.now, call.house.timezone)
    last = shelves.find_article(call.session, citation.title, citation.last or "", day)
    if last is None:
        raise Refused("article_unknown", title=work.title, label=citation.last)
    found = shelves.articles_between(call.session, first, last[1])
    if not found:
        raise Refused("range_backwards", first=first.label, last=last[1].label)
    if len(found) > LONGEST_RANGE:
        raise Refused("range_too_long", number=len(found), most=LONGEST_RANGE)
    facts = shelves.article_facts(work, first, last[2], day)
    facts["label"] = f"{first.label}至{last[1].label}" if len(found) > 1 else first.label
    facts["text"] = "\n".join(article.text for article in found)
    return [Say("article", facts)]


def _neighbours(call: Call, found: Article) -> list[list[Button]]:
    before, after = shelves.neighbours(call.session, found)
    line = []
    if before is not None:
        line.append(Button(label=f"上一条 {before.label}", action=f"turn:{found.id}:{before.id}"))
    if after is not None:
        line.append(Button(label=f"下一条 {after.label}", action=f"turn:{found.id}:{after.id}"))
    return [line] if line else []
