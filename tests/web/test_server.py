"""The web server and its small parts, over real HTTP."""

import asyncio
import io
import time
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType
from prometheus_client import CollectorRegistry, Counter

from tests.web.conftest import House
from web.health import Health
from web.metrics import Metrics
from web.server import WebServer, parse_listen
from web.webhook import Webhook


class Outside:
    """What lies behind the server's parts, and what it was given."""

    def __init__(self) -> None:
        self.states = {"database": "ok"}
        self.received: list[tuple[bytes, str]] = []

    async def ready(self) -> dict[str, str]:
        return self.states

    async def receive(self, body: bytes, secret: str) -> int:
        self.received.append((body, secret))
        return 200 if secret == "right" else 403


@pytest.fixture
def outside() -> Outside:
    return Outside()


@pytest.fixture
async def root(outside: Outside) -> AsyncIterator[str]:
    registry = CollectorRegistry()
    Counter("zhibu_events", "Events taken.", registry=registry).inc(3)
    parts = [Health(outside.ready), Metrics(registry), Webhook(outside.receive)]
    server = WebServer("127.0.0.1:0", parts)
    await server.start()
    yield f"http://127.0.0.1:{server.port}"
    await server.stop()


async def test_alive_and_ready(root: str, outside: Outside) -> None:
    async with ClientSession(root) as http:
        assert (await http.get("/healthz")).status == 200
        assert (await http.get("/readyz")).status == 200
        outside.states = {"database": "连不上"}
        answer = await http.get("/readyz")
        assert (answer.status, await answer.json()) == (503, {"database": "连不上"})
        assert (await http.get("/healthz")).status == 200


async def test_figures_of_the_registry(root: str) -> None:
    async with ClientSession(root) as http:
        answer = await http.get("/metrics")
        assert "zhibu_events_total 3.0" in await answer.text()
        assert answer.content_type == "text/plain"


async def test_the_webhook_passes_body_and_secret_on(root: str, outside: Outside) -> None:
    name = "X-Telegram-Bot-Api-Secret-Token"
    async with ClientSession(root) as http:
        right = await http.post("/telegram", data=b'{"update_id":1}', headers={name: "right"})
        wrong = await http.post("/telegram", data=b"{}", headers={name: "wrong"})
        huge = await http.post("/telegram", data=io.BytesIO(b"x" * (1024 * 1024 + 1)))
    assert (right.status, wrong.status, huge.status) == (200, 403, 413)
    assert outside.received == [(b'{"update_id":1}', "right"), (b"{}", "wrong")]


async def test_every_answer_is_guarded(root: str) -> None:
    async with ClientSession(root) as http:
        for path in ("/healthz", "/nowhere"):
            headers = (await http.get(path)).headers
            assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
            assert "unsafe-inline" not in headers["Content-Security-Policy"]
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["Cache-Control"] == "no-store"


async def test_a_taken_address_is_an_error(root: str) -> None:
    port = int(root.rsplit(":", 1)[1])
    with pytest.raises(OSError, match="address already in use"):
        await WebServer(f"127.0.0.1:{port}", []).start()


@pytest.mark.parametrize("listen", ["8642", "localhost:", ":8642", "localhost:http"])
def test_what_is_no_address(listen: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        parse_listen(listen)


def test_addresses() -> None:
    assert parse_listen("127.0.0.1:8642") == ("127.0.0.1", 8642)
    assert parse_listen("[::1]:80") == ("::1", 80)


async def test_a_demo_answers_only_to_this_machines_names() -> None:
    server = WebServer("127.0.0.1:0", [Health(Outside().ready)], loopback_only=True)
    await server.start()
    try:
        async with ClientSession(f"http://127.0.0.1:{server.port}") as http:
            for host, status in (
                ("localhost:8642", 200),
                ("127.0.0.1", 200),
                ("[::1]:8642", 200),
                ("evil.example", 403),
                ("127.0.0.1.evil.example", 403),
                ("[", 403),
            ):
                answer = await http.get("/healthz", headers={"Host": host})
                assert answer.status == status, host
    finally:
        await server.stop()


async def test_it_stops_at_once_and_sends_its_windows_to_come_back(
    house: House, group: str
) -> None:
    li, wang = await house.page("u-li"), await house.page("u-wang")
    deaf = await _deaf_window(house)

    begun = time.monotonic()
    await house.server.stop()

    assert time.monotonic() - begun < 2
    await li.until(lambda: li.close_code is not None and wang.close_code is not None)
    assert (li.close_code, wang.close_code) == (1012, 1012)
    await deaf.close()
    await house.start()


async def _deaf_window(house: House) -> ClientWebSocketResponse:
    """A window that is open but answers nothing any more, as a phone in a tunnel."""
    page = await house.page("u-li")
    assert page._socket is not None
    assert page._reading is not None
    page._reading.cancel()
    await asyncio.sleep(0)
    return page._socket


async def test_a_foreign_page_cannot_open_the_live_connection(house: House, group: str) -> None:
    cookie = {"zhibu_chat": await house.cookie("u-li")}
    async with ClientSession(house.root, cookies=cookie) as http:
        for origin in ("https://evil.example", "null", ""):
            answer = await http.get("/chat/live", headers=_upgrade(origin))
            assert answer.status == 403, origin
        socket = await http.ws_connect("/chat/live", origin=house.root)
        await socket.send_json({"t": "hello"})
        assert (await socket.receive_json())["t"] == "welcome"
        await socket.close()


def _upgrade(origin: str) -> dict[str, str]:
    return {
        "Origin": origin,
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }


async def test_nonsense_on_the_live_connection_harms_nothing(house: House, group: str) -> None:
    li = await house.page("u-li")
    assert li._socket is not None
    for nonsense in ("", "[]", "{", '{"t":5}', '{"t":"text"}', '{"t":"text","id":9}', "[" * 9999):
        await li._socket.send_str(nonsense)
    for event in (
        {"t": "text", "id": "a" * 12, "room": group, "text": "x" * 5001},
        {"t": "text", "id": "b" * 12, "room": group, "text": "  "},
        {"t": "text", "id": "c" * 12, "room": {}, "text": "x"},
        {"t": "press", "id": "d" * 12, "room": group, "post": "9" * 40, "action": "x"},
        {"t": "press", "id": "e" * 12, "room": group, "post": "1", "action": "汉" * 22},
        {"t": "file", "id": "f" * 12, "room": group, "ref": "../../etc/passwd", "name": "x"},
        {"t": "dance", "id": "g" * 12, "room": group},
    ):
        await li._socket.send_json(event)
    await li.until(lambda: set(li.refused) >= {letter * 12 for letter in "abcdefg"})
    client = await li.does("text", group, text="还在")
    await li.until(lambda: client in li.acked)
    assert [event.text for event in house.core.committed if event.text] == ["还在"]


async def test_a_hello_must_come_first(house: House, group: str) -> None:
    cookie = {"zhibu_chat": await house.cookie("u-li")}
    async with ClientSession(house.root, cookies=cookie) as http:
        socket = await http.ws_connect("/chat/live", origin=house.root)
        await socket.send_json({"t": "text", "id": "a" * 12, "room": group, "text": "x"})
        assert (await socket.receive()).type is WSMsgType.CLOSE
    assert house.core.committed == []
