"""The service away, slow or cross; the database away; two workers; ids that begin anew."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import Engine, create_engine, func, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool
from sqlmodel import Session, select

from channels.telegram import requests
from store.tables import Attendance, Chat, Event, Feedback, Outbox
from tests.doubles.service import Refusal
from tests.journeys.cast import BRANCH, HE, ORGANISER, QIU, SECRETARY, YAO
from tests.journeys.clock import MORNING, MovedClock
from tests.journeys.house import ADMIN, GROUP, PARTS, House, house_at
from tests.journeys.process import free_port
from tests.journeys.seen import Shown, snapshot
from tests.journeys.stage import called_meeting, furnish, people_of, settle_in

OTHER = -7002


async def open_meeting(house: House) -> Shown:
    """A branch with an open meeting; its notice."""
    people_of(house.double)
    sent = house.double.service.call("sendMessage", {"chat_id": GROUP, "text": "会议通知"}, {})
    number = sent["message_id"]

    def act(session: Session) -> int:
        now = house.clock.now()
        return called_meeting(session, furnish(session, now), now, number)

    meeting = await house.read(act)
    return Shown(GROUP, number, "", {"参加": f"attend:{meeting}:1", "请假": f"leave:{meeting}:1"})


def answers_of(session: Session) -> list[str | None]:
    """Everybody's answer."""
    return [row.answer for row in session.exec(select(Attendance)).all()]


@pytest.fixture
async def branch(house: House) -> AsyncIterator[House]:
    """A branch without a meeting."""
    await settle_in(house)
    return house


# -- the service ---------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["refused", "error", "garbage"])
async def test_an_outage_loses_nothing(house: House, kind: str) -> None:
    notice = await open_meeting(house)
    if kind == "refused":
        await house.double.close()
    else:
        house.double.fault = kind
    queries = [
        house.double.people.press(GROUP, person.number, notice.number, notice.buttons["参加"])
        for person in (YAO, HE, QIU)
    ]
    house.double.people.text(ORGANISER.number, ORGANISER.number, "请假 出差")
    await asyncio.sleep(0.7)
    assert not house.double.answers
    house.double.fault = ""
    if kind == "refused":
        await house.double.open()
    await house.double.until(lambda: not len(house.double.service.updates))
    house.clock.advance(seconds=15)
    await house.calm()
    if kind == "refused":  # else the press was heard before the outage and its toast lost in it
        assert [house.double.answers[query][0].text for query in queries] == ["已记录：参加"] * 3
    assert "已记录" in house.double.messages(ORGANISER.number)[-1]["text"]
    assert await house.read(lambda session: sorted(map(str, answers_of(session)))) == [
        *("None", "None", "attend", "attend", "attend", "leave")
    ]


async def test_what_was_to_be_sent_in_an_outage_arrives_in_order(branch: House) -> None:
    branch.double.refused[YAO.number] = Refusal(500, "Internal Server Error")
    for words in ("近期安排", "负担", "帮助"):
        branch.double.people.text(YAO.number, YAO.number, words)
    await branch.double.until(lambda: branch.double.tried(YAO.number))
    branch.double.refused.clear()
    for _ in range(3):
        branch.clock.advance(seconds=11)
        branch.service.courier.wake()
        await branch.calm()
    texts = [message["text"] for message in branch.double.messages(YAO.number)]
    assert len(texts) == 3
    assert "没有已通知的会议" in texts[0]
    assert texts[1].startswith("今天 0 条")


