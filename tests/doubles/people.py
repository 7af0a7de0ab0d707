"""What people do on the service: each act changes the state and queues the update."""

import copy
from itertools import count
from typing import Any

from tests.doubles import shapes
from tests.doubles.service import Chat, Service

JsonDict = dict[str, Any]


class People:
    """Acts of people in chats; ids are numbers, a private chat has its person's id."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self._press_ids = count(4_000_000_000)
        self.heard: dict[int, list[JsonDict]] = {}

    def group(self, chat: int, title: str = "第一党支部", status: str = "member") -> int:
        """A group the bot is in, without an update of its own."""
        self.service.chats[chat] = Chat(shapes.group_chat(chat, title), status=status)
        return chat

    def knows(self, user: int, name: str = "") -> int:
        """A person who has written to the bot before, without an update of its own."""
        self.service.chats.setdefault(user, Chat(shapes.private_chat(user, name)))
        self.service.wrote.add(user)
        return user

    def text(
        self,
        chat: int,
        user: int,
        text: str,
        *,
        reply_to: int = 0,
        name: str = "",
        edit_of: int = 0,
        **extra: Any,
    ) -> int:
        """A person writes; returns the message's id. `extra` goes into the message as it is."""
        body: JsonDict = {"text": text} if text else {}
        if entities := shapes.entities_of(text):
            body["entities"] = entities
        return self.message(
            chat, user, {**body, **extra}, reply_to=reply_to, name=name, edit_of=edit_of
        )

    def message(
        self,
        chat: int,
        user: int,
        body: JsonDict,
        *,
        reply_to: int = 0,
        name: str = "",
        edit_of: int = 0,
    ) -> int:
        """Any message of a person; returns its id. Privacy mode is applied."""
        if chat > 0:
            self.knows(user, name)
        place = self.service.chats[chat]
        number = edit_of or place.next_id()
        message: JsonDict = {
            "message_id": number,
            "from": shapes.person(user, name),
            "chat": place.shape,
            "date": int(self.service.wall()),
            **body,
        }
        if reply_to:
            message["reply_to_message"] = self._replied(place, reply_to)
        if edit_of:
            message["edit_date"] = int(self.service.wall())
        self.heard.setdefault(chat, []).append(message)
        if chat > 0 or self._bot_hears(place, message):
            self.service.updates.put("edited_message" if edit_of else "message", message)
        return number

    def _replied(self, place: Chat, number: int) -> JsonDict:
        if number in place.messages:
            return copy.deepcopy(place.messages[number])
        for message in self.heard.get(place.shape["id"], []):
            if message["message_id"] == number:
                return {key: value for key, value in message.items() if key != "reply_to_message"}
        return {
            "message_id": number,
            "from": shapes.person(1),
            "chat": place.shape,
            "date": 0,
            "text": "…",
        }

    def _bot_hears(self, place: Chat, message: JsonDict) -> bool:
        if place.status == "administrator" or self.service.me["can_read_all_group_messages"]:
            return True
        words = str(message.get("text", message.get("caption", "")))
        to_bot = message.get("reply_to_message", {}).get("from", {}).get("id")
        return (
            words.startswith("/")
            or f"@{self.service.me['username']}" in words
            or to_bot == self.service.me["id"]
        )

    def document(
        self, chat: int, user: int, name: str, content: bytes, *, caption: str = ""
    ) -> int:
        """A person sends a file."""
        body: JsonDict = {"document": self.service.keep_file(name, content)}
        if caption:
            body |= {"caption": caption, "caption_entities": shapes.entities_of(caption)}
        return self.message(chat, user, body)

    def medium(
        self, kind: str, chat: int, user: int, name: str, content: bytes, *, caption: str = ""
    ) -> int:
        """A person sends a photo, audio, voice or video."""
        kept = self.service.keep_file(name, content)
        if kind in ("photo", "voice"):
            del kept["file_name"]
        body: JsonDict = {kind: shapes.file_of(kind, kept)}
        if caption:
            body |= {"caption": caption, "caption_entities": shapes.entities_of(caption)}
        return self.message(chat, user, body)

    def press(self, chat: int, user: int, message: int, data: str, *, name: str = "") -> str:
        """A person presses a button; returns the callback query's id."""
        query = str(next(self._press_ids))
        place = self.service.chats[chat]
        carrier = place.messages.get(message) or {
            "message_id": message,
            "chat": place.shape,
            "date": 0,
        }
        self.service.pressed.add(query)
        self.service.updates.put(
            "callback_query",
            {
                "id": query,
                "from": shapes.person(user, name),
                "message": carrier,
                "chat_instance": f"{chat}",
                "data": data,
            },
        )
        return query

    def added(
        self, chat: int, user: int, title: str = "第一党支部", status: str = "member"
    ) -> None:
        """The bot is put into a group, promoted or demoted (`status`)."""
        old = self.service.chats[chat].status if chat in self.service.chats else "left"
        self.service.chats.setdefault(chat, Chat(shapes.group_chat(chat, title))).status = status
        self._membership(chat, user, old, status)

    def removed(self, chat: int, user: int) -> None:
        """The bot is taken out of a group."""
        old, self.service.chats[chat].status = self.service.chats[chat].status, "kicked"
        self._membership(chat, user, old, "kicked")

    def blocks(self, user: int) -> None:
        """A person blocks the bot."""
        self.service.blocked.add(user)
        self._membership(user, user, "member", "kicked")

    def _membership(self, chat: int, user: int, old: str, new: str) -> None:
        self.service.updates.put(
            "my_chat_member",
            {
                "chat": self.service.chats[chat].shape,
                "from": shapes.person(user),
                "date": int(self.service.wall()),
                "old_chat_member": shapes.member(self.service.me, old),
                "new_chat_member": shapes.member(self.service.me, new),
            },
        )

    def migrate(self, chat: int) -> int:
        """A group becomes a supergroup; returns the new id."""
        old = self.service.chats[chat]
        new = int(f"-100{abs(chat)}")
        moved = Chat(shapes.group_chat(new, old.shape["title"]), status=old.status)
        self.service.chats[new] = moved
        self.service.migrated[chat] = new
        common = {"from": shapes.ANONYMOUS_ADMIN, "date": int(self.service.wall())}
        for place, note in (
            (old, {"migrate_to_chat_id": new}),
            (moved, {"migrate_from_chat_id": chat}),
        ):
            message = {"message_id": place.next_id(), "chat": place.shape, **common, **note}
            message["sender_chat"] = place.shape
            self.service.updates.put("message", message)
        return new

    def poison(self) -> None:
        """An update that no reader can decode."""
        self.service.updates.put_raw({"message": {"message_id": "x", "chat": 7, "date": "soon"}})
