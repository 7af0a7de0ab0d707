"""Tying a group to a branch, and people to their names on the roster."""

from domain import branches, claims
from domain.chats import ask, forget_question
from domain.messages import Button, Say
from domain.refusals import Refused
from handlers.call import Answer, Call
from store.tables import Account, Branch, Member, Question


def bind_group(call: Call) -> Answer:
    """`绑定 NAME`: this group belongs to that branch; the claim button is posted."""
    if not call.words:
        raise Refused("bind_without_name")
    branch = branches.bind(call.session, call.chat, call.words, call.now, call.house.timezone)
    button = Button(label="", action="", start=branch.link_code)
    return Answer(here=[Say("bound", {"branch": branch.name}, [[button]])])


def claim_name(call: Call) -> Answer:
    """`我是NAME`: claims one's name; a refusal never tells who is on the roster."""
    if not call.words:
        raise Refused("claim_without_name")
    return _claim(call, _branch_for_claim(call), call.words)


def answer_name(call: Call, question: Question) -> Answer:
    """The name given after the claim link was opened."""
    branch = call.session.get_one(Branch, question.payload["branch"])
    typed = call.event.text.strip().removeprefix("我是")
    return _claim(call, branch, typed)


def press_claim(call: Call) -> Answer:
    """认领姓名 where the channel has no start link: ask for the name in private."""
    ask(call.session, call.account, call.chat, "name", {"branch": call.branch.id}, call.now)
    return Answer(here=[Say("ask_name", {"branch": call.branch.name})])


def press_unclaim(call: Call, account_id: str, member_id: str) -> Answer:
    """撤销 by the secretary: the claim is taken back."""
    account, member = _pair(call, account_id, member_id)
    if member.branch_id != call.branch.id:
        raise Refused("claim_gone")
    claims.undo(call.session, account, member, call.now)
    said = Say("claim_undone_secretary", {"name": member.name})
    return Answer(toast=said, replaces=said)


def press_allow(call: Call, account_id: str, member_id: str) -> Answer:
    """确认 by an admin: the claim to a secretary's name holds."""
    return _settle(call, account_id, member_id, yes=True)


def press_deny(call: Call, account_id: str, member_id: str) -> Answer:
    """An admin refuses the claim to a secretary's name."""
    return _settle(call, account_id, member_id, yes=False)


def _settle(call: Call, account_id: str, member_id: str, *, yes: bool) -> Answer:
    account, member = _pair(call, account_id, member_id)
    claims.settle(call.session, account, member.id or 0, yes, call.now)
    said = Say("claim_allowed_admin" if yes else "claim_denied_admin", {"name": member.name})
    return Answer(toast=said, replaces=said)


def _pair(call: Call, account_id: str, member_id: str) -> tuple[Account, Member]:
    account = call.session.get(Account, int(account_id))
    member = call.session.get(Member, int(member_id))
    if account is None or member is None:
        raise Refused("claim_gone")
    return account, member


def _branch_for_claim(call: Call) -> Branch:
    if call.known_branch is not None:
        return call.known_branch
    seen = call.account.seen_branch_id
    if not call.private or seen is None:
        raise Refused("group_unbound" if not call.private else "claim_in_group")
    return call.session.get_one(Branch, seen)


def _claim(call: Call, branch: Branch, typed: str) -> Answer:
    try:
        member = claims.claim(call.session, call.account, branch, typed, call.now)
    except Refused as refused:
        if refused.code != "claim_refused":
            raise
        # The secretary's letter stands, so this refusal is an answer that records something.
        claims.report_refused_claim(call.session, call.account, branch, typed, call.now)
        return Answer(here=[Say("refused_claim_refused", refused.facts)])
    if call.private:
        forget_question(call.session, call.account, call.chat)
    key = "claim_waiting" if call.account.claim == "waiting" else "claim_done"
    return Answer(here=[Say(key, {"name": member.name, "branch": branch.name})])
