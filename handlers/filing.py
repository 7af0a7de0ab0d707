"""Files that admins send: received, previewed, imported after 确认."""

from domain import library, uploads
from domain.addresses import is_address, official
from domain.messages import Say
from domain.refusals import Refused
from handlers.call import Answer, Call


def receive(call: Call) -> Answer:
    """A file from an admin in private is read and previewed; elsewhere it is not for the bot."""
    if not call.private or call.event.file is None:
        return Answer()
    _ = call.account
    if not call.is_admin:
        raise Refused("for_admin")
    uploads.receive(
        call.session, call.account, call.chat, call.event.file, call.event.text, call.now
    )
    return Answer(here=[Say("file_received", {"name": call.event.file.name})])


def receive_link(call: Call) -> Answer:
    """`导入 ADDRESS`, or an address alone, from an admin in private; words behind it are noted."""
    address, _, caption = call.words.strip().partition(" ")
    if not is_address(address):
        raise Refused("link_without_words")
    official(address, call.house.sources)
    uploads.receive_link(call.session, call.account, call.chat, address, caption, call.now)
    return Answer(here=[Say("link_received")])


def press_import(call: Call, upload_id: str) -> Answer:
    """确认导入: what was previewed is imported; the outcome follows."""
    uploads.confirm(call.session, int(upload_id), call.account)
    return Answer(toast=Say("importing"), replaces=Say("importing"))


def press_discard(call: Call, upload_id: str) -> Answer:
    """取消: nothing is imported."""
    uploads.discard(call.session, int(upload_id), call.account)
    return Answer(toast=Say("import_discarded"), replaces=Say("import_discarded"))


def press_branch(call: Call, upload_id: str, branch_id: str) -> Answer:
    """The branch that a roster belongs to; the preview follows."""
    uploads.choose_branch(call.session, int(upload_id), int(branch_id), call.account)
    return Answer(toast=Say("reading_on"), replaces=Say("reading_on"))


def press_starter(call: Call, work_id: str) -> Answer:
    """确认 of the starter pack: it may be pushed from now on."""
    work = library.waiting_work(call.session, int(work_id))
    library.activate(call.session, work)
    return Answer(toast=Say("work_active", {"title": work.title}))
