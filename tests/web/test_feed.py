"""A room's memory: whoever resumes sees what one who never left sees."""

from hypothesis import given
from hypothesis import strategies as st

from domain.messages import Button, Mark, Message
from web.chat.feed import KEPT, Feed
from web.chat.pieces import split
from web.chat.posts import View


def _view(number: int, text: str = "") -> View:
    return {"id": str(number), "kind": "bot", "text": text}


@given(
    st.lists(st.tuples(st.integers(1, 40), st.integers(1, 4)), max_size=120),
    st.lists(st.integers(0, 120), max_size=4),
)
def test_resuming_equals_staying(changes: list[tuple[int, int]], breaks: list[int]) -> None:
    feed = Feed()
    seen: dict[str, View] = {}
    at = 0
    for step, (number, version) in enumerate(changes):
        feed.put(_view(number, f"v{version}"), version)
        if step in breaks:
            at = _resume(feed, at, seen)
    _resume(feed, at, seen)
    assert list(seen.values()) == feed.everything()


def _resume(feed: Feed, at: int, seen: dict[str, View]) -> int:
    missing = feed.since(at)
    assert missing is not None
    seen.update({view["id"]: view for view in missing})
    return feed.seq


def test_who_missed_what_fell_out_starts_anew() -> None:
    feed = Feed()
    for number in range(1, KEPT + 11):
        feed.put(_view(number))
    assert feed.since(5) is None
    assert feed.since(10) is not None
    assert len(feed.everything()) == KEPT
    assert feed.since(feed.seq + 1) is None


def test_what_fell_out_does_not_come_back_at_the_end() -> None:
    feed = Feed()
    for number in range(1, KEPT + 2):
        feed.put(_view(number))
    assert feed.put(_view(1, "edited"), 2) is None
    assert feed.everything()[-1]["id"] == str(KEPT + 1)


def test_an_edit_above_what_the_database_gave_is_not_shown() -> None:
    feed = Feed()
    feed.fill([(_view(number), 1) for number in range(100, 100 + KEPT)])
    assert feed.put(_view(99, "edited"), 2) is None
    assert feed.put(_view(100, "edited"), 2) is not None


def test_what_came_during_the_filling_stands_once_and_last() -> None:
    feed = Feed()
    feed.put(_view(3, "new"), 2)
    feed.put(_view(4))
    feed.fill([(_view(2), 1), (_view(3, "old"), 1)])
    assert [(view["id"], view["text"]) for view in feed.everything()] == [
        ("2", ""),
        ("3", "new"),
        ("4", ""),
    ]


@given(st.text(alphabet="汉字。\n a𠮷", max_size=400), st.integers(5, 60))
def test_a_text_in_pieces_loses_nothing_but_line_ends_between_them(text: str, limit: int) -> None:
    whole = Message(text, buttons=((Button("参加", "a"),),))
    pieces = split(whole, limit)
    assert all(len(piece.text) <= limit for piece in pieces)
    assert "".join(piece.text for piece in pieces).replace("\n", "") == text.replace("\n", "")
    assert [bool(piece.buttons) for piece in pieces] == [False] * (len(pieces) - 1) + [True]


def test_marks_go_with_their_text() -> None:
    text = "一二三四五\n六七八九十"
    pieces = split(Message(text, marks=(Mark(3, 8, "bold"),)), 6)
    marked = [piece.text[mark.start : mark.end] for piece in pieces for mark in piece.marks]
    assert marked == ["四五", "六七"]
