"""`搜 WORDS`: up to five verbatim passages that answer, the found words marked."""

from sqlmodel import col, select

from content.finding import Found, FoundPassage
from content.finding import search as search_library
from domain.messages import Button, Say
from domain.pushes import portion_facts
from domain.refusals import Refused
from handlers.call import Answer, Call
from store.tables import Portion, Work

LONGEST_QUESTION = 200


def search(call: Call) -> Answer:
    """`/search`, `搜`: best first; where nothing answers, it says so."""
    words = call.words.strip()
    if not words:
        raise Refused("search_without_words")
    if len(words) > LONGEST_QUESTION:
        raise Refused("search_too_long", most=LONGEST_QUESTION)
    found = search_library(call.session, words, call.now)
    if not found.passages:
        return Answer(here=[Say("found_nothing", {"words": words})])
    return Answer(here=[Say("found", _facts(call, words, found), _whole_texts(found))])


def press_portion(call: Call, portion_id: str) -> Answer:
    """全文 of a passage that stands in no article: the portion around it."""
    portion = call.session.get(Portion, int(portion_id))
    work = call.session.get(Work, portion.work_id) if portion else None
    if portion is None or work is None or work.state != "active":
        raise Refused("text_gone")
    return Answer(here=[Say("portion", portion_facts(call.session, portion))])


def _facts(call: Call, words: str, found: Found) -> dict[str, object]:
    guides = _guides(call, found)
    return {
        "words": words,
        "sure": found.sure,
        "passages": [_passage(passage, guides) for passage in found.passages],
    }


def _guides(call: Call, found: Found) -> set[int | None]:
    """Which of the works are our own words about a text (导学，非原文)."""
    works = {passage.work_id for passage in found.passages}
    return {
        work.id
        for work in call.session.exec(select(Work).where(col(Work.id).in_(works)))
        if work.kind == "guide"
    }


def _passage(passage: FoundPassage, guides: set[int | None]) -> dict[str, object]:
    return {
        "title": passage.title,
        "guide": passage.work_id in guides,
        "edition": passage.edition,
        "issued": passage.issued,
        "path": list(passage.path),
        "label": passage.label,
        "current": passage.is_current,
        "before": passage.start > 0,
        "after": passage.start + len(passage.excerpt) < len(passage.text),
        "pieces": _pieces(passage),
    }


def _pieces(passage: FoundPassage) -> list[list[object]]:
    """The excerpt in runs: (words, whether they were asked for)."""
    pieces: list[list[object]] = []
    at = 0
    for start, end in passage.spans:
        if start > at:
            pieces.append([passage.excerpt[at:start], False])
        pieces.append([passage.excerpt[start:end], True])
        at = end
    if at < len(passage.excerpt):
        pieces.append([passage.excerpt[at:], False])
    return pieces


def _whole_texts(found: Found) -> list[list[Button]]:
    buttons = []
    for number, passage in enumerate(found.passages, start=1):
        if passage.article_id is not None:
            buttons.append(Button(label=f"全文 {number}", action=f"read:{passage.article_id}"))
        elif passage.portion_id is not None:
            buttons.append(Button(label=f"全文 {number}", action=f"around:{passage.portion_id}"))
    return [buttons[at : at + 3] for at in range(0, len(buttons), 3)]
