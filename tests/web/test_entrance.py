"""Coming in: the link works once, the cookie cannot be forged."""

from datetime import timedelta

import pytest
from aiohttp import ClientSession, CookieJar, WSMsgType
from sqlmodel import Session, select

from domain.invites import create_invite, enter
from domain.messages import Kind
from domain.refusals import Refused
from domain.rooms import people_in, rooms_of
from store.tables import Account, Branch, Chat, Invite
from tests.conftest import NOW
from tests.web.conftest import House
from tests.web.page import Page


async def _invite(house: House, name: str = "李建国", *, admin: bool = False) -> str:
    return await house.worker.run(lambda session: create_invite(session, NOW, name, None, admin))


def _browser(root: str) -> ClientSession:
    """Keeps cookies, also those of an address in digits."""
    return ClientSession(root, headers={"Origin": root}, cookie_jar=CookieJar(unsafe=True))


async def test_a_link_lets_one_person_in_once(house: House) -> None:
    code = await _invite(house)
    async with _browser(house.root) as first:
        for _ in range(2):  # looking does not use it up
            door = await first.get("/chat/enter", params={"code": code})
            assert "李建国" in await door.text()
        page = await first.post("/chat/enter", data={"code": code})
        assert (page.status, page.url.path) == (200, "/chat")
        assert 'data-mode="run"' in await page.text()
        [cookie] = list(first.cookie_jar)
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
    async with _browser(house.root) as second:
        again = await second.post("/chat/enter", data={"code": code})
        assert (again.status, len(second.cookie_jar)) == (410, 0)
        assert "已经用过" in await again.text()
        assert (await second.get("/chat")).status == 401
    [joined] = await house.core.wait_for(Kind.JOINED)
    assert joined.sender is not None
    assert joined.sender.name == "李建国"


async def test_who_comes_in_is_counted_before_everybody(house: House) -> None:
    codes = [await _invite(house, "甲"), await _invite(house, "乙")]
    async with _browser(house.root) as first:
        await first.post("/chat/enter", data={"code": codes[0]})
        [cookie] = list(first.cookie_jar)
    page = Page(house.root, cookie=cookie.value)
    house.opened.append(page)
    await page.open()
    [room] = [room for room, card in page.cards.items() if card["group"]]
    async with _browser(house.root) as second:
        await second.post("/chat/enter", data={"code": codes[1]})
    await page.until(lambda: page.cards[room]["people"] == 2)


async def test_a_press_from_a_foreign_page_does_not_use_the_link(house: House) -> None:
    code = await _invite(house)
    async with ClientSession(house.root) as http:
        for origin in ({"Origin": "https://evil.example"}, {}):
            answer = await http.post("/chat/enter", data={"code": code}, headers=origin)
            assert answer.status == 403
    async with _browser(house.root) as http:
        answer = await http.post("/chat/enter", data={"code": code})
        assert answer.status == 200


async def test_a_name_cannot_become_markup(house: House) -> None:
    code = await _invite(house, "<script>alert(1)</script>")
    async with ClientSession(house.root) as http:
        text = await (await http.get("/chat/enter", params={"code": code})).text()
        unknown = await http.get("/chat/enter", params={"code": '"><script>'})
    assert "<script>" not in text
    assert unknown.status == 410
    assert "<script>" not in await unknown.text()


async def test_the_cookie_is_secure_behind_https(house: House) -> None:
    await house.stop()
    house.public_url = "https://zhibu.example"
    await house.start()
    code = await _invite(house)
    async with ClientSession(house.root) as http:
        origin = {"Origin": "https://zhibu.example"}
        answer = await http.post(
            "/chat/enter", data={"code": code}, headers=origin, allow_redirects=False
        )
    assert answer.status == 303
    assert "; Secure" in answer.headers["Set-Cookie"]


async def test_a_forged_cookie_opens_nothing(house: House, group: str) -> None:
    good = await house.cookie("u-wang")
    _, until, mac = good.split(".")
    last = "0" if mac[-1] != "0" else "1"
    for forged in (
        f"u-li.{until}.{mac}",
        f"u-wang.{int(until) + 1}.{mac}",
        f"u-wang.{until}.{mac[:-1]}{last}",
        f"u-wang.{until}.",
        "u-wang",
        "..",
        f"u-wang.٣.{mac}",
    ):
        page = Page(house.root)
        socket = await page.http.ws_connect(
            f"{house.root}/chat/live", headers={"Cookie": f"zhibu_chat={forged}"}
        )
        await socket.send_json({"t": "hello", "token": forged})
        frame = await socket.receive()
        assert (frame.type, socket.close_code) == (WSMsgType.CLOSE, 4001), forged
        await page.close()


