"""A service that speaks as much of S3 as a store of files needs, on this machine."""

from types import TracebackType
from typing import Self

from aiohttp import web


class FakeBucket:
    """Objects by path; `refuses` makes every request fail with that status."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.puts = 0
        self.refuses = 0
        self.signed: list[str] = []
        self._runner: web.ServerRunner | None = None
        self.root = ""

    async def __aenter__(self) -> Self:
        self._runner = web.ServerRunner(web.Server(self._handle), handle_signals=False)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.root = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    async def _handle(self, request: web.BaseRequest) -> web.Response:
        self.signed.append(request.headers.get("Authorization", ""))
        if self.refuses:
            return web.Response(status=self.refuses, text="<Error><Code>No</Code></Error>")
        if request.method == "PUT":
            self.puts += 1
            self.objects[request.path] = await request.read()
            return web.Response(headers={"ETag": '"1"'})
        found = self.objects.get(request.path)
        if found is None:
            return web.Response(status=404, text="<Error><Code>NoSuchKey</Code></Error>")
        headers = {"ETag": '"1"', "Last-Modified": "Mon, 02 Mar 2026 04:00:00 GMT"}
        return web.Response(body=found, headers=headers)
