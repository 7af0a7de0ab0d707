"""A file is uploaded once to a service, however many groups get it, and again when forgotten."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from domain.attachments import Attachment, MediaKind, Unmade
from domain.messages import Channel, Lasting, Limits, Message, Passing, Urgency
from domain.outbox import Letter, post
from scheduler.copies import Copies
from scheduler.courier import Courier
from store.database import transaction
from store.tables import Chat, MediaCopy, MediaItem, Outbox
from store.worker import Worker
from tests.scheduler.memory import MemoryChannel

FILE = Attachment(
    MediaKind.PICTURE,
    "合影.jpg",
    "image/jpeg",
    stored="ab/x",
    reuse="ab" * 32,
    instead="图片：合影",
)


@dataclass
class Service(MemoryChannel):
    """A channel that counts what is uploaded and knows its own names until it forgets them."""

    uploads: int = 0
    known: set[str] = field(default_factory=set)
    by_ref: int = 0

    async def send(self, chat: str, message: Message, urgency: Urgency) -> list[str]:
        file = message.attachment
        if file is not None and file.ref:
            if file.ref not in self.known:
                raise Lasting("copy_gone")
            assert file.content is None
            self.by_ref += 1
        ids = await super().send(chat, message, urgency)
        if file is not None and not file.ref:
            assert file.content == b"picture"
            self.uploads += 1
            self.known.add(name := f"id{self.uploads}")
            if file.kept is not None:
                file.kept(name)
        return ids


async def supply(file: Attachment) -> Attachment:
    return replace(file, content=b"picture")


async def send(copies: Copies, channel: Channel, chat: str, file: Attachment = FILE) -> str:
    message = Message("学习", attachment=file)
    return (await copies.send(channel, chat, message, Urgency.MESSAGE))[1]


async def test_of_many_groups_at_once_one_uploads() -> None:
    service, copies = Service(delay=0.01), Copies(supply)
    refs = await asyncio.gather(*(send(copies, service, f"g{n}") for n in range(30)))
    assert (service.uploads, service.by_ref) == (1, 29)
    assert sorted(refs) == [""] * 29 + ["id1"]


async def test_when_the_first_fails_the_next_uploads() -> None:
    service, copies = Service(), Copies(supply)
    service.faults["g0"] = [Lasting("blocked")]
    done = await asyncio.gather(
        *(send(copies, service, f"g{n}") for n in range(5)), return_exceptions=True
    )
    assert isinstance(done[0], Lasting)
    assert (service.uploads, service.by_ref) == (1, 3)


async def test_a_name_that_is_forgotten_is_replaced_once() -> None:
    service, copies = Service(), Copies(supply)
    old = replace(FILE, ref="of an earlier bot")
    await asyncio.gather(*(send(copies, service, f"g{n}", old) for n in range(5)))
    assert (service.uploads, service.by_ref) == (1, 4)
    service.known.clear()
    assert await send(copies, service, "g9") == "id2"
    assert len(service.sent) == 6


async def test_a_channel_without_pictures_gets_the_line() -> None:
    service, copies = Service(), Copies(supply)
    service.limits = Limits(4096, buttons=True, can_push=True, media=frozenset())
    await send(copies, service, "g")
    assert service.sent == [("g", "学习\n\n图片：合影")]
    assert service.messages[0].attachment is None


async def test_what_is_gone_from_the_store_goes_as_its_line() -> None:
    async def gone(file: Attachment) -> Attachment:
        raise Unmade

    service = Service()
    await send(Copies(gone), service, "g")
    assert service.sent == [("g", "学习\n\n图片：合影")]


async def test_a_store_that_is_down_is_tried_again() -> None:
    async def down(file: Attachment) -> Attachment:
        raise ConnectionError

    service = Service()
    with pytest.raises(Passing):
        await send(Copies(down), service, "g")
    assert service.sent == []


def _pushed(engine: Engine, now: datetime, groups: int, key: str) -> None:
    with transaction(engine) as session:
        thing = session.exec(select(MediaItem)).first() or MediaItem(
            kind="picture",
            title="合影",
            name="合影.jpg",
            mime="image/jpeg",
            size=7,
            sha256="ab" * 32,
            key="ab/x",
            loaded_at=now,
        )
        session.add(thing)
        session.flush()
        for number in range(groups):
            address = f"g{number}"
            chat = session.exec(select(Chat).where(Chat.address == address)).first()
            chat = chat or Chat(channel="memory", address=address, kind="group")
            session.add(chat)
            session.flush()
            letter = Letter(
                key=f"{key}:{number}",
                chat_id=chat.id or 0,
                kind="notice",
                text_key="push_media",
                facts={"media": thing.id},
            )
            post(session, [letter], now)


async def test_the_name_outlives_the_process(engine: Engine) -> None:
    now = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
    worker, service = Worker(engine), Service()
    try:
        _pushed(engine, now, 3, "one")
        await Courier(worker, {"memory": service}, lambda: now, supply).drain()
        assert (service.uploads, service.by_ref) == (1, 2)
        _pushed(engine, now, 3, "two")
        await Courier(worker, {"memory": service}, lambda: now, supply).drain()
        assert (service.uploads, service.by_ref) == (1, 5)
        service.known.clear()  # another token: the service knows nothing of it
        _pushed(engine, now, 3, "three")
        await Courier(worker, {"memory": service}, lambda: now, supply).drain()
        assert (service.uploads, service.by_ref) == (2, 7)
        with transaction(engine) as session:
            assert [row.ref for row in session.exec(select(MediaCopy)).all()] == ["id2"]
            states = session.exec(select(Outbox.state)).all()
        assert set(states) == {"sent"}
    finally:
        worker.close()
