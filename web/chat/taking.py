"""Taking what a person does in a window: show it to the room, deliver it, acknowledge it."""

from typing import Any

from domain.messages import Incoming, IncomingFile
from store.worker import DatabaseDown
from web.chat.channel import ChatChannel
from web.chat.events import (
    BadEvent,
    Origin,
    client_id,
    file_event,
    press_event,
    text_event,
    text_of,
)
from web.chat.feed import Feed
from web.chat.files import safe_name
from web.chat.inbox import Held
from web.chat.posts import View
from web.chat.talk import talk_view, with_file
from web.chat.windows import UNTAKEN, Window


class Taking:
    """Turns a page's messages into events and answers each with ack, held or refused.

    An event is acknowledged only after the core has committed it. One that comes again is
    delivered again under the same key, but shown to the room only once. Events of one window
    keep their order: while one is held, those behind it are held too.
    """

    def __init__(self, channel: ChatChannel) -> None:
        self._channel = channel

    def take(self, window: Window, raw: dict[str, Any]) -> None:
        """Handle one message of a page. Never raises for what a page sends."""
        if raw.get("t") == "ping":
            window.tell({"t": "pong"})
            return
        if window.untaken >= UNTAKEN:
            window.tell({"t": "held", "id": raw.get("id")})
            return
        window.untaken += 1
        window.spawn(self._take(window, raw))

    async def _take(self, window: Window, raw: dict[str, Any]) -> None:
        client = str(raw.get("id"))
        try:
            await self._pass_on(window, raw)
        except BadEvent as error:
            window.behind.pop(client, None)
            window.tell({"t": "refused", "text": str(error), "id": raw.get("id")})
        except (Held, DatabaseDown):
            window.behind.setdefault(client)
            window.tell({"t": "held", "id": client})
        else:
            window.behind.pop(client, None)
            window.tell({"t": "ack", "id": client})
        finally:
            window.untaken -= 1

    async def _pass_on(self, window: Window, raw: dict[str, Any]) -> None:
        client = client_id(raw)  # before anything is shown
        event = await self._event(window, raw)
        if window.must_wait(client):
            raise Held
        await self._channel.inbox.offer(event)

    async def _event(self, window: Window, raw: dict[str, Any]) -> Incoming:
        card = window.cards.get(str(raw.get("room")))
        if card is None:
            raise BadEvent("您不在这个聊天里。")
        title = card.title if card.group else ""
        origin = Origin(window.person, card.address, title, self._channel.now())
        if raw.get("t") == "press":
            return press_event(raw, origin)
        feed = await self._channel.hub.feed(card.address)
        quoted = _quoted(feed, raw)
        if raw.get("t") == "text":
            return self._said(raw, origin, quoted)
        if raw.get("t") == "file":
            return self._sent(raw, origin, quoted)
        raise BadEvent("这一操作无法识别，请刷新页面。")

    def _said(self, raw: dict[str, Any], origin: Origin, quoted: View | None) -> Incoming:
        event = text_event(raw, origin, quoted["id"] if quoted else "")
        self._show(origin, event, text_of(raw), quoted)
        return event

    def _sent(self, raw: dict[str, Any], origin: Origin, quoted: View | None) -> Incoming:
        file = self._uploaded(raw, origin)
        event = file_event(raw, origin, file, quoted["id"] if quoted else "")
        self._show(origin, event, event.text, quoted)
        return event

    def _uploaded(self, raw: dict[str, Any], origin: Origin) -> IncomingFile:
        ref, name = raw.get("ref"), raw.get("name")
        if not isinstance(ref, str) or not isinstance(name, str):
            raise BadEvent("文件没有传完，请重新发送。")
        path = self._channel.files.upload(ref)
        own = ref.startswith(f"{origin.person.address}/")
        if path is None or not own or not path.is_file():
            raise BadEvent("文件已过期，请重新发送。")
        return IncomingFile(ref=ref, name=safe_name(name), size=path.stat().st_size)

    def _show(self, origin: Origin, event: Incoming, text: str, quoted: View | None) -> None:
        author = (origin.person.address, origin.person.name)
        view = talk_view(event.message_id, origin.at, author, text, quoted)
        if event.file is not None:
            view = {**with_file(view, event.file), "ref": event.file.ref}
        self._channel.hub.show(origin.room, view)


def _quoted(feed: Feed, raw: dict[str, Any]) -> View | None:
    """The bot's message that a text answers, while it is still shown."""
    view = feed.get(str(raw.get("reply_to") or ""))
    return view if view is not None and view["kind"] == "bot" else None
