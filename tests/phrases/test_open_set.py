"""The open trial phrases: the figures, and the bars that may not be missed."""

import json
import re
import unicodedata
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from domain.phrases.notice import Notice, read_notice
from domain.phrases.reply import read_reply

PHRASES = Path(__file__).parents[2] / "../shared/data/phrases"
BAR = 0.9


def rows(name: str) -> list[dict[str, Any]]:
    path = PHRASES / name
    if not path.exists():
        pytest.skip(f"no trial phrases beside the project ({name})")
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def bare(text: str | None) -> str | None:
    if text is None:
        return None
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    return plain.removeprefix("线上")


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def is_right(row: dict[str, Any], notice: Notice) -> bool:
    kinds = {row["kind"], "other"} if row["kind"] is None else {row["kind"]}
    return (
        notice.kind in kinds
        and notice.start == moment(row["start"])
        and bare(notice.place) == bare(row["place"])
    )


def test_notices(now: datetime, capsys: pytest.CaptureFixture[str]) -> None:
    read = [(row, read_notice(row["text"], now)) for row in rows("notices.jsonl")]
    right = sum(is_right(row, notice) for row, notice in read)
    silent = [
        row["id"]
        for row, notice in read
        if notice.start is not None and notice.start != moment(row["start"])
    ]
    unnamed_past = [row["id"] for row, notice in read if "past" in row["note"] and not notice.past]
    with capsys.disabled():
        print(f"\nnotices right: {right} of {len(read)}, silent wrong starts: {len(silent)}")
        for field in ("end", "audience", "missing"):
            print(f"  {field}: {sum(agrees(field, row, n) for row, n in read)} of {len(read)}")
    assert right >= BAR * len(read)
    assert silent == []
    assert unnamed_past == []


def agrees(field: str, row: dict[str, Any], notice: Notice) -> bool:
    if field == "end":
        return notice.end == moment(row["end"])
    if field == "missing":
        return notice.missing == frozenset(row["missing"])
    return notice.audience == row["audience"]


def test_replies(capsys: pytest.CaptureFixture[str]) -> None:
    read = [(row, read_reply(row["text"])) for row in rows("replies.jsonl")]
    right = sum(reply.intent == row["intent"] for row, reply in read)
    meddled = [
        row["id"]
        for row, reply in read
        if row["intent"] == "not_a_reply" and reply.intent != "not_a_reply"
    ]
    promised = [
        row["id"] for row, reply in read if row["intent"] == "ack_only" and reply.intent == "attend"
    ]
    beside = sum(
        reply.other == row["for"] and reply.late_minutes == row["late_minutes"]
        for row, reply in read
    )
    with capsys.disabled():
        print(f"\nreplies right: {right} of {len(read)}, for and minutes: {beside} of {len(read)}")
    assert right >= BAR * len(read)
    assert meddled == []
    assert promised == []
