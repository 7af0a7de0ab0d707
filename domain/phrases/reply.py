"""Reading what members type back. What is not plainly an answer is ordinary talk."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from domain.phrases.answers import Clauses, split_answer
from domain.phrases.lateness import minutes_late
from domain.phrases.persons import for_child, other_named
from domain.phrases.questions import asks_about_meeting
from domain.phrases.reasons import reason_of
from domain.phrases.small_talk import is_small_talk

ATTEND, LEAVE, LATE, HERE = "attend", "leave", "late", "here"
ACK, ASK, NOT_A_REPLY = "ack_only", "ask", "not_a_reply"
LONGEST = 300


@dataclass(frozen=True)
class Reply:
    """What a message answers.

    `intent` is attend, leave, late, here, ack_only, ask or not_a_reply. `reason` is given with
    leave and late; `other` is the person spoken for, as written, and `with_self` says that the
    answer counts for the speaker too; `late_minutes` only where a number is stated.
    """

    intent: str
    reason: str | None = None
    other: str | None = None
    late_minutes: int | None = None
    with_self: bool = False


SILENT = Reply(NOT_A_REPLY)
