"""Pictures, sounds, films and documents on the shelf, for everybody and for admins."""

from domain import media
from domain.media import media_titled, overview, waiting_items
from domain.messages import Button, Say
from domain.refusals import Refused
from handlers.call import Answer, Call
from store.tables import MediaItem


def press_item(call: Call, item_id: str) -> Answer:
    """A number below 补学: the item itself. An admin sees one that waits as well."""
    found = call.session.get(MediaItem, int(item_id))
    if not (call.is_admin and found is not None and found.state == "waiting"):
        found = media.item(call.session, int(item_id))
    if found is None:
        raise Refused("media_gone")
    return Answer(here=[Say("media_item", {"media": found.id})])


def listed(call: Call) -> tuple[dict[str, object], list[list[Button]]]:
    """What `资料库` says of items, and a button for each that waits for this admin's 确认."""
    waits = waiting_items(call.session, call.account.id or 0)
    buttons = [
        [Button(label=f"确认“{item.title[:20]}”", action=f"approve:media:{item.id}")]
        for item in waits
    ]
    return {"media": overview(call.session)}, buttons


def cards(call: Call) -> list[Say]:
    """The items of this title, each with 撤下."""
    return [
        Say(
            "media_card",
            {"media": item.id},
            [[Button(label="", action=f"withdraw:media:{item.id}")]],
        )
        for item in media_titled(call.session, call.words.strip("《》“”"))
    ]
