"""The demo: whose phone is held, and the clock."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession, WSMsgType

from domain.messages import Kind
from tests.web.page import Page
from tests.web.stage import Stage, stage_at


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage_at(tmp_path) as stage:
        yield stage


async def test_a_phone_is_held_by_its_token(stage: Stage) -> None:
    root = stage.house.root
    async with ClientSession(root) as http:
        listed = await (await http.get("/chat/demo")).json()
    tokens = {person["address"]: person["token"] for person in listed["people"]}
    li, wang = Page(root, token=tokens["u-li"]), Page(root, token=tokens["u-wang"])
    await li.open()
    await wang.open()
    client = await li.does("text", stage.group, text="两部手机")
    await wang.until(lambda: f"u-li:{client}" in wang.messages[stage.group])
    [event] = await stage.house.core.wait_for(Kind.TEXT)
    assert event.sender is not None
    assert event.sender.name == "李建国"
    await li.close()
    await wang.close()


async def test_a_name_alone_opens_no_phone(stage: Stage) -> None:
    page = Page(stage.house.root)
    socket = await page.http.ws_connect(f"{stage.house.root}/chat/live")
    await socket.send_json({"t": "hello", "token": "u-li"})
    assert (await socket.receive()).type is WSMsgType.CLOSE
    await page.close()


async def test_the_clock_moves_and_says_what_happened(stage: Stage) -> None:
    before = stage.now()
    async with ClientSession(stage.house.root, headers={"Origin": stage.house.root}) as http:
        moved = await (await http.post("/chat/demo/next")).json()
        assert moved["said"] == "每日学习已推送到第一支部。"
        assert moved["now"] == int(stage.now().timestamp() * 1000)
        assert stage.now() > before
        back = await http.post("/chat/demo/clock", json={"at": before.timestamp() * 1000 - 1})
        odd = await http.post("/chat/demo/clock", json={"at": "soon"})
        assert (back.status, odd.status) == (400, 400)
        ahead = await http.post("/chat/demo/clock", json={"at": moved["now"] + 3600_000})
        assert ahead.status == 200
    assert [int(at.timestamp() * 1000) for at in stage.moved] == [moved["now"] + 3600_000]


async def test_a_foreign_page_cannot_move_the_clock(stage: Stage) -> None:
    async with ClientSession(stage.house.root) as http:
        answer = await http.post("/chat/demo/next", headers={"Origin": "https://evil.example"})
        hidden = await http.get("/chat/demo", headers={"Host": "evil.example"})
    assert (answer.status, hidden.status) == (403, 403)


async def test_a_running_service_has_no_demo(stage: Stage) -> None:
    await stage.house.stop()
    stage.house.make_pages = None
    await stage.house.start()
    async with ClientSession(stage.house.root, headers={"Origin": stage.house.root}) as http:
        assert (await http.get("/chat/demo")).status == 404
        assert (await http.post("/chat/demo/next")).status == 404
