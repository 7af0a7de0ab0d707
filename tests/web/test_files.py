"""Files: in from people, out to the people of their room and to nobody else."""

import io
from pathlib import Path

import pytest
from aiohttp import ClientSession
from hypothesis import given
from hypothesis import strategies as st

from domain.attachments import made
from domain.messages import IncomingFile, Kind, Lasting, Message, Urgency
from tests.web.conftest import House
from web.chat.files import UPLOAD_LIMIT, safe_name


async def test_the_bots_file_comes_to_its_room_alone(house: House, group: str) -> None:
    message = Message("考勤表", attachment=made("十一月考勤表.xlsx", b"rows"))
    [post] = await house.channel.send(group, message, Urgency.REPLY)

    inside = await _get(house, "u-li", f"/chat/files/{group}/{post}")
    outside = await _get(house, "u-zhao", f"/chat/files/{group}/{post}")
    through_own = await _get(house, "u-zhao", f"/chat/files/u-zhao/{post}")
    stranger = await _get(house, "", f"/chat/files/{group}/{post}")

    assert inside[:2] == (200, b"rows")
    assert inside[2]["Content-Disposition"].startswith("attachment;")
    assert "%E8%80%83%E5%8B%A4" in inside[2]["Content-Disposition"]
    assert [answer[0] for answer in (outside, through_own, stranger)] == [404, 404, 404]


async def _get(house: House, person: str, path: str) -> tuple[int, bytes, dict[str, str]]:
    cookies = {"zhibu_chat": await house.cookie(person)} if person else {}
    async with ClientSession(house.root, cookies=cookies) as http, http.get(path) as answer:
        return answer.status, await answer.read(), dict(answer.headers)


async def test_a_persons_file_reaches_the_core_and_the_room(
    house: House, group: str, tmp_path: Path
) -> None:
    li, wang = await house.page("u-li"), await house.page("u-wang")
    ref = await li.uploads("名册", b"names")
    client = await li.does("file", group, ref=ref, name="名册.csv", text="第一支部")

    [event] = await house.core.wait_for(Kind.FILE)
    assert event.file is not None
    assert (event.text, event.file.name, event.file.size) == ("第一支部", "名册.csv", 5)
    await house.channel.fetch(event.file, tmp_path / "fetched.csv")
    assert (tmp_path / "fetched.csv").read_bytes() == b"names"

    await wang.until(lambda: wang.messages[group])
    shown = wang.messages[group][f"u-li:{client}"]
    assert shown["file"] == {"name": "名册.csv", "size": 5}
    assert (await _get(house, "u-wang", f"/chat/files/{group}/u-li:{client}"))[1] == b"names"
    assert (await _get(house, "u-zhao", f"/chat/files/{group}/u-li:{client}"))[0] == 404


async def test_nobody_sends_anothers_upload(house: House, group: str) -> None:
    li, wang = await house.page("u-li"), await house.page("u-wang")
    ref = await li.uploads("名册", b"names")
    client = await wang.does("file", group, ref=ref, name="名册.csv")
    await wang.until(lambda: client in wang.refused)
    assert house.core.of(Kind.FILE) == []


async def test_too_large_a_file_leaves_nothing(house: House, group: str) -> None:
    li = await house.page("u-li")

    async def stream() -> object:  # without a length, so only counting can tell
        for _ in range(UPLOAD_LIMIT // 2**20 + 1):
            yield b"x" * 2**20

    for body in (io.BytesIO(b"x" * (UPLOAD_LIMIT + 1)), stream()):
        answer = await li.http.post(f"{house.root}/chat/upload", data=body)
        assert answer.status == 413
    exact = await li.http.post(f"{house.root}/chat/upload", data=io.BytesIO(b"x" * UPLOAD_LIMIT))
    assert exact.status == 200
    kept = [path for path in house.folder.glob("chat/uploads/*/*") if path.is_file()]
    assert [path.stat().st_size for path in kept] == [UPLOAD_LIMIT]


async def test_a_stranger_uploads_nothing(house: House, group: str) -> None:
    async with ClientSession(house.root, headers={"Origin": house.root}) as http:
        assert (await http.post("/chat/upload", data=b"x")).status == 401


async def test_what_is_no_reference_is_gone(house: House, tmp_path: Path) -> None:
    for ref in ("../../zhibu.db", "u-li/" + "0" * 32, ""):
        with pytest.raises(Lasting, match="message_gone"):
            await house.channel.fetch(IncomingFile(ref, "x", 1), tmp_path / "x")


@given(st.text(max_size=300))
def test_a_name_never_leads_elsewhere(name: str) -> None:
    safe = safe_name(name)
    assert 0 < len(safe) <= 120
    assert Path(safe).name == safe
    assert not set(safe) & set('/\\:*?"<>|\n\r\t\x00\u202e')


def test_a_long_name_keeps_its_ending() -> None:
    assert safe_name("表" * 200 + ".xlsx").endswith("表.xlsx")
