"""Where an attachment's bytes come from."""

import asyncio
import io
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from content.cards.study_card import Card
from content.study_media import card_picture, reading_aloud
from content.supply import Supplies, makers
from domain.attachments import Attachment, MediaKind, Unmade
from store.media.disk import DiskStore

FILE = Attachment(MediaKind.PICTURE, "合影.jpg", "image/jpeg")
CARD = Card("柳河支部学习条例", "第三条", "党支部每月组织一次学习。", "——《柳河支部学习条例》")


async def test_from_the_store(tmp_path: Path) -> None:
    store = DiskStore(tmp_path)
    supply = Supplies(store, {})
    key = await store.keep(b"picture", ".jpg")
    assert (await supply(replace(FILE, stored=key))).content == b"picture"
    (tmp_path / key).unlink()
    with pytest.raises(Unmade):
        await supply(replace(FILE, stored=key))


async def test_bytes_at_hand_are_taken_as_they_are(tmp_path: Path) -> None:
    ready = replace(FILE, content=b"x")
    assert await Supplies(DiskStore(tmp_path), {})(ready) is ready


async def test_nobody_makes_what_no_recipe_names(tmp_path: Path) -> None:
    supply = Supplies(DiskStore(tmp_path), makers(None))
    for recipe in ((), ("cake",)):
        with pytest.raises(Unmade):
            await supply(replace(FILE, recipe=recipe))


async def test_a_card_is_drawn_off_the_loop(tmp_path: Path) -> None:
    made = await Supplies(DiskStore(tmp_path), makers(None))(card_picture(CARD, 0))
    assert Image.open(io.BytesIO(made.content or b"")).width == 1080


def test_the_same_card_has_the_same_digest_and_another_has_not() -> None:
    one, same = card_picture(CARD, 0), card_picture(Card.read(CARD.written()), 0)
    assert one == same
    others = [card_picture(CARD, 1), card_picture(replace(CARD, text="另一段。"), 0)]
    assert one.reuse not in {other.reuse for other in others}


def test_another_voice_is_another_file() -> None:
    facts = {"title": "条例", "label": "第三条", "text": "学习。"}
    assert reading_aloud(facts, "a").reuse != reading_aloud(facts, "b").reuse


async def test_without_an_engine_nothing_is_read_aloud(tmp_path: Path) -> None:
    supply = Supplies(DiskStore(tmp_path), makers("no-such-program {file}"))
    with pytest.raises(Unmade):
        await supply(reading_aloud({"title": "条例", "label": "", "text": "学习。"}, "a"))


async def test_few_are_made_at_a_time_and_the_loop_goes_on(tmp_path: Path) -> None:
    inside, most, gate = 0, 0, threading.Lock()

    def slow(attachment: Attachment) -> Attachment:
        nonlocal inside, most
        with gate:
            inside += 1
            most = max(most, inside)
        threading.Event().wait(0.05)
        with gate:
            inside -= 1
        return replace(attachment, content=b"made")

    supply = Supplies(DiskStore(tmp_path), {"slow": slow})
    works = [asyncio.create_task(supply(replace(FILE, recipe=("slow",)))) for _ in range(6)]
    beats = 0
    while not all(work.done() for work in works):
        await asyncio.sleep(0.005)
        beats += 1
    assert most == 2
    assert beats > 5
