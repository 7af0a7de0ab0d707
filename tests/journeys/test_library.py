"""The library as a new admin meets it, on Telegram: from six files to what members find."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from handlers import intake
from tests.journeys import papers
from tests.journeys.cast import QIU, YAO
from tests.journeys.clock import MORNING
from tests.journeys.house import ADMIN, GROUP, House, house_at
from tests.journeys.seen import Seen, changes, snapshot
from tests.journeys.stage import settle_in
from web.fetching import Fetcher

SECOND = 10002
HOST = "pages.example.cn"
NEW_FROM = MORNING.replace(day=25)


@pytest.fixture
async def house(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[House]:
    """A branch after its first day, two admins, and one site that texts may come from."""
    monkeypatch.setattr(intake, "IDLE_SECONDS", 0.05)
    settings = {"admins": f"telegram:{ADMIN},telegram:{SECOND}", "sources": HOST}
    async with (
        site({"/rules/open.html": papers.page_of(*papers.LINKED)}) as server,
        house_at(sqlite_url, tmp_path / "data", settings=settings) as house,
    ):
        house.service.intake._fetch_link = fetching_from(server)
        await settle_in(house)
        house.double.people.knows(SECOND)
        await house.say(SECOND, "/start")
        yield house


def site(pages: dict[str, bytes]) -> TestServer:
    """A web server with these pages."""

    async def page(request: web.Request) -> web.Response:
        return web.Response(body=pages[request.path], content_type="text/html")

    app = web.Application()
    for path in pages:
        app.router.add_get(path, page)
    return TestServer(app)


def fetching_from(server: TestServer):
    """The product's own fetcher, which finds every host at the server."""

    async def look_up(_host: str, _port: int) -> Sequence[tuple[str, int]]:
        return [("127.0.0.1", server.port or 0)]

    fetcher = Fetcher((HOST,), look_up, lambda number: number == "127.0.0.1")

    async def fetch(address: str, target: Path) -> str:
        return (await fetcher.fetch(address, target)).name

    return fetch


# -- what admins do ------------------------------------------------------------------------
async def load(house: House, name: str, content: bytes) -> Seen:
    """A file is sent, confirmed, and confirmed by the second admin."""
    return await confirmed(house, await house.send_file(ADMIN, name, content))


async def confirmed(house: House, seen: Seen) -> Seen:
    """确认导入 by the one, 确认 by the other."""
    preview = next(shown for shown in seen if "确认导入" in shown.labels)
    seen = await house.press(ADMIN, preview, "确认导入")
    assert "等另一位管理员确认" in seen.at(ADMIN).new()[-1].text
    asked = seen.at(SECOND).with_words("请确认")
    assert "开头：" in asked.text or "题" in asked.text, "what is confirmed can be looked at"
    assert (await house.press(ADMIN, asked, "确认")).alert, "nobody confirms what is his own"
    return await house.press(SECOND, asked, "确认")


async def publish(house: House, loaded: Seen) -> str:
    """立即推送 of what was just loaded, and its 确认: what the group gets within a minute."""
    before = snapshot(house.double)
    [asked] = await house.press(ADMIN, loaded.at(ADMIN)[-1], "立即推送")
    assert asked.chat == ADMIN
    await house.press(ADMIN, asked, "确认")
    await house.wait(minutes=1)
    [shown] = changes(house.double, before).at(GROUP).new()
    return shown.text


async def take_down(house: House, title: str) -> None:
    """撤下, the card's button, and its 确认."""
    [card] = await house.say(ADMIN, f"撤下 {title}")
    [asked] = await house.press(ADMIN, card, "撤下")
    assert "已撤下" in (await house.press(ADMIN, asked, "确认撤下")).toast


# -- what members see ----------------------------------------------------------------------
async def pushed(house: House, moment: datetime) -> str:
    """What the group gets when this moment comes."""
    [shown] = (await house.wait_until(moment)).at(GROUP).new()
    return shown.text


async def told(house: House, words: str, who: int = YAO.number) -> str:
    """The bot's answer to a member in private."""
    return (await house.say(who, words)).at(who)[-1].text


async def test_from_six_files_to_what_members_find(house: House) -> None:
    for name, content in papers.SIX:
        seen = await load(house, name, content)
        assert "现已发布" in seen.at(ADMIN)[-1].text
    refused = (await house.send_file(ADMIN, "扫描件.pdf", papers.SCAN)).at(ADMIN)[-1]
    assert "扫描" in refused.text
    shelf = await told(house, "资料库", ADMIN)
    for title in ("学习办法", "活动室管理规定", "走访慰问制度", "谈心谈话办法", "春季学习会"):
        assert title in shelf
    first = await pushed(house, MORNING.replace(hour=8, second=5))
    assert "为了做好支部的学习" in first

    await a_link_and_a_bank(house)
    await members_find(house)

    # An urgent speech goes in front; on the next day the plan goes on where it was.
    urgent = await load(house, "防汛讲话.docx", papers.docx_of(*papers.URGENT))
    assert "巡堤查险的名单今天排定" in await publish(house, urgent)
    after = await pushed(house, MORNING.replace(day=24, hour=8, second=5))
    assert "防汛" not in after
    assert after != first

    # A new edition takes over on its day.
    await load(house, "新办法.docx", papers.study_docx("两", "2026年11月25日"))
    assert "每月集中学习一次" in await told(house, "学习办法第三条")
    await house.wait_until(NEW_FROM)
    assert "每月集中学习两次" in await told(house, "学习办法第三条")
    old = await told(house, "查 2025年版学习办法第三条")
    assert "每月集中学习一次" in old
    assert "不是现行规定" in old

    await take_down(house, "柳河镇党费收缴细则")
    assert "10日" not in await told(house, "党费收缴细则第二条")
    assert "10日" not in await told(house, "搜 党费什么时候交")


async def a_link_and_a_bank(house: House) -> None:
    """A text from an address, and questions that get their passages from the library."""
    no = await told(house, "https://other.example.org/a.html", ADMIN)
    assert HOST in no
    seen = await house.say(ADMIN, f"导入 http://{HOST}/rules/open.html")
    assert f"http://{HOST}/rules/open.html" in seen.at(ADMIN)[-1].text
    await confirmed(house, seen)
    await load(house, "党费题库.xlsx", papers.bank_xlsx())
    [question] = await house.say(QIU.number, "练习")
    seen = await house.press(QIU.number, question, question.labels[0])
    assert "正确答案" in "".join(seen.texts)


async def members_find(house: House) -> None:
    """Four ways to name a passage, and six questions, one of which has no answer."""
    assert "10日前" in await told(house, "党费收缴细则第二条")
    assert "坦诚相见" in await told(house, "查 谈心谈话办法 2")
    several = await told(house, "走访慰问制度第1条至第2条")
    assert "不少于两次" in several
    assert "登门看望" in several
    assert "每季度交纳一次" in await told(house, "党费收缴细则第二条第二款")
    for words, answer in (
        ("党费什么时候交", "每月10日前"),
        ("借活动室要提前几天登记", "提前两天"),
        ("党员生病住院谁去看望", "党小组组长登门看望"),
        ("村里的工程多久公开一次", "每月公开一次"),
    ):
        assert answer in await told(house, f"搜 {words}"), words
    # Lines that were broken by an old program are whole again.
    assert "每个党小组认领一段河道，每月走一遍" in await told(house, "搜 党小组认领河道")
    assert "没有查到" in await told(house, "搜 明天几点有火车去省城")
