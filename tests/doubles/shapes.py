"""The JSON shapes of the Bot API that the double hands out."""

from typing import Any

JsonDict = dict[str, Any]
ANONYMOUS_ADMIN = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
CHANNEL_MIRROR = {"id": 777000, "is_bot": False, "first_name": "Telegram"}


def person(user: int, name: str = "") -> JsonDict:
    """A user as it stands in `from`."""
    return {
        "id": user,
        "is_bot": False,
        "first_name": name or f"用户{user}",
        "language_code": "zh-hans",
    }


def private_chat(user: int, name: str = "") -> JsonDict:
    """A person's private chat."""
    return {"id": user, "first_name": name or f"用户{user}", "type": "private"}


def group_chat(chat: int, title: str) -> JsonDict:
    """A group or, by its id, a supergroup."""
    if str(chat).startswith("-100"):
        return {"id": chat, "title": title, "type": "supergroup"}
    return {"id": chat, "title": title, "type": "group", "all_members_are_administrators": True}


def _span(text: str, start: int, length: int, kind: str) -> JsonDict:
    before = len(text[:start].encode("utf-16-le")) // 2
    return {"offset": before, "length": length, "type": kind}


def entities_of(text: str) -> list[JsonDict]:
    """The entities the service would find: a command at the start and mentions."""
    found = []
    word = text.split(maxsplit=1)[0] if text.strip() else ""
    if text.startswith("/") and len(word) > 1 and word.isascii():
        found.append(_span(text, 0, len(word), "bot_command"))
    position = text.find("@")
    while position >= 0:
        end = position + 1
        while end < len(text) and (
            text[end].isascii() and (text[end].isalnum() or text[end] == "_")
        ):
            end += 1
        if end - position > 4 and not (found and position < found[0]["length"]):
            found.append(_span(text, position, end - position, "mention"))
        position = text.find("@", end)
    return found


def member(user: JsonDict, status: str) -> JsonDict:
    """A ChatMember of a status."""
    shape: JsonDict = {"user": user, "status": status}
    if status == "kicked":
        shape["until_date"] = 0
    if status == "administrator":
        shape |= {"can_be_edited": False, "is_anonymous": False, "can_manage_chat": True}
    return shape


def poll(params: JsonDict, options: list[str], right: list[int] | None) -> JsonDict:
    """A Poll as it stands in a message; what anybody answered is not in it."""
    anonymous = params.get("is_anonymous", True)
    shape: JsonDict = {
        "id": "5000000000000000001",
        "question": params["question"],
        "options": [{"text": text, "voter_count": 0} for text in options],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": anonymous in (True, "true", "True"),
        "type": params.get("type", "regular"),
        "allows_multiple_answers": params.get("allows_multiple_answers") in (True, "true", "True"),
        "explanation": params.get("explanation", ""),
    }
    if right is not None:
        shape |= {"correct_option_ids": right, "correct_option_id": right[0]}
    return shape


def file_of(kind: str, document: JsonDict) -> Any:
    """A file as it stands in a message, from its Document shape; a photo in three sizes."""
    if kind == "photo":
        common = {key: document[key] for key in ("file_unique_id", "file_size")}
        sizes = (("s", 90, 67), ("m", 320, 240), ("", 1280, 960))
        return [
            {**common, "file_id": document["file_id"] + name, "width": width, "height": height}
            for name, width, height in sizes
        ]
    more: JsonDict = {"voice": {"duration": 1}, "audio": {"duration": 1}}.get(kind, {})
    if kind == "video":
        more = {"duration": 1, "width": 320, "height": 240}
    return {**document, **more}
