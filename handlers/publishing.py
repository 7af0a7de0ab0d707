"""`立即推送 TITLE`: an urgent text goes in front of every branch's plan, after 确认."""

from zoneinfo import ZoneInfo

from domain import library, urgent
from domain.approvals import name_of, standing, word_of
from domain.calendar import local_day
from domain.media import media_titled
from domain.messages import Button, Say
from domain.refusals import Refused
from handlers.call import Answer, Call
from store.tables import Work
from store.tables.loaded import Loaded


def publish(call: Call) -> Answer:
    """Asks for 确认 with the number of messages and branches, and from when it goes."""
    title = call.words.strip().strip("《》")
    if not title:
        raise Refused("publish_without_words")
    day = local_day(call.now, call.house.timezone)
    works = library.works_titled(call.session, title, day)
    found = works or media_titled(call.session, title)
    if not found:
        raise Refused("publish_unknown", title=title)
    return Answer(here=[_ask(call, found[0])])


def press_publish_text(call: Call, word: str, thing_id: str) -> Answer:
    """立即推送 of what was just imported: asks for 确认."""
    return Answer(here=[_ask(call, standing(call.session, word, int(thing_id)))])


def press_yes_publish(call: Call, word: str, thing_id: str) -> Answer:
    """确认: the text goes at the next allowed hour."""
    thing = standing(call.session, word, int(thing_id))
    facts = _facts(call, thing)
    urgent.put_in_front(call.session, thing, call.now)
    return Answer(toast=Say("publish_toast"), replaces=Say("publish_done", facts))


def press_drop_publish(call: Call) -> Answer:  # noqa: ARG001
    """取消: nothing is pushed."""
    return Answer(toast=Say("publish_dropped"), replaces=Say("publish_dropped"))


def _ask(call: Call, thing: Loaded) -> Say:
    ids = f"{word_of(thing)}:{getattr(thing, 'id', 0)}"
    choice = [
        Button(label="", action=f"yes_publish:{ids}"),
        Button(label="", action="drop_publish"),
    ]
    return Say("ask_publish", _facts(call, thing), [choice])


def _facts(call: Call, thing: Loaded) -> dict[str, object]:
    day = local_day(call.now, call.house.timezone)
    if isinstance(thing, Work) and urgent.has_ended(thing, day):
        raise Refused("publish_old_edition", title=name_of(thing), edition=thing.edition)
    reach = urgent.reach(call.session, thing, call.now)
    if not reach.branches or not reach.messages:
        raise Refused("publish_nobody")
    first = reach.first_at
    zone = ZoneInfo(call.house.timezone)
    return {
        "title": name_of(thing),
        "messages": reach.messages,
        "whole": reach.whole,
        "branches": reach.branches,
        "first": first.astimezone(zone).isoformat() if first else None,
        "at_once": first is not None and first <= call.now,
    }