async def test_a_service_that_does_not_answer_holds_up_one_chat_only(
    branch: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A send without an answer: others go on, and it is tried again."""
    monkeypatch.setattr(requests, "READ_SECONDS", 0.8)
    double = branch.double
    slow = asyncio.Event()
    method = double._method

    async def stuck(request, name):
        if name == "sendMessage" and not slow.is_set():
            slow.set()
            await asyncio.sleep(3600)
        return await method(request, name)

    double._method = stuck  # type: ignore[method-assign]
    double.people.text(YAO.number, YAO.number, "帮助")
    await asyncio.wait_for(slow.wait(), 5)
    double.people.text(HE.number, HE.number, "帮助")
    await double.until(lambda: double.messages(HE.number), 3)
    assert not double.messages(YAO.number)
    await double.until(lambda: put_off(branch), 5)
    branch.clock.advance(seconds=6)
    branch.service.courier.wake()
    await double.until(lambda: double.messages(YAO.number))


def put_off(house: House) -> bool:
    """Whether a message waits to be tried again."""
    with Session(house.service.worker.engine) as session:
        tried = select(Outbox.id).where(Outbox.state == "queued", Outbox.attempts > 0)
        return session.exec(tried).first() is not None


async def test_a_flood_in_one_chat_does_not_hold_up_others(branch: House) -> None:
    double = branch.double
    double.refused[YAO.number] = Refusal(429, "Too Many Requests: retry after 40", retry_after=40)
    double.people.text(YAO.number, YAO.number, "帮助")
    await double.until(lambda: double.tried(YAO.number))
    for person in (HE, QIU, SECRETARY):
        assert (await branch_says(branch, person.number)).startswith("今天 0 条")
    double.people.text(YAO.number, YAO.number, "负担")
    await double.until(lambda: not len(double.service.updates))
    branch.clock.advance(seconds=20)
    branch.service.courier.wake()
    await asyncio.sleep(0.2)
    assert double.tried(YAO.number) == 1, "the service said 40 s"
    double.refused.clear()


async def branch_says(house: House, person: int) -> str:
    """What the bot answers to 负担."""
    before = len(house.double.messages(person))
    house.double.people.text(person, person, "负担")
    await house.double.until(lambda: len(house.double.messages(person)) > before, 3)
    return house.double.messages(person)[-1]["text"]


async def test_someone_who_blocked_the_bot_is_named_to_the_secretary(house: House) -> None:
    await open_meeting(house)
    house.double.people.blocks(YAO.number)
    await house.look()
    house.double.service.blocked.add(HE.number)  # without an event: found out by sending
    seen = await house.say(SECRETARY.number, "催一下")
    told = seen.with_words("已私下提醒")
    assert YAO.name in told.text
    assert not seen.at(YAO.number)
    states = await house.read(
        lambda session: session.exec(
            select(Outbox.state).join(Chat).where(Chat.address == str(HE.number))
        ).all()
    )
    assert states == ["failed"]
    # Who writes again is reached again.
    house.double.service.blocked.clear()
    assert (await house.say(HE.number, "近期安排")).at(HE.number)


async def test_a_lost_group_is_told_to_the_admins_once(house: House) -> None:
    notice = await open_meeting(house)
    house.double.service.chats[GROUP].status = "kicked"  # the event is lost: found out by sending
    await house.press(YAO.number, notice, "参加")
    await house.say(ORGANISER.number, "/help", GROUP)
    await house.say(QIU.number, "/help", GROUP)
    told = [m["text"] for m in house.double.messages(ADMIN) if "移出" in m["text"]]
    assert len(told) == 1
    assert BRANCH in told[0]
    [draft] = await house.say(SECRETARY.number, "开会 周四上午9点二楼会议室党课")
    refused = await house.press(SECRETARY.number, draft, "发布")
    assert refused.alert
    assert "没有绑定的群" in refused.toast


async def test_removed_with_an_event_the_admins_are_told_once(house: House) -> None:
    await open_meeting(house)
    house.last = snapshot(house.double)
    house.double.people.removed(GROUP, SECRETARY.number)
    seen = await house.look()
    assert len([s for s in seen.at(ADMIN) if "移出" in s.text]) == 1
    # Taken in again, the branch goes on as before.
    house.double.people.added(GROUP, SECRETARY.number)
    await house.look()
    assert (await house.say(YAO.number, "/agenda", GROUP)).at(GROUP).with_words("近期安排")


@pytest.mark.parametrize("known_by", ["event", "sending"])
async def test_a_supergroup_keeps_its_branch(house: House, known_by: str) -> None:
    notice = await open_meeting(house)
    if known_by == "event":
        new = house.double.people.migrate(GROUP)
    else:
        put, house.double.service.updates.put = house.double.service.updates.put, lambda *a: 0
        new = house.double.people.migrate(GROUP)
        house.double.service.updates.put = put
        await house.say(YAO.number, "请假 出差")  # the counts change: the edit meets the move
        await house.wait(seconds=4)
    await house.calm()
    seen = await house.say(HE.number, "/agenda", new)
    assert "年度工作" in seen.at(new)[0].text
    draft = (await house.say(SECRETARY.number, "开会 周四上午9点二楼会议室党课"))[0]
    seen = await house.press(SECRETARY.number, draft, "发布")
    assert seen.at(new).with_words("会议通知")
    chats = await house.read(
        lambda session: session.exec(
            select(Chat.address).where(Chat.kind == "group", Chat.branch_id != None)  # noqa: E711
        ).all()
    )
    assert chats == [str(new)]
    assert notice.chat == GROUP


# -- updates -------------------------------------------------------------------------------------
async def test_poison_is_skipped_and_repeats_change_nothing(house: House) -> None:
    notice = await open_meeting(house)
    updates = house.double.service.updates
    house.double.people.poison()
    first = updates._next
    query = house.double.people.press(GROUP, YAO.number, notice.number, notice.buttons["参加"])
    house.double.people.text(HE.number, HE.number, "反馈 会议太长")
    await house.look()
    assert house.double.answers[query][0].text == "已记录：参加"
    replies = len(house.double.messages(HE.number))
    after = updates._next
    updates.restart_ids(first)  # the same ids once more, as after a kill before the acknowledgement
    again = house.double.people.press(GROUP, YAO.number, notice.number, notice.buttons["请假"])
    house.double.people.text(HE.number, HE.number, "反馈 会议太长")
    await house.look()
    assert house.double.answers[again][0].text == "已记录：参加", "the stored answer"
    assert len(house.double.messages(HE.number)) == replies + 1, "and the stored reply"
    assert await house.read(lambda session: answers_of(session).count("attend")) == 1
    assert await house.read(lambda s: len(s.exec(select(Feedback)).all())) == 1
    # After a quiet week the service may count from a lower number.
    updates.restart_ids(77)
    fresh = await house.press(HE.number, notice, "请假")
    assert fresh.toast.startswith("已记录：请假")
    assert after > 77
    assert await house.read(lambda session: answers_of(session).count("leave")) == 1


async def test_words_after_a_press_count_however_the_clocks_stand(house: House) -> None:
    """Presses carry no time of their own; a text sent after one must not look older."""
    notice = await open_meeting(house)
    await house.double.close()  # the bot hears nothing for a while
    house.double.people.press(GROUP, YAO.number, notice.number, notice.buttons["参加"])
    house.clock.advance(minutes=10)
    house.double.people.text(YAO.number, YAO.number, "请假 家里有事")
    house.clock.advance(minutes=20)
    await house.double.open()
    await house.double.until(lambda: not len(house.double.service.updates))
    assert await house.read(lambda session: answers_of(session).count("leave")) == 1
    # The service's clock stands ten seconds behind ours.
    house.double.service.wall = lambda: house.clock.stamp() - 10
    await house.press(HE.number, notice, "参加")
    await house.say(HE.number, "请假 出差")
    assert await house.read(lambda session: answers_of(session).count("leave")) == 2


# -- webhook -------------------------------------------------------------------------------------
async def test_the_webhook_answers_after_the_commit(sqlite_url: str, tmp_path: Path) -> None:
    port = free_port()
    settings = {
        "listen": f"127.0.0.1:{port}",
        "telegram_webhook": f"http://127.0.0.1:{port}",
        "telegram_secret": "right-secret",
    }
    parts = (*PARTS, "web")
    async with house_at(sqlite_url, tmp_path, settings=settings, parts=parts) as house:
        notice = await open_meeting(house)
        await house.double.until(lambda: house.double.service.webhook["url"])
        seen = await house.press(YAO.number, notice, "参加")
        assert seen.toast == "已记录：参加"
        assert "getUpdates" not in house.double.service.calls
        update = {
            "update_id": 5,
            "callback_query": {
                "id": "q5",
                "from": {"id": HE.number, "is_bot": False, "first_name": "贺"},
                "message": {
                    "message_id": notice.number,
                    "date": 0,
                    "chat": {"id": GROUP, "type": "group"},
                },
                "chat_instance": "1",
                "data": notice.buttons["请假"],
            },
        }
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as service:

            async def bring(secret: str) -> int:
                headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
                async with service.post("/telegram", json=update, headers=headers) as answer:
                    return answer.status

            assert await bring("wrong-secret") == 403
            assert await bring("") == 403
            assert await house.read(lambda s: answers_of(s).count("leave")) == 0
            with locked(sqlite_url) as lock:
                bringing = asyncio.create_task(bring("right-secret"))
                await asyncio.sleep(0.3)
                assert not bringing.done(), "200 only after the commit"
                lock.rollback()
                assert await bringing == 200
            assert await house.read(lambda s: answers_of(s).count("leave")) == 1


def locked(url: str) -> sqlite3.Connection:
    """Somebody else writes to the SQLite file, and does not end."""
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    return connection


# -- the database --------------------------------------------------------------------------------
async def test_a_locked_file_is_waited_for(house: House) -> None:
    notice = await open_meeting(house)
    with locked(house.url) as lock:
        query = house.double.people.press(GROUP, YAO.number, notice.number, notice.buttons["参加"])
        await asyncio.sleep(0.5)
        assert query not in house.double.answers, "never answered before it is recorded"
        lock.rollback()
    await house.double.until(lambda: query in house.double.answers)
    assert house.double.answers[query][0].text == "已记录：参加"


on_postgres = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


def server_of(url: str) -> tuple[Engine, str]:
    """The server beside the service's database, and the database's name."""
    address = make_url(url).set(drivername="postgresql+psycopg")
    server = create_engine(
        address.set(database="postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool
    )
    return server, str(address.database)


@on_postgres
async def test_a_database_that_goes_away_comes_back(database_url: str, tmp_path: Path) -> None:
    server, name = server_of(database_url)
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
    async with house_at(database_url, tmp_path) as house:
        notice = await open_meeting(house)
        with server.connect() as connection:
            for turn in range(3):  # every connection is cut, again and again
                connection.execute(text(cut), {"name": name})
                seen = await house.press(YAO.number, notice, "参加" if turn % 2 else "请假")
                assert seen.toast.startswith("已记录：")
            connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
            connection.execute(text(cut), {"name": name})
            query = house.double.people.press(
                GROUP, HE.number, notice.number, notice.buttons["参加"]
            )
            house.double.people.text(QIU.number, QIU.number, "近期安排")
            await asyncio.sleep(1)
            assert query not in house.double.answers
            connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true"))
        await house.double.until(lambda: query in house.double.answers, 15)
        await house.calm()
        assert "年度工作" in house.double.messages(QIU.number)[-1]["text"]
        assert await house.read(lambda s: sorted(map(str, answers_of(s)))) == [
            *["None"] * 4, "attend", "leave",
        ]  # fmt: skip
    server.dispose()


@asynccontextmanager
async def two_workers(
    url: str, folder: Path, first: tuple[str, ...], second: tuple[str, ...]
) -> AsyncIterator[tuple[House, House]]:
    """Two processes' worth of service on one database and one token."""
    clock = MovedClock()
    async with house_at(url, folder / "a", clock, parts=first) as one:
        two = House(one.double, clock, url, folder / "b", second)
        await two.start()
        try:
            yield one, two
        finally:
            await two.stop()


@on_postgres
@pytest.mark.parametrize(
    "splits",
    [
        (PARTS, PARTS),
        (("telegram", "planner"), ("courier", "planner")),
    ],
    ids=["both do all", "split"],
)
async def test_two_workers_send_everything_once(
    database_url: str, tmp_path: Path, splits: tuple[tuple[str, ...], tuple[str, ...]]
) -> None:
    async with two_workers(database_url, tmp_path, *splits) as (one, two):
        notice = await open_meeting(one)
        for person in (YAO, HE, QIU, ORGANISER):
            one.double.people.press(GROUP, person.number, notice.number, notice.buttons["参加"])
            one.double.people.text(person.number, person.number, "反馈 好")
            one.double.people.text(person.number, person.number, "近期安排")
        await one.calm()
        two.last = snapshot(one.double)
        one.clock.advance_to(MORNING.replace(day=24, hour=7, minute=31))
        await asyncio.gather(one.service.planner.beat(), two.service.planner.beat())
        one.service.courier.wake()
        two.service.courier.wake()
        await one.calm()
        said = [
            (chat, m["text"])
            for chat in one.double.service.chats
            for m in one.double.messages(chat)
        ]
        reminders = [text for chat, text in said if chat == GROUP and "会议提醒" in text]
        assert len(reminders) == 1
        for person in (YAO, HE, QIU, ORGANISER):
            assert len([1 for chat, _ in said if chat == person.number]) == 2
        assert len([1 for chat, words in said if chat == ADMIN and "收到反馈" in words]) == 4
        assert all(len(given) == 1 for given in one.double.answers.values())
        listening = [house for house in (one, two) if "telegram" in house.parts]
        states = {house.service.telegram.state for house in listening}
        assert states == {"ok"}, "nobody was told of a conflict"
        assert await one.read(lambda s: s.exec(select(func.count()).select_from(Event)).one()) == 12
