import csv
import threading
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from bot.exporting import export
from domain.refusals import Refused
from store.database import transaction
from store.tables import Outbox, Portion, Work
from tests.operation.filled import fill

# The contract's columns, word for word; branches, pushes and messages as documented.
COLUMNS = {
    "branches.csv": ["branch", "timezone", "push_time", "members", "groups", "created_at"],
    "members.csv": ["branch", "name", "status", "group", "duties", "claimed"],
    "meetings.csv": ["id", "branch", "kind", "title", "starts_at", "ends_at", "place", "state"],
    "answers.csv": [
        *("meeting_id", "branch", "meeting", "name", "answer", "reason", "late_minutes"),
        *("presence", "at", "recorded_by"),
    ],
    "pushes.csv": ["branch", "title", "label", "sent_at", "state"],
    "messages.csv": [
        *("id", "branch", "chat", "kind", "text", "state", "due_at", "sent_at", "started"),
    ],
}


@pytest.fixture
def filled(engine: Engine, now: datetime) -> Engine:
    with transaction(engine) as session:
        fill(session, now)
        add_push(session, now)
    return engine


def add_push(session: Session, now: datetime) -> None:
    session.add(Work(id=1, title="示例条例", kind="regulation", sha256="x", rank=1, loaded_at=now))
    session.flush()
    session.add(Portion(id=9, work_id=1, seq=1, rank=10_001, label="第一条至第三条", text="……"))
    row = session.get_one(Outbox, 13)
    row.facts = {"portion": 9, "rank": 10_001, "after": None}


def read(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_columns_and_plain_utf8(filled: Engine, tmp_path: Path) -> None:
    paths = export(filled, tmp_path / "new" / "folder", None)
    assert {path.name for path in paths} == set(COLUMNS)
    for path in paths:
        first, _, rest = path.read_bytes().partition(b"\n")
        assert first.decode("utf-8").split(",") == COLUMNS[path.name]
        assert b"\r" not in rest
    assert sorted(path.name for path in (tmp_path / "new" / "folder").iterdir()) == sorted(COLUMNS)


def test_an_empty_installation_exports_headers(engine: Engine, tmp_path: Path) -> None:
    for path in export(engine, tmp_path, None):
        assert path.read_text("utf-8") == ",".join(COLUMNS[path.name]) + "\n"


def test_members(filled: Engine, tmp_path: Path) -> None:
    export(filled, tmp_path, None)
    rows = [list(row.values()) for row in read(tmp_path, "members.csv")]
    assert rows == [
        ["示例一支部", "甲示例", "正式党员", "第一党小组", "书记", "yes"],
        ["示例一支部", "乙示例", "预备党员", "", "", "no"],
        ["示例一支部", "=丙,示例", "正式党员", "", "", "no"],  # as stored
        ["示例二支部", "丁示例", "正式党员", "", "", "no"],
    ]


def test_meetings_on_the_branches_clocks(filled: Engine, tmp_path: Path) -> None:
    export(filled, tmp_path, None)
    first, second = read(tmp_path, "meetings.csv")
    assert first == {
        "id": "5",
        "branch": "示例一支部",
        "kind": "支部党员大会",
        "title": "学习；选举",
        "starts_at": "2026-11-23T10:00:00+08:00",
        "ends_at": "2026-11-23T11:00:00+08:00",
        "place": "三楼",
        "state": "closed",
    }
    assert (second["title"], second["place"]) == ("党课", "待定")
    assert second["starts_at"] == "2026-11-23T08:00:00+06:00"


def test_answers_with_their_authors(filled: Engine, tmp_path: Path) -> None:
    export(filled, tmp_path, None)
    rows = read(tmp_path, "answers.csv")
    shown = [
        [row["name"], row["answer"], row["reason"], row["late_minutes"], row["presence"]]
        for row in rows
    ]
    assert shown == [
        ["甲示例", "参加", "", "", "签到"],
        ["乙示例", "请假", "出差，\n“外地”", "", "未记"],
        ["=丙,示例", "未答复", "", "", "缺席"],
        ["丁示例", "参加", "", "10", "未记"],
    ]
    assert [(row["at"][11:16], row["recorded_by"]) for row in rows] == [
        ("10:05", "甲示例"),
        ("10:00", "甲示例"),
        ("10:05", ""),
        ("08:00", "丁示例"),
    ]
    assert rows[0]["meeting"] == "学习；选举"
    assert rows[0]["meeting_id"] == "5"


def test_messages_and_pushes(filled: Engine, tmp_path: Path) -> None:
    export(filled, tmp_path, None)
    messages = read(tmp_path, "messages.csv")
    assert [row["state"] for row in messages] == [
        *("queued", "claimed", "sent", "failed", "skipped", "held")
    ]
    sent = messages[2]
    assert sent["chat"] == "telegram:-100"
    assert (sent["text"], sent["started"]) == ("一行\n两行", "yes")
    assert sent["sent_at"] == "2026-11-23T10:00:00+08:00"
    assert read(tmp_path, "pushes.csv") == [
        {
            "branch": "示例一支部",
            "title": "示例条例",
            "label": "第一条至第三条",
            "sent_at": "2026-11-23T10:00:00+08:00",
            "state": "sent",
        }
    ]


def test_a_message_of_no_branch_is_exported_once(
    filled: Engine, tmp_path: Path, now: datetime
) -> None:
    with transaction(filled) as session:
        for number, chat in ((90, 3), (91, 4)):  # the group's branch; nobody's
            session.add(
                Outbox(
                    id=number,
                    key=f"n{number}",
                    chat_id=chat,
                    kind="reply",
                    text_key="x",
                    due_at=now,
                    created_at=now,
                )
            )
    export(filled, tmp_path, None)
    rows = {row["id"]: row["branch"] for row in read(tmp_path, "messages.csv")}
    assert len(rows) == 8
    assert (rows["90"], rows["91"]) == ("示例一支部", "")


def test_one_branch_only(filled: Engine, tmp_path: Path) -> None:
    export(filled, tmp_path, "示例二支部")
    for name in COLUMNS:
        assert {row["branch"] for row in read(tmp_path, name)} <= {"示例二支部"}
    assert [row["name"] for row in read(tmp_path, "answers.csv")] == ["丁示例"]
    with pytest.raises(Refused, match="unknown_branch"):
        export(filled, tmp_path / "other", "没有的支部")
    assert not (tmp_path / "other").exists()


def test_an_error_leaves_older_files(
    filled: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "members.csv").write_text("older")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        export(filled, tmp_path, None)
    assert [path.name for path in tmp_path.glob("*.csv")] == ["members.csv"]
    assert (tmp_path / "members.csv").read_text() == "older"
    assert list(tmp_path.glob(".*.part")) == []


def test_the_service_may_write_meanwhile(filled: Engine, tmp_path: Path, now: datetime) -> None:
    """A writer that has begun, and one that begins during the export, both go through."""
    from bot.snapshot import snapshot

    written = threading.Event()

    def write() -> None:
        with transaction(filled) as session:
            session.get_one(Outbox, 11).state = "skipped"
        written.set()

    with snapshot(filled):
        thread = threading.Thread(target=write)
        thread.start()
        thread.join(timeout=5)
        assert written.is_set()
    with transaction(filled) as session:
        session.get_one(Outbox, 12).state = "skipped"
        session.flush()
        export(filled, tmp_path, None)
    assert [row["state"] for row in read(tmp_path, "messages.csv")][:2] == ["skipped", "claimed"]
