"""A text from an official address: shown with title, source and day before 确认导入."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlmodel import select

from domain.refusals import Refused
from handlers.call import House
from handlers.intake import Intake
from store.database import transaction
from store.tables import Work
from store.worker import Worker
from tests.handlers.desk import ADMIN, Desk, Shown

ADDRESS = "https://www.gov.cn/lianbo/202611/content_1.htm"
BODY = "".join(
    f"<p>　　第{n}段，要坚持学习，联系实际，讲求实效，把各项工作做好。</p>" for n in range(1, 9)
)
PAGE = f"""<html><head><meta charset="utf-8"><title>柳河会议上的讲话_示例网</title></head><body>
<ul><li><a href="/">首页</a></li><li><a href="/x">要闻</a></li></ul>
<h1>在柳河会议上的讲话</h1><div>2026-11-20 09:30　来源：示例日报</div>
<div class="pages_content">{BODY}</div><div>版权所有</div></body></html>"""


class Desktop:
    """An admin who sends addresses; `pages` are what lies there."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk = desk
        self.pages = {ADDRESS: PAGE}
        self.fetched: list[str] = []
        self.worker = Worker(desk.engine)
        house = House(desk.house.admins, desk.house.timezone, folder)
        self.intake = Intake(self.worker, {}, house, lambda: desk.now, lambda: None, self._fetch)

    async def _fetch(self, address: str, target: Path) -> str:
        self.fetched.append(address)
        if address not in self.pages:
            raise Refused("link_gone", status=404)
        target.write_text(self.pages[address], "utf-8")
        return "content_1.htm"

    async def say(self, text: str) -> list[Shown]:
        return self.desk.say(ADMIN, text, ADMIN) + await self.work()

    async def work(self) -> list[Shown]:
        while await self.intake.step():
            pass
        return self.desk.post()


@pytest.fixture
async def desktop(branch: Desk, tmp_path: Path) -> AsyncIterator[Desktop]:
    branch.say(ADMIN, "/start", ADMIN)
    desktop = Desktop(branch, tmp_path)
    yield desktop
    desktop.worker.close()


@pytest.mark.parametrize("words", [ADDRESS, f"导入 {ADDRESS}", f"/fetch {ADDRESS}"])
async def test_a_page_is_shown_before_it_is_imported(desktop: Desktop, words: str) -> None:
    preview = (await desktop.say(words))[-1]
    assert "《在柳河会议上的讲话》" in preview.text
    assert "来源：示例日报" in preview.text
    assert ADDRESS in preview.text
    assert "2026年11月20日" in preview.text
    with transaction(desktop.desk.engine) as session:
        assert session.exec(select(Work).where(Work.kind != "guide")).all() == []
    desktop.desk.press(ADMIN, preview, "确认导入")
    assert "已导入" in (await desktop.work())[-1].text
    with transaction(desktop.desk.engine) as session:
        work = session.exec(select(Work).where(Work.kind != "guide")).one()
        assert (work.origin, work.source, work.issued) == (ADDRESS, "示例日报", "2026-11-20")


@pytest.mark.usefixtures("read_apart")
async def test_what_was_shown_is_what_is_imported(desktop: Desktop) -> None:
    preview = (await desktop.say(ADDRESS))[-1]
    desktop.pages[ADDRESS] = PAGE.replace("讲话", "谈话")
    desktop.desk.press(ADMIN, preview, "确认导入")
    await desktop.work()
    assert desktop.fetched == [ADDRESS]
    with transaction(desktop.desk.engine) as session:
        assert session.exec(select(Work.title).where(Work.kind != "guide")).one().endswith("讲话")


async def test_other_hosts_are_refused_at_once_and_nothing_is_fetched(desktop: Desktop) -> None:
    said = (await desktop.say("https://example.org/a.htm"))[-1].text
    assert "不在允许的网站里" in said
    assert "gov.cn" in said
    assert desktop.fetched == []


async def test_a_page_that_is_gone_says_so(desktop: Desktop) -> None:
    said = (await desktop.say("https://www.gov.cn/none.htm"))[-1].text
    assert "打不开" in said
    assert "404" in said


async def test_members_cannot_send_the_bot_to_an_address(desktop: Desktop) -> None:
    desktop.desk.say("3", f"导入 {ADDRESS}", "3")
    desktop.desk.say("3", ADDRESS, "3")
    await desktop.work()
    assert desktop.fetched == []
