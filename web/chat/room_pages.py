"""Group rooms: who is in one, and what an admin does with them."""

from typing import Any

from aiohttp import web
from sqlmodel import Session

from domain.rooms import everybody, may_see, open_room, people_in, take_seat
from store.tables import Account
from store.tables.posts import Room
from web.chat.channel import ChatChannel
from web.chat.greeting import Card, group_cards, room_view
from web.chat.identity import Identity
from web.chat.windows import Window

TITLE_LENGTH = 40
ADDED_AT_ONCE = 500


class RoomPages:
    """`/chat/people`, `/chat/rooms` (admins only) and a room's own people."""

    def __init__(self, channel: ChatChannel, identity: Identity) -> None:
        self._channel = channel
        self._identity = identity

    def mount(self, chat: web.Application) -> None:
        """Add the routes."""
        chat.router.add_get("/people", self._known)
        chat.router.add_post("/rooms", self._open)
        chat.router.add_get("/rooms/{room}/people", self._in_room)
        chat.router.add_post("/rooms/{room}/people", self._add)

    async def _known(self, request: web.Request) -> web.Response:
        await self._admin(request)
        accounts = await self._channel.worker.run(everybody)
        return web.json_response({"people": [_person(account) for account in accounts]})

    async def _in_room(self, request: web.Request) -> web.Response:
        address = await self._identity.asking(request)
        room = request.match_info["room"]

        def act(session: Session) -> list[Account]:
            seen = address is not None and may_see(session, room, address)
            return people_in(session, room) if seen else []

        accounts = await self._channel.worker.run(act)
        if not accounts:
            raise web.HTTPNotFound(text="您不在这个聊天里。")
        return web.json_response({"people": [_person(account) for account in accounts]})

    async def _open(self, request: web.Request) -> web.Response:
        admin = await self._admin(request)
        raw = await _json(request)
        title = " ".join(str(raw.get("title", "")).split())
        if not 0 < len(title) <= TITLE_LENGTH:
            raise web.HTTPBadRequest(text=f"请填写群名，最多 {TITLE_LENGTH} 字。")
        people = [admin, *_addresses(raw)]
        now = self._channel.now()

        def act(session: Session) -> str:
            return open_room(session, now, title, made_by=admin).address

        return await self._seat(await self._channel.worker.run(act), people)

    async def _add(self, request: web.Request) -> web.Response:
        admin = await self._admin(request)
        room = request.match_info["room"]
        raw = await _json(request)
        if not await self._channel.worker.run(lambda session: may_see(session, room, admin)):
            raise web.HTTPNotFound(text="您不在这个聊天里。")
        return await self._seat(room, _addresses(raw))

    async def _seat(self, room: str, people: list[str]) -> web.Response:
        """Give seats, show the room in everybody's open windows and tell the core."""
        now = self._channel.now()

        def act(session: Session) -> tuple[Card | None, list[str]]:
            known = {account.address for account in everybody(session)}
            new = [one for one in people if one in known and take_seat(session, now, room, one)]
            row = session.get(Room, room)
            return (group_cards(session, [row])[0] if row is not None else None), new

        card, new = await self._channel.worker.run(act)
        if card is None:
            raise web.HTTPNotFound(text="没有这个群聊。")
        self._channel.announcer.wake()
        await self._show(card, new)
        return web.json_response({"room": room})

    async def _show(self, card: Card, new: list[str]) -> None:
        hub = self._channel.hub
        feed = await hub.feed(card.address)
        for address in new:
            hub.seat(address, card.address)
            for window in hub.windows_of(address):
                if isinstance(window, Window):
                    window.cards[card.address] = card
            hub.tell_person(address, {"t": "room", **room_view(card, feed, None)})
        hub.tell_room(card.address, {"t": "card", **card.view()})

    async def _admin(self, request: web.Request) -> str:
        address = await self._identity.asking(request)
        person = await self._identity.person(address) if address else None
        if address is None or person is None or not person[1]:
            raise web.HTTPForbidden(text="只有管理员可以建群和添加成员。")
        return address


def _person(account: Account) -> dict[str, str]:
    return {"address": account.address, "name": account.name}


def _addresses(raw: dict[str, Any]) -> list[str]:
    people = raw.get("people")
    chosen = people if isinstance(people, list) else []
    return list(dict.fromkeys(one for one in chosen if isinstance(one, str)))[:ADDED_AT_ONCE]


async def _json(request: web.Request) -> dict[str, Any]:
    try:
        raw = await request.json()
    except ValueError:
        raw = None
    if not isinstance(raw, dict):
        raise web.HTTPBadRequest(text="请求无法识别。")
    return raw
