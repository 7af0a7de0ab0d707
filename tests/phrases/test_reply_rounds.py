"""Many messages as members write them: answers are read, and talk is left alone."""

import time
from pathlib import Path
from typing import Any

import pytest

from domain.phrases.reply import read_reply

RECORDED = {"attend", "leave", "late", "here"}
TOLD = ["attend", "leave", "late", "here"]
PLAIN = [*TOLD, "ack_only", "ask"]


def table(name: str) -> dict[str, Any]:
    """The names of a table beside this file (the folder is no package)."""
    scope: dict[str, Any] = {}
    exec((Path(__file__).parent / f"{name}.py").read_text(encoding="utf-8"), scope)
    return scope


def parted(block: str) -> list[str]:
    """The messages of a block; every row but the last ends in a stroke."""
    return [text.strip() for text in block.replace(" /\n", " / ").strip().split(" / ")]


PLAIN_TABLE = table("reply_rounds_plain")
TALK_TABLE = table("reply_rounds_talk")
TOLD_TABLE = table("reply_rounds_told") | table("reply_rounds_leave")


@pytest.mark.parametrize("intent", PLAIN)
def test_plain_answers(intent: str) -> None:
    texts = parted(PLAIN_TABLE[intent.upper()])
    assert len(texts) > 15
    assert [text for text in texts if read_reply(text).intent != intent] == []


@pytest.mark.parametrize("block", ["NOT_A_REPLY", "GROUP_TALK"])
def test_talk_is_left_alone(block: str) -> None:
    texts = parted(TALK_TABLE[block])
    assert len(texts) > 200
    assert [text for text in texts if read_reply(text).intent != "not_a_reply"] == []


@pytest.mark.parametrize("intent", TOLD)
def test_answers_with_reason_person_or_minutes(intent: str) -> None:
    wrong = []
    for text, reason, other, minutes in TOLD_TABLE[intent.upper()]:
        reply = read_reply(text)
        told = reply.reason or ""
        near = reason is None or bool(told and (told in reason or reason in told))
        if (reply.intent, reply.other, reply.late_minutes, near) != (intent, other, minutes, True):
            wrong.append((text, reply))
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("我参加，老李请假", "attend"),
        ("老李请假，我参加", "attend"),
        ("参加，老李请假", "attend"),
        ("我请假，老李参加", "leave"),
        ("帮老李请个假，我准时到", "attend"),
        ("我去，王姐说她来不了", "attend"),
    ],
)
def test_of_two_answers_the_speakers_own_stands(text: str, intent: str) -> None:
    reply = read_reply(text)
    assert (reply.intent, reply.other, reply.with_self) == (intent, None, False)


def test_the_same_answer_for_two_counts_for_both() -> None:
    reply = read_reply("老李请假，我也请假")
    assert (reply.intent, reply.other, reply.with_self) == ("leave", "老李", True)


@pytest.mark.parametrize("text", ["收到", "好的", "可以", "没问题", "OK", "知道了，谢谢", "收到+1"])
def test_a_nod_never_promises(text: str) -> None:
    assert read_reply(text).intent == "ack_only"


@pytest.mark.parametrize(
    "text", ["能不能视频参加", "可不可以来", "是在三楼会议室吗", "会不会迟到", "能参加吗"]
)
def test_what_asks_records_nothing(text: str) -> None:
    assert read_reply(text).intent not in RECORDED


@pytest.mark.parametrize(
    "text", ["在哪？", "几点？", "能请假吗", "谁讲课", "几点能散", "要带党员证吗"]
)
def test_a_question_about_the_meeting(text: str) -> None:
    assert read_reply(text).intent == "ask"


PIECES = parted("""
和 / 老李和 / 李李和 / 一 / 一点 / 一一点 / 要 / 能 / 应该能 / 请假 / 请 / 假 / 晚到 / 迟 / 半个多 /
十分钟 / 如果 / 的话就 / 看看再 / 不确定 / 辛苦 / 书记 / 谢谢 / 收到 / 好 / ， / ？ / ( / 1 / 今天 /
周三 / 会 / 会议室 / 已经 / 来 / 去 / 到 / 了 / 因为 / 在 / 几点 / 什么 / 开会 / 带 / 是 /
他 / 让我跟他说 / 替老王 / 我和 / 王师傅、
""")


@pytest.mark.parametrize("length", [58, 200, 2000])
def test_hostile_texts_take_no_time(length: int) -> None:
    read_reply("我和老李参加")  # the rules are compiled once, on the first message
    slow = []
    for piece in PIECES:
        for other in ("", "一点", "要", "和", "请假"):
            text = ((piece + other) * length)[:length]
            began = time.process_time()
            read_reply(text)
            if time.process_time() - began > 0.1:
                slow.append(text[:20])
    assert slow == []
