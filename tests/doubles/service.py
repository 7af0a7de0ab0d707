"""What the chat service knows and does: chats, people, messages, the methods of the Bot API."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.doubles import checks, shapes
from tests.doubles.limiter import Limits
from tests.doubles.updates import UpdateQueue

JsonDict = dict[str, Any]
Files = dict[str, tuple[str, bytes]]


class Refusal(Exception):
    """An answer with `ok: false`."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


@dataclass(slots=True)
class Chat:
    """A chat and the bot's messages in it; `status` is the bot's membership in a group."""

    shape: JsonDict
    status: str = "member"
    messages: dict[int, JsonDict] = field(default_factory=dict)
    last_id: int = 0

    def next_id(self) -> int:
        self.last_id += 1
        return self.last_id


@dataclass(frozen=True, slots=True)
class Answer:
    """One call of answerCallbackQuery."""

    text: str
    alert: bool
    late: bool
    at: float


class Service:
    """The state behind the double; `call` runs one method of the Bot API."""

    def __init__(
        self,
        token: str,
        *,
        per_second: float | None = None,
        per_group_minute: float | None = None,
        open_groups: bool = False,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self.token = token
        self.me: JsonDict = {
            "id": int(token.split(":")[0]),
            "is_bot": True,
            "first_name": "支部",
            "username": "zhibu_test_bot",
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }
        self.wall = wall
        self.limits = Limits(per_second, per_group_minute)
        self.open_groups = open_groups
        self.updates = UpdateQueue()
        self.chats: dict[int, Chat] = {}
        self.wrote: set[int] = set()
        self.blocked: set[int] = set()
        self.migrated: dict[int, int] = {}
        self.answers: dict[str, list[Answer]] = {}
        self.delivered_at: dict[str, float] = {}
        self.pressed: set[str] = set()
        self.commands: dict[str, list[JsonDict]] = {}
        self.webhook: JsonDict = {"url": ""}
        self.files: dict[str, tuple[str, bytes]] = {}
        self.forgotten: set[str] = set()  # ids that the service no longer takes
        self.uploads: Counter[str] = Counter()
        self.calls: Counter[str] = Counter()
        self.refusals = 0
        self.sent_at: list[float] = []
        self.poll: asyncio.Task[Any] | None = None

    def call(self, method: str, params: JsonDict, files: Files) -> Any:
        """Runs a method; returns its `result`. Raises `Refusal`."""
        self.calls[method] += 1
        handler = getattr(self, f"_{method.lower()}", None)
        if handler is None:
            raise Refusal(404, "Not Found")
        return handler(params, files)

    # -- chats -----------------------------------------------------------------------------
    def chat(self, chat: int) -> Chat:
        """A chat that the bot may write to. Raises `Refusal`."""
        if chat in self.migrated:
            raise Refusal(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=self.migrated[chat],
            )
        found = self.chats.get(chat)
        if found is None and chat < 0 and self.open_groups:
            found = self.chats[chat] = Chat(shapes.group_chat(chat, f"群{chat}"))
        if found is None:
            raise Refusal(400, "Bad Request: chat not found")
        self._check_membership(chat, found)
        return found

    def _check_membership(self, chat: int, found: Chat) -> None:
        if found.status in ("kicked", "left"):
            kind = found.shape["type"]
            raise Refusal(403, f"Forbidden: bot was kicked from the {kind} chat")
        if chat in self.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        if chat > 0 and chat not in self.wrote:
            raise Refusal(403, "Forbidden: bot can't initiate conversation with a user")

    def _pace(self, chat: int) -> None:
        wait = self.limits.retry_after(chat, time.monotonic())
        if wait:
            self.refusals += 1
            raise Refusal(429, f"Too Many Requests: retry after {wait}", retry_after=wait)

    # -- messages --------------------------------------------------------------------------
    def _checked(self, params: JsonDict, key: str, limit: int) -> JsonDict:
        entities = _parsed(params.get("entities" if key == "text" else "caption_entities")) or []
        markup = _parsed(params.get("reply_markup"))
        text = str(params.get(key, ""))
        problem = checks.check_text(text, entities, limit) or checks.check_keyboard(markup)
        if problem:
            raise Refusal(400, f"Bad Request: {problem}")
        text, entities = checks.trimmed(text, entities)
        content: JsonDict = {key: text} if text else {}
        if entities:
            content["entities" if key == "text" else "caption_entities"] = entities
        if markup and markup.get("inline_keyboard"):
            content["reply_markup"] = markup
        return content

    def _post(self, chat: Chat, content: JsonDict) -> JsonDict:
        message = {
            "message_id": chat.next_id(),
            "from": {key: self.me[key] for key in ("id", "is_bot", "first_name", "username")},
            "chat": chat.shape,
            "date": int(self.wall()),
            **content,
        }
        chat.messages[message["message_id"]] = message
        self.sent_at.append(time.monotonic())
        return message

    def _sendmessage(self, params: JsonDict, files: Files) -> JsonDict:
        chat = self.chat(int(params["chat_id"]))
        content = self._checked(params, "text", checks.MAX_TEXT)
        self._pace(int(params["chat_id"]))
        return self._post(chat, content)

    def _senddocument(self, params: JsonDict, files: Files) -> JsonDict:
        return self._send_file("document", params, files)

    def _sendphoto(self, params: JsonDict, files: Files) -> JsonDict:
        return self._send_file("photo", params, files)

    def _sendaudio(self, params: JsonDict, files: Files) -> JsonDict:
        return self._send_file("audio", params, files)

    def _sendvoice(self, params: JsonDict, files: Files) -> JsonDict:
        return self._send_file("voice", params, files)

    def _sendvideo(self, params: JsonDict, files: Files) -> JsonDict:
        return self._send_file("video", params, files)

    def _send_file(self, kind: str, params: JsonDict, files: Files) -> JsonDict:
        chat = self.chat(int(params["chat_id"]))
        content = self._checked(params, "caption", checks.MAX_CAPTION)
        shape = self._uploaded(kind, files[kind]) if kind in files else self._known(kind, params)
        self._pace(int(params["chat_id"]))
        return self._post(chat, {kind: shape, **content})

    def _uploaded(self, kind: str, file: tuple[str, bytes]) -> Any:
        name, data = file
        if len(data) > checks.MAX_UPLOAD[kind]:
            raise Refusal(413, "Request Entity Too Large")
        self.uploads[kind] += 1
        return shapes.file_of(kind, self.keep_file(name, data))

    def _known(self, kind: str, params: JsonDict) -> Any:
        """A file that stands already, by its id."""
        ref = str(params.get(kind, ""))
        if not ref:
            raise Refusal(400, f"Bad Request: there is no {kind} in the request")
        if ref not in self.files or ref in self.forgotten:
            raise Refusal(400, "Bad Request: wrong file identifier/HTTP URL specified")
        name, data = self.files[ref]
        shape = {"file_id": ref, "file_unique_id": ref[-8:], "file_size": len(data)}
        return shapes.file_of(kind, {**shape, "file_name": name})

    def _sendpoll(self, params: JsonDict, files: Files) -> JsonDict:
        chat = self.chat(int(params["chat_id"]))
        options = [each["text"] for each in _parsed(params["options"])]
        right = _parsed(params.get("correct_option_ids"))
        problem = checks.check_poll(params, options, right) or checks.check_keyboard(
            _parsed(params.get("reply_markup"))
        )
        if problem:
            raise Refusal(400, f"Bad Request: {problem}")
        self._pace(int(params["chat_id"]))
        return self._post(chat, {"poll": shapes.poll(params, options, right)})

    def keep_file(self, name: str, data: bytes) -> JsonDict:
        """Stores a file; returns its Document shape."""
        ref = f"BQACAgUAAx{len(self.files):06d}"
        self.files[ref] = (name, data)
        return {
            "file_name": name,
            "file_id": ref,
            "file_unique_id": ref[-8:],
            "file_size": len(data),
        }

    def _edit(self, params: JsonDict, content: JsonDict, replaced: tuple[str, ...]) -> JsonDict:
        chat = self.chat(int(params["chat_id"]))
        message = chat.messages.get(int(params["message_id"]))
        if message is None:
            raise Refusal(400, "Bad Request: message to edit not found")
        if "text" in replaced and "text" not in message and "poll" not in message:
            raise Refusal(400, "Bad Request: there is no text in the message to edit")
        edited = {key: value for key, value in message.items() if key not in replaced} | content
        if edited == {key: value for key, value in message.items() if key != "edit_date"}:
            raise Refusal(
                400,
                "Bad Request: message is not modified: specified new message content and reply "
                "markup are exactly the same as a current content and reply markup of the message",
            )
        self._pace(int(params["chat_id"]))
        chat.messages[message["message_id"]] = {**edited, "edit_date": int(self.wall())}
        return chat.messages[message["message_id"]]

    def _editmessagetext(self, params: JsonDict, files: Files) -> JsonDict:
        content = self._checked(params, "text", checks.MAX_TEXT)
        return self._edit(params, content, ("text", "entities", "reply_markup", "edit_date"))

    def _editmessagecaption(self, params: JsonDict, files: Files) -> JsonDict:
        content = self._checked(params, "caption", checks.MAX_CAPTION)
        gone = ("caption", "caption_entities", "reply_markup", "edit_date")
        return self._edit(params, content, gone)

    def _editmessagereplymarkup(self, params: JsonDict, files: Files) -> JsonDict:
        markup = _parsed(params.get("reply_markup"))
        content = {"reply_markup": markup} if markup else {}
        return self._edit(params, content, ("reply_markup", "edit_date"))

    # -- presses ---------------------------------------------------------------------------
    def _answercallbackquery(self, params: JsonDict, files: Files) -> bool:
        query = str(params["callback_query_id"])
        given = self.answers.setdefault(query, [])
        text = str(params.get("text", ""))
        late = bool(given) or query not in self.pressed
        alert = params.get("show_alert") in (True, "true", "True")
        if len(text) > 200:
            raise Refusal(400, "Bad Request: MESSAGE_TOO_LONG")
        given.append(Answer(text, alert, late, time.monotonic()))
        if late:
            raise Refusal(
                400,
                "Bad Request: query is too old and response timeout expired or query ID is invalid",
            )
        return True

    # -- the bot itself --------------------------------------------------------------------
    def _getme(self, params: JsonDict, files: Files) -> JsonDict:
        return self.me

    def _setmycommands(self, params: JsonDict, files: Files) -> bool:
        scope = _parsed(params.get("scope")) or {"type": "default"}
        name = scope["type"] + (f":{scope['chat_id']}" if "chat_id" in scope else "")
        commands = _parsed(params["commands"])
        for command in commands:
            if not command["command"].isascii() or not command["description"]:
                raise Refusal(400, "Bad Request: BOT_COMMAND_INVALID")
        self.commands[name] = commands
        return True

    def _setwebhook(self, params: JsonDict, files: Files) -> bool:
        allowed = _parsed(params.get("allowed_updates"))
        self.updates.allowed = set(allowed) if allowed else self.updates.allowed
        self.webhook = {"url": params.get("url", ""), "secret": params.get("secret_token", "")}
        return True

    def _deletewebhook(self, params: JsonDict, files: Files) -> bool:
        self.webhook = {"url": ""}
        return True

    def _getwebhookinfo(self, params: JsonDict, files: Files) -> JsonDict:
        return {"url": self.webhook["url"], "pending_update_count": len(self.updates)}

    def _getchatmember(self, params: JsonDict, files: Files) -> JsonDict:
        chat = self.chat(int(params["chat_id"]))
        user = int(params["user_id"])
        if user == self.me["id"]:
            return shapes.member(self.me, chat.status)
        return shapes.member(shapes.person(user), "member" if user in self.wrote else "left")

    def _getfile(self, params: JsonDict, files: Files) -> JsonDict:
        found = self.files.get(str(params["file_id"]))
        if found is None:
            raise Refusal(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(found[1]) > 20_000_000:
            raise Refusal(400, "Bad Request: file is too big")
        ref = str(params["file_id"])
        shape = {"file_id": ref, "file_unique_id": ref[-8:], "file_size": len(found[1])}
        return {**shape, "file_path": f"documents/{ref}"}


def _parsed(value: Any) -> Any:
    """A parameter that may come as JSON text (form) or as a value (JSON body)."""
    return json.loads(value) if isinstance(value, str) else value
