"""Finding the route of what was typed, and checking who may use it where."""

import re
from dataclasses import dataclass

from content.cutting.citations import read_citation
from domain.phrases.notice import read_notice
from domain.refusals import Refused
from handlers.call import Call
from handlers.routes import ROUTES, Role, Route, Where

COMMAND = re.compile(r"/([a-z_]+)(?:@\w+)?(?:\s+(.*))?$", re.DOTALL | re.IGNORECASE)
GAP = " \t\n　：:，,"
# What may be a name where nobody asked for one; words like 的 and 着 stand in talk, not in names.
NAME_ALONE = re.compile(
    r"(?![^\d]*[的了是不我你他她它们这那着过吗呢吧啊呀就都很也还没])"
    r"[一-鿿]{2,6}(?:·[一-鿿]{1,10})*(?:\s*\d{4})?"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A route with its argument; `sure` when it was typed as a command or with a clear gap."""

    route: Route
    typed: str
    words: str
    sure: bool


def find_route(text: str) -> Found | None:
    """The route of a text, if it begins with a command or one of the words."""
    text = text.strip()
    command = COMMAND.match(text)
    if command:
        name = command[1].lower()
        for route in ROUTES:
            if route.command == name:
                return Found(route, f"/{name}", (command[2] or "").strip(), sure=True)
        return None
    return _by_words(text)


def _by_words(text: str) -> Found | None:
    for route in ROUTES:
        for word in route.words:
            if not text.startswith(word):
                continue
            rest = text[len(word) :]
            if route.bare and rest.strip("。！!. "):
                continue
            sure = not rest or rest[0] in GAP
            if sure or route.glued:
                return Found(route, word, rest.strip(GAP), sure)
    return None


def meant_for_us(found: Found, call: Call) -> bool:
    """Whether words in a group that were not addressed to the bot are an order all the same.

    Ordinary talk may begin with the same words; the bot must not meddle in it.
    """
    if call.event.addressed or found.typed.startswith("/"):
        return True
    if found.route.command == "iam":
        free = call.known_account is None or call.known_account.member_id is None
        return free and bool(NAME_ALONE.fullmatch(found.words))
    if found.route.command in ("meeting", "move"):
        when = read_notice(found.words, call.now_local())
        return when.start is not None or bool(when.options) or (found.sure and bool(when.day))
    if found.route.command == "article":
        return read_citation(found.words) is not None
    return found.sure


def check(route_role: Role, call: Call) -> None:
    """Raise the refusal of a person who may not: claim_first, for_secretary or for_admin."""
    if route_role is Role.ANYONE:
        return
    if route_role is Role.ADMIN:
        if not call.is_admin:
            raise Refused("for_admin")
        return
    if not call.private and call.known_branch is None:
        raise Refused("group_unbound")
    if route_role is Role.MEMBER and call.is_admin:
        return  # an admin reads without a name; what is recorded asks for the member itself
    member = call.member
    if route_role is Role.SECRETARY and not call.is_secretary:
        raise Refused("for_secretary", name=member.name)


def misplaced(route: Route, call: Call) -> str | None:
    """The sentence for a route used where it does not belong, if so."""
    if route.where is Where.PRIVATE and not call.private:
        return "in_private"
    if route.where is Where.GROUP and call.private:
        return "in_group"
    return None
