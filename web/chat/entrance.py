"""Coming in by a one-time link. Looking at the link does not use it up: a press does."""

from html import escape

from aiohttp import web

from content.sentences import plain
from domain.invites import enter, look_at
from domain.refusals import Refused
from web.chat.channel import ChatChannel
from web.chat.greeting import look_up
from web.chat.identity import Identity

PAGE = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>支部聊天</title>
<link rel="stylesheet" href="/chat/static/entrance.css">
</head>
<body>
<main>
<h1>支部聊天</h1>
{content}
</main>
</body>
</html>
"""

FORM = """<p>{name}同志，您好。</p>
<p>按下面的按钮进入。本链接只能使用一次，进入后请勿清除浏览器数据。</p>
<form method="post" action="/chat/enter">
<input type="hidden" name="code" value="{code}">
<button type="submit">进入</button>
</form>"""


class Entrance:
    """`/chat/enter?code=…`: a page with one button, and the button's effect."""

    def __init__(self, channel: ChatChannel, identity: Identity) -> None:
        self._channel = channel
        self._identity = identity

    def mount(self, chat: web.Application) -> None:
        """Add the routes."""
        chat.router.add_get("/enter", self._door)
        chat.router.add_post("/enter", self._come_in)

    def stranger(self) -> web.Response:
        """What somebody without a cookie sees."""
        return _page("<p>请用管理员发给您的邀请链接进入。</p>", 401)

    async def _door(self, request: web.Request) -> web.Response:
        code = request.query.get("code", "")
        now = self._channel.now()
        try:
            invite = await self._channel.worker.run(lambda session: look_at(session, now, code))
        except Refused as refused:
            return _refusal(refused)
        return _page(FORM.format(name=escape(invite.name), code=escape(code)), 200)

    async def _come_in(self, request: web.Request) -> web.Response:
        code = str((await request.post()).get("code", ""))
        now = self._channel.now()
        try:
            address = await self._channel.worker.run(lambda session: enter(session, now, code))
        except Refused as refused:
            return _refusal(refused)
        await self._show_in_rooms(address)
        response = web.Response(status=303, headers={"Location": "/chat"})
        await self._identity.remember(response, address)
        return response

    async def _show_in_rooms(self, address: str) -> None:
        """Tell the core, and the windows of those who sit there, that somebody came in."""
        self._channel.announcer.wake()
        seen = await self._channel.worker.run(lambda session: look_up(session, address))
        for card in seen.cards if seen is not None else []:
            if card.group:
                self._channel.hub.tell_room(card.address, {"t": "card", **card.view()})


def _refusal(refused: Refused) -> web.Response:
    sentence = plain(f"refused_{refused.code}", refused.facts)
    return _page(f"<p>{escape(sentence)}</p>", 410)


def _page(content: str, status: int) -> web.Response:
    return web.Response(text=PAGE.format(content=content), content_type="text/html", status=status)
