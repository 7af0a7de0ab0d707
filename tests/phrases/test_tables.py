"""Our own sentences, read as they are meant."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from domain.phrases.notice import read_notice
from domain.phrases.reply import read_reply

NOTICES = [
    "notice_table",
    "notice_table_more",
    "notice_table_third",
    "notice_table_fourth",
    "notice_table_fifth",
    "notice_table_sixth",
    "notice_table_seventh",
    "notice_table_eighth",
    "notice_table_ninth",
    "notice_table_tenth",
]
REPLIES = ["reply_table", "reply_table_more", "reply_table_third"]


def table(name: str) -> list[tuple[str, ...]]:
    """The rows of a table beside this file (the folder is no package)."""
    scope: dict[str, list[tuple[str, ...]]] = {}
    exec((Path(__file__).parent / f"{name}.py").read_text(encoding="utf-8"), scope)
    return scope["ROWS"]


def squeezed(text: str | None) -> str | None:
    return "".join(text.split()) if text else text


def moment(words: str | None, now: datetime) -> datetime | None:
    if words is None:
        return None
    full = words if words.startswith("20") else f"2026-{words}"
    return datetime.strptime(full, "%Y-%m-%d %H:%M").replace(tzinfo=now.tzinfo)


def faults(name: str, check: Callable[..., None]) -> dict[str, str]:
    """What is wrong in which row: a test of its own for each took longer than the reading."""
    found = {}
    for row in table(name):
        try:
            check(*row)
        except AssertionError as fault:
            found[row[0]] = str(fault)
    return found


@pytest.mark.parametrize("name", NOTICES)
def test_calls_of_a_table(name: str, now: datetime) -> None:
    def check(text: str, kind: str | None, start: str | None, place: str | None) -> None:
        notice = read_notice(text, now)
        assert notice.kind == kind
        assert notice.start == moment(start, now)
        assert squeezed(notice.place) == squeezed(place)
        assert notice.past == (notice.start is not None and notice.start < now)
        gaps = {"kind": kind, "start": start, "place": place}
        open_gaps = {gap for gap, value in gaps.items() if value is None}
        assert notice.missing - {"audience"} == open_gaps
        assert (notice.problem is None) == (start is not None)

    assert faults(name, check) == {}


@pytest.mark.parametrize("name", REPLIES)
def test_answers_of_a_table(name: str) -> None:
    def check(
        text: str, intent: str, reason: str | None, other: str | None, minutes: int | None
    ) -> None:
        reply = read_reply(text)
        assert reply.intent == intent
        assert (reply.other, reply.late_minutes) == (other, minutes)
        if reason:
            assert reply.reason is not None
            assert reason in reply.reason or reply.reason in reason

    assert faults(name, check) == {}
