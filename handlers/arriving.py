"""The bot comes into a group, leaves it, is promoted; people come; a group moves."""

from domain.chats import move_chat
from domain.losses import tell_admins_of_loss
from domain.messages import Kind, Say
from handlers.call import Answer, Call


def membership(call: Call) -> Answer:
    """A change of who is where. A group nobody bound gets one greeting and nothing else."""
    event = call.event
    if event.kind is Kind.MOVED:
        move_chat(call.session, event.channel, event.chat, event.moved_to)
        return Answer()
    if event.kind is Kind.REMOVED:
        return _removed(call)
    if event.kind is Kind.ADDED:
        return _added(call)
    if call.known_branch is not None and call.account.member_id is None:
        call.account.seen_branch_id = call.known_branch.id
        call.session.add(call.account)
    return Answer()


def _removed(call: Call) -> Answer:
    """A branch that lost its group is no longer served: its admins must know."""
    chat = call.chat
    lost = chat.reachable and not call.private and chat.branch_id is not None
    chat.reachable = False
    call.session.add(chat)
    call.session.flush()
    if lost:
        tell_admins_of_loss(call.session, [chat.id or 0], call.now)
    return Answer()


def _added(call: Call) -> Answer:
    chat = call.chat
    chat.reachable = True
    if call.event.hears_all is not None:
        chat.hears_all = call.event.hears_all
    chat.title = call.event.chat_title or chat.title
    call.session.add(chat)
    if call.private or chat.greeted or chat.branch_id is not None:
        return Answer()
    chat.greeted = True
    return Answer(here=[Say("greeting")])
