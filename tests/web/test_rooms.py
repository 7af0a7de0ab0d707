"""Groups: an admin makes one, people appear in it at once; others may not."""

from aiohttp import ClientSession

from domain.messages import Kind, Message, Urgency
from store.worker import Worker
from tests.web.conftest import House
from web.chat.channel import ChatChannel


async def test_an_admin_makes_a_group_and_everybody_sees_it(house: House, group: str) -> None:
    await house.account("u-admin", "周敏", admin=True)
    admin, zhao = await house.page("u-admin"), await house.page("u-zhao")
    url = f"{house.root}/chat/rooms"

    people = (await (await admin.http.get(f"{house.root}/chat/people")).json())["people"]
    assert {"address": "u-zhao", "name": "赵铁柱"} in people
    made = await admin.http.post(url, json={"title": "支委会", "people": ["u-zhao", "u-nobody"]})
    room = (await made.json())["room"]

    await zhao.until(lambda: room in zhao.cards)
    assert (zhao.cards[room]["title"], zhao.cards[room]["people"]) == ("支委会", 2)
    await house.core.wait_for(Kind.ADDED, 2)
    client = await zhao.does("text", room, text="收到")
    await zhao.until(lambda: client in zhao.acked)
    await admin.until(lambda: f"u-zhao:{client}" in admin.messages[room])

    await admin.http.post(f"{url}/{room}/people", json={"people": ["u-li"]})
    await admin.until(lambda: admin.cards[room]["people"] == 3)
    joined = await house.core.wait_for(Kind.JOINED, 5)
    assert [event.chat for event in joined].count(room) == 3


async def test_only_admins_make_groups_and_only_members_see_who_is_in(
    house: House, group: str
) -> None:
    li, zhao = await house.page("u-li"), await house.page("u-zhao")
    url = f"{house.root}/chat/rooms"
    assert (await li.http.get(f"{house.root}/chat/people")).status == 403
    assert (await li.http.post(url, json={"title": "新群"})).status == 403
    assert (await li.http.post(f"{url}/{group}/people", json={"people": ["u-zhao"]})).status == 403
    assert (await li.http.get(f"{url}/{group}/people")).status == 200
    assert (await zhao.http.get(f"{url}/{group}/people")).status == 404


async def test_an_admin_adds_nobody_to_a_group_of_others(house: House, group: str) -> None:
    await house.account("u-admin", "周敏", admin=True)
    admin = await house.page("u-admin")
    answer = await admin.http.post(
        f"{house.root}/chat/rooms/{group}/people", json={"people": ["u-admin"]}
    )
    assert answer.status == 404


async def test_a_group_needs_a_title(house: House, group: str) -> None:
    await house.account("u-admin", "周敏", admin=True)
    cookies = {"zhibu_chat": await house.cookie("u-admin")}
    headers = {"Origin": house.root}
    async with ClientSession(house.root, cookies=cookies, headers=headers) as http:
        for body in ({"title": " "}, {"title": "长" * 41}, {}):
            assert (await http.post("/chat/rooms", json=body)).status == 400
        assert (await http.post("/chat/rooms", data="{")).status == 400


async def test_another_process_posts_and_the_page_shows_it(house: House, group: str) -> None:
    li = await house.page("u-li")
    worker = Worker(house.worker.engine)
    courier = ChatChannel(worker, house.folder, house.now)  # never started, as in a courier
    [post] = await courier.send(group, Message("推送"), Urgency.MESSAGE)
    await li.until(lambda: post in li.messages[group])
    await courier.edit(group, post, Message("推送（已更正）"))
    await li.until(lambda: li.messages[group][post]["text"] == "推送（已更正）")
    assert list(li.messages[group]) == [post]
    worker._threads.shutdown()
