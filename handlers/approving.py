"""The second pair of eyes: 确认 or 退回 of what another admin loaded."""

from domain import approvals
from domain.messages import Button, Say
from domain.publishing import published, unpublished
from handlers.call import Answer, Call
from store.tables.loaded import Loaded


def press_approve(call: Call, word: str, thing_id: str) -> Answer:
    """确认: it is published."""
    thing = approvals.waiting(call.session, word, int(thing_id))
    approvals.approve(call.session, thing, call.account, call.now)
    published(call.session, thing, call.now)
    return _done("approved", thing)


def press_reject(call: Call, word: str, thing_id: str) -> Answer:
    """退回: it is not published, and whoever loaded it is told."""
    thing = approvals.waiting(call.session, word, int(thing_id))
    approvals.reject(call.session, thing, call.account, call.now)
    unpublished(call.session, thing, call.now)
    return _done("rejected", thing)


def press_withdraw(call: Call, word: str, thing_id: str) -> Answer:
    """撤下 was pressed: asks for 确认 first."""
    thing = approvals.standing(call.session, word, int(thing_id))
    yes = Button(label="", action=f"yes_withdraw:{word}:{thing_id}")
    facts = {"title": approvals.name_of(thing)}
    return Answer(here=[Say("ask_withdraw", facts, [[yes, Button(label="", action="keep_text")]])])


def press_yes_withdraw(call: Call, word: str, thing_id: str) -> Answer:
    """确认: from this moment it is neither pushed nor found."""
    thing = approvals.standing(call.session, word, int(thing_id))
    approvals.take_away(call.session, thing, call.account, call.now)
    unpublished(call.session, thing, call.now)
    return _done("withdrawn", thing)


def press_keep_text(call: Call) -> Answer:  # noqa: ARG001
    """取消: it stays."""
    return Answer(toast=Say("kept_text"), replaces=Say("kept_text"))


def _done(key: str, thing: Loaded) -> Answer:
    said = Say(key, {"title": approvals.name_of(thing)})
    return Answer(toast=said, replaces=said)
