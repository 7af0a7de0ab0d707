"""Sending files in, and bringing files back to the people of a room."""

from urllib.parse import quote

from aiohttp import web

from domain.rooms import may_see
from store.tables.posts import Post
from web.chat.channel import ChatChannel
from web.chat.files import UPLOAD_LIMIT, TooLarge
from web.chat.identity import Identity
from web.chat.posts import ID_DIGITS, SHOWN, Stored

CHUNK = 256 * 1024


class FilePages:
    """`POST /chat/upload` and `GET /chat/files/{room}/{message}`, with `?show` to be shown.

    Shown in the page is only what the bot sent and a browser plays; all else is downloaded.
    """

    def __init__(self, channel: ChatChannel, identity: Identity) -> None:
        self._channel = channel
        self._identity = identity

    def mount(self, chat: web.Application) -> None:
        """Add the routes."""
        chat.router.add_post("/upload", self._take)
        chat.router.add_get("/files/{room}/{message}", self._give)

    async def _take(self, request: web.Request) -> web.Response:
        address = await self._identity.asking(request)
        if address is None or await self._identity.person(address) is None:
            raise web.HTTPUnauthorized(text="请重新进入后再发送文件。")
        if (request.content_length or 0) > UPLOAD_LIMIT:
            raise _too_large()
        try:
            chunks = request.content.iter_chunked(CHUNK)
            ref, size = await self._channel.files.receive(address, chunks)
        except TooLarge:
            raise _too_large() from None
        except OSError:
            raise web.HTTPInsufficientStorage(text="文件没有存下，请稍后再试。") from None
        return web.json_response({"ref": ref, "size": size})

    async def _give(self, request: web.Request) -> web.StreamResponse:
        room, message = request.match_info["room"], request.match_info["message"]
        address = await self._identity.asking(request)
        stored = await self._find(room, message, address) if address else None
        path = self._channel.files.post_file(stored.path) if stored is not None else None
        if stored is None or path is None or not path.is_file():
            raise web.HTTPNotFound(text="没有这个文件，或您不在它所在的聊天里。")
        shown = "show" in request.query and stored.mime in SHOWN
        headers = {
            "Content-Disposition": "inline"
            if shown
            else f"attachment; filename*=UTF-8''{quote(stored.name)}",
            "Content-Type": stored.mime if shown else "application/octet-stream",
        }
        if shown:  # a post's file never changes, and a player asks for it piece by piece
            headers["Cache-Control"] = "private, max-age=86400, immutable"
        return web.FileResponse(path, headers=headers)

    async def _find(self, room: str, message: str, address: str) -> Stored | None:
        """The file of a message, if the person may see the room."""
        if not await self._channel.worker.run(lambda session: may_see(session, room, address)):
            return None
        if message.isdecimal() and len(message) <= ID_DIGITS:
            post = await self._channel.worker.run(lambda session: session.get(Post, int(message)))
            return _of_post(post, room)
        view = (await self._channel.hub.feed(room)).get(message)
        if view is None or "ref" not in view:
            return None
        file = view["file"]
        return Stored(f"uploads/{view['ref']}", file["name"], file["size"])


def _of_post(post: Post | None, room: str) -> Stored | None:
    if post is None or post.room != room or "file" not in post.body:
        return None
    return Stored(**post.body["file"])


def _too_large() -> web.HTTPRequestEntityTooLarge:
    return web.HTTPRequestEntityTooLarge(
        UPLOAD_LIMIT, UPLOAD_LIMIT, text=f"文件太大：最多 {UPLOAD_LIMIT // 1024 // 1024} MB。"
    )
