"""python-telegram-bot's request layer over the channel's one aiohttp session."""

import json
from io import BytesIO
from typing import Any

import aiohttp
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from channels.telegram.link import CONNECT_SECONDS, READ_SECONDS, Link, Unreachable

UPLOAD_SECONDS = 60.0
_ODV = Any  # the library's "value or its default marker"


class AiohttpRequest(BaseRequest):
    """Hands the library's requests to the `Link`; opening and closing it is the channel's work."""

    __slots__ = ("_link",)

    def __init__(self, link: Link) -> None:
        self._link = link

    @property
    def read_timeout(self) -> float | None:
        """Default read timeout in seconds."""
        return READ_SECONDS

    async def initialize(self) -> None:
        """Nothing to do: the session opens at the first request."""

    async def shutdown(self) -> None:
        """Nothing to do: the channel closes the session, which others use too."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: _ODV = BaseRequest.DEFAULT_NONE,
        write_timeout: _ODV = BaseRequest.DEFAULT_NONE,
        connect_timeout: _ODV = BaseRequest.DEFAULT_NONE,
        pool_timeout: _ODV = BaseRequest.DEFAULT_NONE,  # noqa: ARG002  aiohttp has none
    ) -> tuple[int, bytes]:
        """One exchange: status and body. Raises TimedOut or NetworkError, without any URL."""
        uploads = request_data is not None and request_data.contains_files
        read = _seconds(read_timeout, READ_SECONDS)
        write = _seconds(write_timeout, UPLOAD_SECONDS if uploads else READ_SECONDS)
        connect = _seconds(connect_timeout, CONNECT_SECONDS)
        # aiohttp has no write timeout: a stuck upload ends by the total.
        whole = None if read is None or write is None else read + write + (connect or 0.0)
        timeout = aiohttp.ClientTimeout(total=whole, sock_connect=connect, sock_read=read)
        try:
            reply = await self._link.request(method, url, data=_form(request_data), timeout=timeout)
        except Unreachable as error:
            fault = TimedOut() if error.timed_out else NetworkError(str(error))
        else:
            return reply.status, reply.body
        raise fault

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """The answer as JSON values. Raises TelegramError; unlike the library it logs nothing of
        what it could not read."""
        try:
            return json.loads(payload.decode("utf-8", "replace"))
        except ValueError:
            pass
        raise TelegramError("Invalid server response")


def _seconds(value: Any, default: float) -> float | None:
    if value is BaseRequest.DEFAULT_NONE:
        return default
    return None if value is None else float(value)


def _form(data: RequestData | None) -> Any:
    if data is None:
        return None
    if not data.contains_files:
        return data.json_parameters
    # With quote_fields a Chinese file name arrives percent-encoded; without it a quote in the
    # name would end the header's value.
    form = aiohttp.FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (file_name, content, kind) in data.multipart_data.items():
        body = BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, body, filename=safe_file_name(file_name), content_type=kind)
    return form


def safe_file_name(name: str) -> str:
    """A file name that stands safely between quotes in a multipart header."""
    plain = "".join(" " if character < " " else character for character in name)
    return plain.replace("\\", "_").replace('"', "%22")
