"""The first words: what this person can do here, and the claim link."""

from sqlmodel import select

from domain.chats import ask
from domain.claims import ask_again
from domain.messages import Say
from domain.offers import offer_starter
from handlers import set_texts
from handlers.call import Answer, Call
from store.tables import Branch


def start(call: Call) -> Answer:
    """`/start`, or `/start CODE` from a branch's claim link."""
    verb, _, number = call.words.partition("-")
    if call.private and verb == "study" and number.isdigit():
        return set_texts.open_from_notice(call, int(number))
    if call.private and call.words:
        branch = call.session.exec(select(Branch).where(Branch.link_code == call.words)).first()
        if branch is not None and call.account.member_id is None:
            call.account.seen_branch_id = branch.id
            call.session.add(call.account)
            ask(call.session, call.account, call.chat, "name", {"branch": branch.id}, call.now)
            return Answer(here=[Say("ask_name", {"branch": branch.name})])
    return show_help(call)


def show_help(call: Call) -> Answer:
    """What this person can do here, by role."""
    if call.private and call.is_admin:
        ask_again(call.session, call.chat, call.now)
        offer_starter(call.session, call.now)
    waiting = call.known_account is not None and call.known_account.claim == "waiting"
    facts = {
        "group": not call.private,
        "number": f"{call.account.channel}:{call.account.address}" if call.private else None,
        "member": call.known_member is not None,
        "waiting": waiting,
        "secretary": call.is_secretary,
        "admin": call.is_admin,
        "name": call.known_member.name if call.known_member else None,
        "branch": call.known_branch.name if call.known_branch else None,
    }
    return Answer(here=[Say("help", facts)])