async def test_a_cookie_ends_after_a_year(house: House, group: str) -> None:
    cookie = {"zhibu_chat": await house.cookie("u-li")}
    await house.stop()
    house.now = lambda: NOW + timedelta(days=366)
    await house.start()
    async with ClientSession(house.root, cookies=cookie) as http:
        assert (await http.get("/chat")).status == 401


async def test_a_cookie_outlives_a_restart_but_not_its_account(house: House, group: str) -> None:
    cookie = {"zhibu_chat": await house.cookie("u-zhao")}
    await house.stop()
    await house.start()
    async with ClientSession(house.root, cookies=cookie) as http:
        assert (await http.get("/chat")).status == 200

        def leave(session: Session) -> None:
            account = session.exec(select(Account).where(Account.address == "u-zhao")).one()
            session.delete(account)

        await house.worker.run(leave)
        assert (await http.get("/chat")).status == 401


class TestInvites:
    """The domain's side, on both databases."""

    def test_a_code_is_stored_only_as_its_hash(self, session: Session) -> None:
        code = create_invite(session, NOW, "李建国", None, False)
        invite = session.exec(select(Invite)).one()
        assert code not in invite.model_dump_json()
        assert len(invite.code_hash) == 64

    def test_it_ends_after_seven_days(self, session: Session) -> None:
        code = create_invite(session, NOW, "李建国", None, False)
        with pytest.raises(Refused) as refused:
            enter(session, NOW + timedelta(days=7), code)
        assert refused.value.code == "invite_expired"
        assert session.exec(select(Account)).all() == []
        assert enter(session, NOW + timedelta(days=6, hours=23), code)

    def test_an_unknown_code(self, session: Session) -> None:
        with pytest.raises(Refused) as refused:
            enter(session, NOW, "nonsense")
        assert refused.value.code == "invite_unknown"

    def test_an_admin_comes_in_as_one(self, session: Session) -> None:
        address = enter(session, NOW, create_invite(session, NOW, "周敏", None, True))
        account = session.exec(select(Account)).one()
        assert (account.address, account.name, account.is_admin) == (address, "周敏", True)

    def test_people_without_a_bound_room_meet_in_one_that_waits(self, session: Session) -> None:
        branch = _branch(session, "第一支部")
        codes = [create_invite(session, NOW, name, branch, False) for name in ("甲", "乙")]
        first, second = (enter(session, NOW, code) for code in codes)
        [room] = rooms_of(session, first)
        assert room.title == "第一支部"
        assert [account.address for account in people_in(session, room.address)] == [first, second]

    def test_people_of_a_branch_get_a_seat_in_its_bound_rooms(self, session: Session) -> None:
        branch = _branch(session, "第一支部")
        admin = enter(session, NOW, create_invite(session, NOW, "周敏", None, True))
        [room] = rooms_of(session, admin)
        assert room.title == "支部群"
        _bind(session, room.address, branch)
        member = enter(session, NOW, create_invite(session, NOW, "甲", branch, False))
        assert [one.address for one in rooms_of(session, member)] == [room.address]

    def test_nobody_lands_in_another_branchs_room(self, session: Session) -> None:
        first, second = _branch(session, "第一支部"), _branch(session, "第二支部")
        admin = enter(session, NOW, create_invite(session, NOW, "周敏", None, True))
        [room] = rooms_of(session, admin)
        _bind(session, room.address, first)
        stranger = enter(session, NOW, create_invite(session, NOW, "乙", None, False))
        other = enter(session, NOW, create_invite(session, NOW, "丙", second, False))
        taken = {one.address for one in rooms_of(session, stranger) + rooms_of(session, other)}
        assert room.address not in taken
        assert len(taken) == 2


def _branch(session: Session, name: str) -> int:
    branch = Branch(name=name, link_code=f"code-{name}", created_at=NOW)
    session.add(branch)
    session.flush()
    assert branch.id is not None
    return branch.id


def _bind(session: Session, room: str, branch: int) -> None:
    session.add(Chat(channel="chat", address=room, kind="group", branch_id=branch))
    session.flush()
