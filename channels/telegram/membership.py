"""Who comes and goes: the bot itself, and people in its groups."""

from channels.telegram.shapes import JsonDict, moment, place_of, sender_of
from domain.messages import Incoming, Kind, Place, Sender


def added_or_removed(key: str, change: JsonDict, *, hears_all: bool) -> Incoming | None:
    """The bot was put into a group, its rights changed, it was taken out, or a person blocked it.

    A person who unblocks the bot writes to it next, so that is no event of its own.
    """
    place = place_of(change["chat"])
    member = change["new_chat_member"]
    if place is None or (place is Place.PRIVATE and _is_in(member)):
        return None
    kind = Kind.ADDED if _is_in(member) else Kind.REMOVED
    hears = hears_all or member["status"] in ("administrator", "creator")
    by = change["from"]
    return _event(
        key,
        change,
        place,
        kind,
        # The service's stand-in for an anonymous administrator is a bot.
        None if by.get("is_bot") else sender_of(by),
        hears if kind is Kind.ADDED else None,
    )


def joined(key: str, change: JsonDict) -> Incoming | None:
    """A person entered a group (the service tells it where the bot is an administrator)."""
    place = place_of(change["chat"])
    old, new = change["old_chat_member"], change["new_chat_member"]
    person = new["user"]
    entered = _is_in(new) and not _is_in(old)
    if place is not Place.GROUP or not entered or person.get("is_bot"):
        return None
    return _event(key, change, place, Kind.JOINED, sender_of(person), None)


def _is_in(member: JsonDict) -> bool:
    status = member["status"]
    if status == "restricted":
        return bool(member["is_member"])
    return status not in ("left", "kicked")


def _event(
    key: str,
    change: JsonDict,
    place: Place,
    kind: Kind,
    sender: Sender | None,
    hears_all: bool | None,
) -> Incoming:
    chat = change["chat"]
    return Incoming(
        key=key,
        channel="telegram",
        chat=str(chat["id"]),
        place=place,
        kind=kind,
        at=moment(change["date"]),
        sender=sender,
        addressed=place is Place.PRIVATE,
        chat_title=chat.get("title", ""),
        hears_all=hears_all,
    )
