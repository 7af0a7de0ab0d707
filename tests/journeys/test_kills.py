"""The process dies at any moment: no record is lost, none doubled, and everybody is answered.

With FULL_TESTS a hundred people press in a burst, else forty.
"""

import asyncio
import random
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import func
from sqlmodel import Session, select

from domain.invites import create_invite
from store.database import open_database, transaction
from store.tables import Attendance, Event, Feedback, Member, Outbox
from tests.journeys.cast import YAO, Person
from tests.journeys.clock import MovedClock
from tests.journeys.faulty import FaultyDouble
from tests.journeys.house import GROUP, House
from tests.journeys.process import Running
from tests.journeys.stage import called_meeting, furnish, people_of
from tests.sizes import FULL

CROWD = tuple(
    Person(1000 + n, f"党员{'甲乙丙丁戊己庚辛壬癸'[n // 10]}{'一二三四五六七八九十'[n % 10]}")
    for n in range(100 if FULL else 40)
)
PRESSES = 3  # of each


def real_now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251  beside a real process


@pytest.fixture
def running(double: FaultyDouble, database_url: str, tmp_path: Path) -> Running:
    only = () if database_url.startswith("sqlite") else ("--only", "telegram,courier,planner")
    return Running(double, database_url, tmp_path / "run", arguments=only)


def prepare(double: FaultyDouble, url: str, people: tuple[Person, ...] = CROWD) -> int:
    """A branch with an open meeting whose notice stands in the group; the notice's number."""
    people_of(double, people)
    notice = double.service.call("sendMessage", {"chat_id": GROUP, "text": "会议通知"}, {})
    engine = open_database(url)
    with transaction(engine) as session:
        branch = furnish(session, real_now(), people)
        called_meeting(session, branch, real_now(), notice["message_id"])
    engine.dispose()
    return notice["message_id"]


@asynccontextmanager
async def a_minute_later(
    double: FaultyDouble, url: str, data: Path, seconds: float = 61
) -> AsyncIterator[House]:
    """The service in this process, its clock so far ahead that all leases have run out."""
    house = House(double, MovedClock(real_now() + timedelta(seconds=seconds)), url, data)
    await house.start()
    try:
        yield house
    finally:
        await house.stop()


class Burst:
    """Everybody presses several times and writes once; what must come of it."""

    def __init__(self, double: FaultyDouble, notice: int, dice: random.Random) -> None:
        self.double = double
        self.last: dict[str, str] = {}
        self.toasts: dict[str, str] = {}
        self.letters = {person: f"反馈 意见第{person.number}号" for person in CROWD[::2]}
        self.notice, self.dice = notice, dice
        self.to_come = [(person, turn) for person in CROWD for turn in range(PRESSES)]

    def go_on(self, number: int) -> None:
        """So many presses more, and the letters that belong to them."""
        acts, self.to_come = self.to_come[:number], self.to_come[number:]
        for person, turn in acts:
            said = self.dice.choice(("attend", "leave"))
            query = self.double.people.press(GROUP, person.number, self.notice, f"{said}:1:1")
            self.toasts[query] = {"attend": "参加", "leave": "请假"}[said]
            self.last[person.name] = said
            if turn == 1 and person in self.letters:
                self.double.people.text(person.number, person.number, self.letters[person])

    @property
    def delivered(self) -> int:
        return sum(query in self.double.service.delivered_at for query in self.toasts)

    @property
    def answered(self) -> int:
        return sum(query in self.double.answers for query in self.toasts)

    def check(self, session: Session) -> None:
        for query, said in self.toasts.items():
            texts = {answer.text for answer in self.double.answers[query]}
            assert len(texts) == 1, "the stored answer is repeated word for word"
            assert texts.pop().startswith(f"已记录：{said}")
        rows = session.exec(
            select(Member.name, Attendance.answer).where(Attendance.member_id == Member.id)
        ).all()
        assert dict(rows) == self.last
        written = sorted(session.exec(select(Feedback.text)).all())
        assert written == sorted(text.removeprefix("反馈 ") for text in self.letters.values())
        events = session.exec(select(func.count()).select_from(Event)).one()
        assert events == len(self.toasts) + len(self.letters)
        unsent = session.exec(select(Outbox).where(Outbox.state != "sent")).all()
        assert [row.text_key for row in unsent] == []

    def counts(self) -> str:
        said = list(self.last.values())
        return f"参加 {said.count('attend')}，请假 {said.count('leave')}，未答复 0"


