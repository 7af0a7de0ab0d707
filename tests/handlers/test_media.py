"""Media of admins: previewed, titled, approved by a second one, pushed, withdrawn."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlmodel import select

from domain.attachments import MediaKind
from domain.messages import IncomingFile
from store.database import transaction
from store.media.disk import DiskStore
from store.tables import Account, MediaItem, Upload
from tests.handlers.desk import ADMIN, Desk, Shown
from tests.handlers.test_filing import Office
from tests.media import pictures

SECOND = "10009"


@pytest.fixture
async def office(branch: Desk, tmp_path: Path) -> AsyncIterator[Office]:
    office = Office(branch, tmp_path)
    yield office
    office.worker.close()


def second_admin(desk: Desk) -> None:
    with transaction(desk.engine) as session:
        session.add(Account(channel="telegram", address=SECOND, name="副管理员", is_admin=True))
    desk.say(SECOND, "/start", SECOND)


def items(office: Office) -> list[MediaItem]:
    with transaction(office.desk.engine) as session:
        found = list(session.exec(select(MediaItem).order_by(MediaItem.id)).all())
        session.expunge_all()
    return found


async def imported(office: Office, caption: str = "主题党日合影\n本支部") -> Shown:
    preview = (await office.send("photo.jpg", pictures.jpeg(), caption))[-1]
    return (await office.press(preview, "确认导入"))[-1]


@pytest.mark.usefixtures("read_apart")
async def test_a_photo_becomes_an_item_only_after_confirming(office: Office) -> None:
    preview = (await office.send("photo.jpg", pictures.jpeg(), "主题党日合影\n来源：第一党支部"))[
        -1
    ]
    for told in ("主题党日合影", "图片", "64×48", "来源：第一党支部"):
        assert told in preview.text
    assert preview.labels == ["确认导入", "取消"]
    assert items(office) == []
    done = (await office.press(preview, "确认导入"))[-1]
    assert "主题党日合影" in done.text
    (item,) = items(office)
    assert (item.kind, item.title, item.source) == ("picture", "主题党日合影", "第一党支部")
    assert (item.name, item.mime, item.state) == ("主题党日合影.jpg", "image/jpeg", "active")
    kept = await DiskStore(office.folder / "media").read(item.key)
    assert len(kept) == item.size
    assert pictures.MAKER.encode() not in kept


async def test_the_same_photo_again_changes_nothing(office: Office) -> None:
    await imported(office)
    assert "没有变化" in (await imported(office, "另一个标题")).text
    assert [item.title for item in items(office)] == ["主题党日合影"]


async def test_a_title_that_is_missing_is_asked_for(office: Office) -> None:
    asked = (await office.send("photo.jpg", pictures.jpeg()))[-1]
    assert "标题" in asked.text
    office.desk.say(ADMIN, "参观柳河展馆\n来源：宣传委员", ADMIN)
    preview = (await office.work())[-1]
    assert "参观柳河展馆" in preview.text
    await office.press(preview, "确认导入")
    (item,) = items(office)
    assert (item.title, item.source) == ("参观柳河展馆", "宣传委员")
    assert "没有" not in office.desk.say(ADMIN, "帮助", ADMIN)[-1].text[:4]  # nothing is asked now


async def test_several_photos_at_once_are_titled_one_by_one(office: Office) -> None:
    for width in (40, 50):
        await office.send(f"{width}.jpg", pictures.jpeg(width))
    first = office.desk.say(ADMIN, "第一张", ADMIN)[-1]
    assert "还有 1 份" in first.text
    office.desk.say(ADMIN, "第二张", ADMIN)
    previews = [shown for shown in await office.work() if "确认导入" in shown.labels]
    previews += [shown for shown in office.desk.seen if "确认导入" in shown.labels]
    assert {shown.text.split("\n")[0] for shown in previews} == {"第一张", "第二张"}


async def test_a_title_that_is_a_text_is_refused_and_asked_again(office: Office) -> None:
    await office.send("photo.jpg", pictures.jpeg())
    assert "80" in office.desk.say(ADMIN, "长" * 200, ADMIN)[-1].text
    office.desk.say(ADMIN, "短标题", ADMIN)
    assert "短标题" in (await office.work())[-1].text


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("讲话.mp3", pictures.MP3, "audio"),
        ("voice.ogg", pictures.OGG, "audio"),
        ("录音.wav", pictures.sound(), "audio"),
        ("微党课.mp4", pictures.film(), "video"),
    ],
)
async def test_sounds_and_films(office: Office, name: str, data: bytes, kind: str) -> None:
    preview = (await office.send(name, data, "学习材料"))[-1]
    await office.press(preview, "确认导入")
    assert [item.kind for item in items(office)] == [kind]


@pytest.mark.usefixtures("read_apart")
async def test_a_file_that_is_no_text_is_kept_when_wanted(office: Office) -> None:
    refused = (await office.send("课件.pptx", b"PK\x05\x06" + bytes(18), "微党课课件"))[-1]
    assert refused.labels == ["按文件保存"]
    preview = (await office.press(refused, "按文件保存"))[-1]
    assert "文件" in preview.text
    await office.press(preview, "确认导入")
    (item,) = items(office)
    assert (item.kind, item.name) == ("document", "课件.pptx")


async def test_what_must_not_be_kept_has_no_such_button(office: Office) -> None:
    secret = "机密★5年\n关于开展学习的通知\n一、总体要求\n略。".encode()
    for name, data in (("通知.txt", secret), ("海报.png", pictures.bomb()), ("空.pdf", b" ")):
        assert (await office.send(name, data))[-1].labels == []
    with transaction(office.desk.engine) as session:
        assert {row.state for row in session.exec(select(Upload)).all()} == {"refused"}


async def test_a_second_admin_sees_it_and_confirms(office: Office) -> None:
    second_admin(office.desk)
    preview = (await office.send("photo.jpg", pictures.jpeg(), "合影\n本支部"))[-1]
    shown = await office.press(preview, "确认导入")
    assert "等另一位管理员确认" in next(s for s in shown if s.chat == ADMIN).text
    asked = next(s for s in shown if s.chat == SECOND)
    assert asked.labels == ["确认", "退回"]
    assert "来源：本支部" in asked.text
    file = asked.message.attachment
    assert file is not None
    assert (file.kind, file.reuse) == (MediaKind.PICTURE, items(office)[0].sha256)
    assert "没有已发布" in office.desk.say(ADMIN, "立即推送 合影", ADMIN)[-1].text
    listed = office.desk.say(SECOND, "资料库", SECOND)[-1]
    assert "合影（本支部），待确认" in listed.text
    assert "确认“合影”" in listed.labels
    office.desk.press(SECOND, asked, "确认")
    assert [item.state for item in items(office)] == ["active"]


async def test_an_item_is_pushed_listed_and_withdrawn(office: Office) -> None:
    await imported(office)
    desk = office.desk
    asked = desk.say(ADMIN, "立即推送 主题党日合影", ADMIN)[-1]
    desk.press(ADMIN, asked, "确认")
    pushed = next(shown for shown in desk.wait(minutes=1) if shown.row.kind == "push")
    file = pushed.message.attachment
    assert file is not None
    assert (file.kind, file.stored) == (MediaKind.PICTURE, items(office)[0].key)
    assert "来源：本支部" in pushed.text
    caught_up = desk.say("3", "补学", "3")[-1]
    assert "主题党日合影" in caught_up.text
    again = desk.press("3", caught_up, "1")[-1]
    assert again.message.attachment is not None
    assert "图片：主题党日合影（本支部）" in desk.say(ADMIN, "资料库", ADMIN)[-1].text
    card = desk.say(ADMIN, "撤下 主题党日合影", ADMIN)[-1]
    yes = desk.press(ADMIN, card, "撤下")[-1]
    desk.press(ADMIN, yes, "确认撤下")
    assert [item.state for item in items(office)] == ["withdrawn"]
    desk.press("3", caught_up, "1")
    assert desk.toast is not None
    assert "撤下" in desk.toast.text
    await imported(office, "新标题\n本支部")
    assert [(item.title, item.state) for item in items(office)] == [("新标题", "active")]


async def test_a_members_photo_is_no_upload(office: Office) -> None:
    photo = IncomingFile("p", "photo.jpg", 10, MediaKind.PICTURE)
    for caption in ("", "看看这张"):
        said = office.desk.send_file("3", photo, caption)[-1]
        assert "管理员" not in said.text
    with transaction(office.desk.engine) as session:
        assert session.exec(select(Upload)).all() == []


async def test_a_store_that_cannot_be_written_keeps_the_upload(office: Office) -> None:
    (office.folder / "media").write_bytes(b"in the way")
    preview = (await office.send("photo.jpg", pictures.jpeg(), "合影"))[-1]
    office.desk.press(ADMIN, preview, "确认导入")
    office.intake._put_off = _noted = _Noted()  # type: ignore[method-assign,assignment]
    assert await office.intake.step()
    assert _noted.times == 1
    assert items(office) == []
    (office.folder / "media").unlink()
    await office.work()
    assert len(items(office)) == 1


class _Noted:
    """Stands for the waiting between two tries."""

    def __init__(self) -> None:
        self.times = 0

    async def __call__(self, upload: Upload, seconds: float) -> None:
        self.times += 1
