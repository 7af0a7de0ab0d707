"""Fetching from official addresses: what is dialled is what was checked, at every step."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from domain.addresses import OFFICIAL, is_address, is_public, official
from domain.messages import Passing
from domain.refusals import Refused
from web import fetching
from web.fetching import Fetcher

HOSTS = ("pages.example.cn", "others.example.cn")
PAGE = "<html><head><title>示例讲话</title></head><body><p>要坚持学习。</p></body></html>"


async def page(_: web.Request) -> web.Response:
    return web.Response(text=PAGE, content_type="text/html")


async def turn(request: web.Request) -> web.Response:
    raise web.HTTPFound(request.query["to"])


async def large(_: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse()
    answer.enable_compression()
    await answer.prepare(_)
    try:
        for _number in range(200):
            await answer.write(b"0" * 100_000)
    except ConnectionError:
        return answer
    return answer


@pytest.fixture
async def server() -> AsyncIterator[TestServer]:
    app = web.Application()
    app.router.add_get("/t/20261120_1.html", page)
    app.router.add_get("/turn", turn)
    app.router.add_get("/large", large)
    server = TestServer(app)
    await server.start_server()
    yield server
    await server.close()


def fetcher(server: TestServer, numbers: dict[str, str] | None = None) -> Fetcher:
    """A fetcher that finds the hosts of HOSTS on the test server, others where told."""
    told = numbers or {}

    async def look_up(host: str, _port: int) -> Sequence[tuple[str, int]]:
        return [(told.get(host, "127.0.0.1"), server.port or 0)]

    return Fetcher(HOSTS, look_up, lambda number: number == "127.0.0.1")


async def test_a_page_is_fetched_with_a_name(server: TestServer, tmp_path: Path) -> None:
    target = tmp_path / "page"
    found = await fetcher(server).fetch("http://pages.example.cn/t/20261120_1.html", target)
    assert found.name == "20261120_1.html"
    assert target.read_text("utf-8") == PAGE


async def test_a_redirect_to_another_official_host_is_followed(
    server: TestServer, tmp_path: Path
) -> None:
    to = "http://others.example.cn/t/20261120_1.html"
    found = await fetcher(server).fetch(f"http://pages.example.cn/turn?to={to}", tmp_path / "p")
    assert found.address == to


@pytest.mark.parametrize(
    ("to", "code"),
    [
        ("http://127.0.0.1/t/20261120_1.html", "link_odd"),
        ("http://169.254.169.254/latest/meta-data", "link_odd"),
        ("http://elsewhere.example.org/", "link_not_official"),
        ("file:///etc/passwd", "link_odd"),
        ("http://pages.example.cn:8080/", "link_odd"),
        ("http://user:secret@pages.example.cn/", "link_odd"),
    ],
)
async def test_every_redirect_is_checked_as_the_first_address(
    server: TestServer, tmp_path: Path, to: str, code: str
) -> None:
    with pytest.raises(Refused, match=code):
        await fetcher(server).fetch(f"http://pages.example.cn/turn?to={to}", tmp_path / "p")
    assert not (tmp_path / "p").exists()


async def test_a_host_that_leads_into_a_network_is_not_dialled(
    server: TestServer, tmp_path: Path
) -> None:
    inside = fetcher(server, {"pages.example.cn": "10.0.0.5"})
    with pytest.raises(Refused, match="link_private"):
        await inside.fetch("http://pages.example.cn/t/20261120_1.html", tmp_path / "p")
    turned = fetcher(server, {"others.example.cn": "192.168.1.1"})
    with pytest.raises(Refused, match="link_private"):
        await turned.fetch(
            "http://pages.example.cn/turn?to=http://others.example.cn/x", tmp_path / "p"
        )


async def test_a_circle_of_redirects_ends(server: TestServer, tmp_path: Path) -> None:
    circle = "http://pages.example.cn/turn?to=/turn%3Fto%3D/turn"
    with pytest.raises(Refused):
        await fetcher(server).fetch(circle, tmp_path / "p")


async def test_a_page_that_unpacks_too_large_is_refused(server: TestServer, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="link_too_large"):
        await fetcher(server).fetch("http://pages.example.cn/large", tmp_path / "p")


async def test_a_page_that_is_not_there_says_so(server: TestServer, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="link_gone"):
        await fetcher(server).fetch("http://pages.example.cn/none", tmp_path / "p")


async def test_a_host_that_does_not_answer_may_answer_later(
    server: TestServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nobody(_host: str, _port: int) -> Sequence[tuple[str, int]]:
        return [("127.0.0.1", 1)]

    one = Fetcher(HOSTS, nobody, lambda _number: True)
    with pytest.raises(Passing):
        await one.fetch("http://pages.example.cn/", tmp_path / "p")
    monkeypatch.setattr(fetching, "SECONDS", 0.0)
    with pytest.raises(Passing):
        await fetcher(server).fetch("http://pages.example.cn/", tmp_path / "p")


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.1.1", "0.0.0.0",
        "100.64.0.1", "224.0.0.1", "::1", "fe80::1", "fc00::1", "::ffff:10.0.0.1",
        "::ffff:127.0.0.1", "255.255.255.255",
    ],
)  # fmt: skip
def test_addresses_inside_networks_are_not_public(number: str) -> None:
    assert not is_public(number)


def test_addresses_outside_are_public() -> None:
    assert is_public("1.2.3.4")
    assert is_public("2400:da00::1")


@pytest.mark.parametrize(
    "address",
    [
        "http://2130706433/", "http://0x7f000001/", "http://127.1/", "http://[::1]/",
        "http://017700000001/", "ftp://www.gov.cn/", "javascript:alert(1)", "http://",
        "http://www.gov.cn:22/", "https://www.gov.cn:80/",
    ],
)  # fmt: skip
def test_odd_addresses_are_refused(address: str) -> None:
    with pytest.raises(Refused, match="link_odd"):
        official(address, OFFICIAL)


@pytest.mark.parametrize(
    "address",
    ["https://gov.cn.example.org/", "https://notgov.cn/", "https://example.org/?www.gov.cn"],
)
def test_hosts_that_only_look_official_are_refused(address: str) -> None:
    with pytest.raises(Refused, match="link_not_official"):
        official(address, OFFICIAL)


def test_official_hosts_and_all_below_them() -> None:
    assert official("https://www.gov.cn/zhengce/1.htm", OFFICIAL) == "www.gov.cn"
    assert official("https://GOV.CN./", OFFICIAL) == "gov.cn"
    assert is_address("https://www.gov.cn/a b") is False
    assert is_address(" https://www.gov.cn/a ")
