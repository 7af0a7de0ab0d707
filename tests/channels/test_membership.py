"""Who comes and goes, as raw updates tell it."""

import pytest

from channels.telegram.reading import Me, Reader
from domain.messages import Kind, Place, Sender
from tests.channels.raw_updates import (
    ANONYMOUS,
    BOT,
    GROUP,
    LI,
    OTHER_BOT,
    PRIVATE,
    RECEIVED,
    SENT,
    message,
    read,
)


@pytest.mark.parametrize(
    ("status", "more", "kind", "hears"),
    [
        ("member", {}, Kind.ADDED, False),
        ("administrator", {}, Kind.ADDED, True),
        ("restricted", {"is_member": True}, Kind.ADDED, False),
        ("restricted", {"is_member": False}, Kind.REMOVED, None),
        ("left", {}, Kind.REMOVED, None),
        ("kicked", {}, Kind.REMOVED, None),
    ],
)
def test_the_bot_comes_and_goes(status, more, kind, hears):
    change = {
        "chat": GROUP,
        "from": LI,
        "date": int(SENT.timestamp()),
        "old_chat_member": {"user": BOT, "status": "left"},
        "new_chat_member": {"user": BOT, "status": status, **more},
    }
    event = read(my_chat_member=change)
    assert event is not None
    assert (event.kind, event.hears_all) == (kind, hears)
    assert event.sender == Sender("42", "李 大海")
    assert event.chat_title == "第三党支部"


def test_privacy_mode_off_means_hearing_all():
    change = {
        "chat": GROUP,
        "from": ANONYMOUS,
        "date": int(SENT.timestamp()),
        "old_chat_member": {"user": BOT, "status": "left"},
        "new_chat_member": {"user": BOT, "status": "member"},
    }
    reader = Reader(Me(700, "zhibu_bot", hears_all=True), lambda: RECEIVED)
    event = reader.read({"update_id": 1, "my_chat_member": change})
    assert event is not None
    assert event.hears_all is True
    assert event.sender is None


def test_a_person_blocks_the_bot():
    change = {
        "chat": PRIVATE,
        "from": LI,
        "date": int(SENT.timestamp()),
        "old_chat_member": {"user": BOT, "status": "member"},
        "new_chat_member": {"user": BOT, "status": "kicked"},
    }
    event = read(my_chat_member=change)
    assert event is not None
    assert (event.kind, event.place, event.chat) == (Kind.REMOVED, Place.PRIVATE, "42")
    change["new_chat_member"], change["old_chat_member"] = (
        change["old_chat_member"],
        change["new_chat_member"],
    )
    assert read(my_chat_member=change) is None


def test_people_enter_a_group():
    wang = {"id": 43, "is_bot": False, "first_name": "王"}
    change = {
        "chat": GROUP,
        "from": LI,
        "date": int(SENT.timestamp()),
        "old_chat_member": {"user": wang, "status": "left"},
        "new_chat_member": {"user": wang, "status": "member"},
    }
    event = read(chat_member=change)
    assert event is not None
    assert (event.kind, event.sender) == (Kind.JOINED, Sender("43", "王"))
    change["old_chat_member"] = {"user": wang, "status": "administrator"}
    assert read(chat_member=change) is None
    note = read(message=message(new_chat_members=[OTHER_BOT, wang]))
    assert note is not None
    assert (note.kind, note.sender) == (Kind.JOINED, Sender("43", "王"))
    assert read(message=message(new_chat_members=[BOT])) is None
