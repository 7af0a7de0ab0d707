"""`卡片` and `朗读` as a member types them."""

import dataclasses
from pathlib import Path

import pytest
from sqlmodel import select

from content.composing import compose
from content.supply import Supplies, makers
from domain.attachments import MediaKind
from store.database import transaction
from store.media.disk import DiskStore
from store.tables import Article, Outbox, Portion, Work
from tests.handlers.desk import Desk

TITLE = "柳河支部学习条例"
ARTICLE = "第三条　党支部每月组织一次学习，联系实际，讲求实效。"


@pytest.fixture
def shelf(branch: Desk) -> Desk:
    with transaction(branch.engine) as session:
        work = Work(
            title=TITLE,
            family=TITLE,
            kind="regulation",
            edition="2024年3月1日通过",
            issued="2024-03-01",
            sha256="a",
            rank=20_001,
            counts={"条": 1},
            loaded_at=branch.now,
        )
        session.add(work)
        session.flush()
        number = work.id or 0
        session.add(Article(work_id=number, seq=1, label="第三条", path=["第一章"], text=ARTICLE))
        session.add(Portion(work_id=number, seq=1, rank=200_010_001, label="第三条", text=ARTICLE))
    return branch


async def test_todays_portion_as_a_picture(shelf: Desk, tmp_path: Path) -> None:
    (shown,) = shelf.say("3", "卡片", "3")
    file = shown.message.attachment
    assert file is not None
    assert shown.text == f"《{TITLE}》第三条"
    assert (file.kind, file.mime) == (MediaKind.PICTURE, "image/png")
    assert file.instead == ARTICLE
    made = await Supplies(DiskStore(tmp_path), makers(None))(file)
    assert (made.content or b"").startswith(b"\x89PNG")
    assert "2024年3月1日通过" in file.recipe[1]


def test_an_article_as_a_picture_in_the_group_too(shelf: Desk) -> None:
    for words in (f"/card {TITLE}第三条", f"/card {TITLE} 3"):
        (shown,) = shelf.say("3", words)
        assert shown.message.attachment is not None
        assert "第一章　第三条" in shown.text


def test_the_same_card_asked_for_twice_is_one_file(shelf: Desk) -> None:
    files = [shelf.say(who, "卡片", who)[-1].message.attachment for who in ("2", "3")]
    assert files[0] is not None
    assert files[0] == files[1]


def test_a_long_portion_is_several_pictures(shelf: Desk) -> None:
    with transaction(shelf.engine) as session:
        portion = session.exec(select(Portion)).one()
        portion.text = "\n".join([ARTICLE] * 25)
        session.add(portion)
    shown = shelf.say("3", "卡片", "3")
    assert [one.text.rpartition("（")[2] for one in shown] == ["1/2）", "2/2）"]
    assert len({one.message.attachment.reuse for one in shown if one.message.attachment}) == 2


def test_cards_that_cannot_be_made_are_told(shelf: Desk) -> None:
    assert "卡片 党章第三条" in shelf.say("3", "卡片 随便", "3")[-1].text
    assert "没有" in shelf.say("3", f"卡片 {TITLE}第九条", "3")[-1].text


def test_a_card_said_again_is_the_same(shelf: Desk) -> None:
    (shown,) = shelf.say("3", "卡片", "3")
    with transaction(shelf.engine) as session:
        again = compose(session, session.get_one(Outbox, shown.row.id), shelf.now)
    assert again == shown.message


def test_reading_aloud_needs_an_engine(shelf: Desk) -> None:
    shelf.house = dataclasses.replace(shelf.house, speech="no-such-program {file}")
    (shown,) = shelf.say("3", "朗读", "3")
    assert "espeak-ng" in shown.text
    assert shown.message.attachment is None


def test_reading_aloud_is_a_sound(shelf: Desk) -> None:
    shelf.house = dataclasses.replace(shelf.house, speech="true {file}")
    (shown,) = shelf.say("3", "朗读", "3")
    file = shown.message.attachment
    assert file is not None
    assert file.kind is MediaKind.AUDIO
    assert ARTICLE in file.recipe[1]
    (neutral,) = shelf.say("3", "/listen")
    assert neutral.message.attachment is None
