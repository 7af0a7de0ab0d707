"""Posts, the key and the rooms as rows, on both databases."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from domain.messages import Button, Lasting, Message
from domain.rooms import account_of, may_see, open_room, rooms_of, seats_taken, take_seat
from store.tables import Account
from tests.conftest import NOW
from web.chat.posts import (
    body_of,
    change_post,
    changed_since,
    latest,
    posts_by_id,
    view_of,
    write_posts,
)
from web.chat.signing import Signer, load_key


def _post(session: Session, text: str = "通知") -> tuple[str, str]:
    room = open_room(session, NOW, "第一支部").address
    message = Message(text, buttons=((Button("参加", "a"), Button("认领姓名", start="b1")),))
    [post] = write_posts(session, NOW, room, [body_of(message, None)])
    return room, str(post.id)


def test_a_post_comes_back_as_it_was(session: Session) -> None:
    room, post_id = _post(session)
    session.expire_all()
    [post] = latest(session, room, 10)
    view = view_of(post)
    assert (view["id"], view["text"], view["at"]) == (post_id, "通知", int(NOW.timestamp() * 1000))
    assert view["buttons"] == [
        [{"label": "参加", "action": "a"}, {"label": "认领姓名", "start": "b1"}]
    ]


def test_an_edit_is_found_by_its_time(session: Session) -> None:
    room, post_id = _post(session)
    later = NOW + timedelta(minutes=1)
    change_post(session, later, room, post_id, Message("已散会"))
    assert changed_since(session, later) == []
    assert changed_since(session, NOW) == [(int(post_id), room, 2, later)]
    assert [post.body["text"] for post in posts_by_id(session, [int(post_id)])] == ["已散会"]


def test_an_edit_that_cannot_be(session: Session) -> None:
    room, post_id = _post(session)
    other = open_room(session, NOW, "第二支部").address
    same = Message("通知", buttons=((Button("参加", "a"), Button("认领姓名", start="b1")),))
    for chat, message_id, message, reason in (
        (room, post_id, same, "not_modified"),
        (other, post_id, Message("x"), "message_gone"),
        (room, "9" * 40, Message("x"), "message_gone"),
        (room, "u-li:abc", Message("x"), "message_gone"),
    ):
        with pytest.raises(Lasting) as fault:
            change_post(session, NOW, chat, message_id, message)
        assert fault.value.reason == reason


def test_only_the_last_posts_are_read(session: Session) -> None:
    room = open_room(session, NOW, "第一支部").address
    bodies = [body_of(Message(f"{number}"), None) for number in range(5)]
    write_posts(session, NOW, room, bodies)
    assert [post.body["text"] for post in latest(session, room, 3)] == ["2", "3", "4"]


def test_the_key_is_made_once(session: Session) -> None:
    key = load_key(session)
    session.expire_all()
    assert load_key(session) == key
    assert len(key) == 32


def test_a_token_holds_for_its_key_alone() -> None:
    token = Signer(b"one").sign("u-li", NOW)
    assert Signer(b"one").read(token, NOW) == "u-li"
    assert Signer(b"two").read(token, NOW) is None
    assert Signer(b"one").read(token, NOW + timedelta(days=366)) is None
    assert Signer(b"one").mark() != Signer(b"two").mark()


def test_seats(session: Session) -> None:
    session.add(Account(channel="chat", address="u-li", name="李建国"))
    session.add(Account(channel="telegram", address="u-wang", name="王秀英"))
    room = open_room(session, NOW, "第一支部").address
    assert take_seat(session, NOW, room, "u-li")
    assert not take_seat(session, NOW, room, "u-li")
    assert [one.address for one in rooms_of(session, "u-li")] == [room]
    assert seats_taken(session, [room]) == {room: 1}
    assert may_see(session, room, "u-li")
    assert may_see(session, "u-li", "u-li")
    assert not may_see(session, room, "u-wang")
    assert not may_see(session, "u-li", "u-wang")
    assert account_of(session, "u-wang") is None
