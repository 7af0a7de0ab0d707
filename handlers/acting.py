"""One event: what it asks for, and what is answered."""

import re

from content.cutting.citations import read_citation
from content.sentences import plain
from domain.addresses import is_address
from domain.attachments import MediaKind
from domain.chats import open_question
from domain.messages import Button, Kind, Say
from domain.refusals import Refused
from handlers import arriving, attending, claiming, drafting, filing, media_import, reading
from handlers.call import Answer, Call
from handlers.routes import PRESSES, Role
from handlers.routing import Found, check, find_route, meant_for_us, misplaced

CHANGES = (Kind.ADDED, Kind.REMOVED, Kind.MOVED, Kind.JOINED)


def act(call: Call) -> Answer:
    """Carry out one event. Raises Refused before anything was written."""
    event = call.event
    if event.kind in CHANGES:
        return arriving.membership(call)
    if call.private and not call.chat.reachable:
        # Whoever writes to the bot may be written to again.
        call.chat.reachable = True
        call.session.add(call.chat)
    if event.kind is Kind.PRESS:
        return _press(call)
    if event.edited:
        return Answer()  # a text changed afterwards is no new order
    if event.kind is Kind.FILE and not _order_under(call):
        return filing.receive(call)
    return _text(call)


def _order_under(call: Call) -> bool:
    """Whether the words under a file are what matters: a command, or in a group any order.

    In private they name an admin's branch; under a member's file they may be a leave.
    """
    words = call.event.text.strip()
    file = call.event.file
    if file and not call.is_admin and file.kind not in (None, MediaKind.DOCUMENT):
        return True  # a picture that a member sends is no upload, and its words are words
    if words.startswith("/") or not call.private:
        return bool(words)
    return bool(words) and not call.is_admin and attending.answers_a_meeting(words)


def _press(call: Call) -> Answer:
    verb, _, ids = call.event.press.partition(":")
    button = PRESSES.get(verb)
    if button is None or not re.fullmatch(button.shape, ids, re.ASCII):
        raise Refused("button_old")
    _note_branch(call)
    check(button.role, call)
    return button.handler(call, *(ids.split(":") if ids else ()))


def _text(call: Call) -> Answer:
    event = call.event
    if event.sender is None:
        return _from_nobody(call)
    if event.forwarded and not call.private:
        return Answer()
    found = find_route(event.text)
    if not call.private and call.known_branch is None and not _at_home(found):
        return Answer()  # a group that nobody bound has had its greeting, and nothing else
    if found is not None and meant_for_us(found, call):
        call.words, call.typed = found.words, found.typed
        wrong_place = misplaced(found.route, call)
        _note_branch(call)
        if wrong_place is not None:
            check(found.route.role, call)
            door = [[Button(plain("button_private"), start="help")]]
            return Answer(here=[Say(wrong_place, {}, [] if call.private else door)])
        check(found.route.role, call)
        return found.route.handler(call)
    return _words(call)


def _at_home(found: Found | None) -> bool:
    """Whether this is answered where no branch is bound: commands, 绑定 and 帮助."""
    return found is not None and (
        found.typed.startswith("/") or found.route.command in ("bind", "help")
    )


def _note_branch(call: Call) -> None:
    """Remember in whose group an unclaimed person spoke to the bot: `我是…` in private needs it."""
    account, branch = call.account, call.known_branch
    unclaimed = account.member_id is None and not call.private
    if unclaimed and branch is not None and account.seen_branch_id != branch.id:
        account.seen_branch_id = branch.id
        call.session.add(account)


def _words(call: Call) -> Answer:
    event = call.event
    if event.addressed:
        _note_branch(call)
    if call.known_account is not None and call.known_chat is not None:
        question = open_question(call.session, call.known_account, call.known_chat, call.now)
        if question is not None and event.addressed:
            if question.kind == media_import.ASKED:
                return media_import.answer_title(call, question)
            if question.kind == "name":
                return claiming.answer_name(call, question)
            if question.kind == "draft" and not attending.surely_answers(event.text):
                check(Role.SECRETARY, call)
                return drafting.answer_draft(call, question)
    if call.private and call.is_admin and is_address(event.text):
        call.words = event.text
        return filing.receive_link(call)
    if read_citation(event.text) is not None and (call.private or call.known_member is not None):
        check(Role.MEMBER, call)
        call.words = event.text
        cited = reading.article(call)
        if cited.here:
            return cited
    answer = attending.read_words(call)
    if not answer.here and event.addressed and not event.text.startswith("/"):
        return Answer(here=[Say("not_understood", {"private": call.private})])
    if not answer.here and event.addressed and call.private:
        return Answer(here=[Say("unknown_command")])
    return answer


def _from_nobody(call: Call) -> Answer:
    """Anonymous administrators and channel posts: nobody can be recorded, so say so to orders."""
    if call.event.addressed and find_route(call.event.text) is not None:
        return Answer(here=[Say("anonymous")])
    return Answer()