@pytest.mark.parametrize("seed", [20261124])
async def test_kills_in_a_burst(running: Running, tmp_path: Path, seed: int) -> None:
    double, dice = running.double, random.Random(seed)
    notice = prepare(double, running.url)
    double.latency_ms, double.jitter_ms = 10, 120  # many answers are on their way at once
    await running.start()
    burst = Burst(double, notice, dice)
    kills = 3 if running.url.startswith("sqlite") else 1
    for _ in range(kills):
        delivered, answered = burst.delivered, burst.answered
        fresh = len(burst.to_come) // 2
        burst.go_on(fresh)
        if dice.random() < 0.3:  # before anything is answered, most often before the commit
            await double.until(lambda was=delivered: burst.delivered > was)
            await asyncio.sleep(dice.random() * 0.01)
        else:  # while answers go out
            target = answered + dice.randrange(1, min(30, fresh))
            await double.until(lambda target=target: burst.answered >= target)
        await running.kill()
        assert len(double.service.updates), "what was begun is not acknowledged"
        await running.start()
    burst.go_on(len(burst.to_come))
    await double.until(lambda: not len(double.service.updates), 20)
    code, seconds = await running.terminate()
    assert (code, seconds < 5) == (0, True)
    async with a_minute_later(double, running.url, tmp_path) as house:
        await house.calm()
        await house.read(burst.check)
    text = double.service.chats[GROUP].messages[notice]["text"]
    assert text.endswith(burst.counts()), "the last state arrives"
    for person, letter in burst.letters.items():
        thanked = [m["text"] for m in double.messages(person.number)]
        assert thanked
        assert all("已转给管理员" in text for text in thanked), letter
    assert double.token not in running.log
    assert double.token.partition(":")[2] not in running.log
    assert "意见第" not in running.log, "what people write is not logged"


def is_claimed(url: str, text_key: str) -> bool:
    """Whether a message is on its way, as the file says."""
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file:
        found = file.execute("SELECT state FROM outbox WHERE text_key = ?", (text_key,)).fetchone()
    return found == ("claimed",)


async def test_a_kill_between_claim_and_record_sends_again_after_the_lease(
    double: FaultyDouble, sqlite_url: str, tmp_path: Path
) -> None:
    running = Running(double, sqlite_url, tmp_path / "run")
    prepare(double, sqlite_url)
    double.held.add("sendMessage")
    await running.start()
    double.people.text(CROWD[0].number, CROWD[0].number, "近期安排")
    await double.until(lambda: is_claimed(sqlite_url, "agenda"))
    await running.kill()
    await asyncio.sleep(0.1)  # the double notices that nobody waits for its answer
    double.held.clear()
    assert double.messages(CROWD[0].number) == []
    async with a_minute_later(double, sqlite_url, tmp_path, seconds=0) as house:
        with pytest.raises(AssertionError, match="waits still"):
            await house.calm(0.6)
        assert not double.messages(CROWD[0].number), "the dead process holds the lease"
        house.clock.advance(seconds=61)
        house.service.courier.wake()
        await house.calm()
        assert "年度工作" in double.messages(CROWD[0].number)[0]["text"]
        assert len(double.messages(CROWD[0].number)) == 1


async def test_sigterm_with_an_open_window_and_a_second_process(
    double: FaultyDouble, sqlite_url: str, tmp_path: Path
) -> None:
    prepare(double, sqlite_url, (YAO,))
    running = Running(double, sqlite_url, tmp_path / "run", {"ZHIBU_CHAT": "on"})
    await running.start()
    second = Running(double, sqlite_url, tmp_path / "second", {"ZHIBU_LOG": "info"})
    refused = await second.launch()
    assert await asyncio.wait_for(refused.wait(), 30) == 1
    assert second.log.strip().splitlines() == ["已有一个 zhibu 在使用这个数据库，请先停止它。"]
    engine = open_database(sqlite_url)
    with transaction(engine) as session:
        code = create_invite(session, real_now(), "来客", None, is_admin=False)
    engine.dispose()
    root = running.listens_at
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(root, headers={"Origin": root}, cookie_jar=jar) as browser:
        assert (await browser.post("/chat/enter", data={"code": code})).status == 200
        async with browser.ws_connect("/chat/live") as window:
            await window.send_json({"type": "hello", "seen": {}})
            await asyncio.wait_for(window.receive(), 5)
            status, seconds = await running.terminate()
            assert (status, seconds < 5) == (0, True), seconds
            while (
                last := await asyncio.wait_for(window.receive(), 5)
            ).type is aiohttp.WSMsgType.TEXT:
                pass
            assert last.type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED)
