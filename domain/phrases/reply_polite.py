"""能不能请个假: with a reason it is leave, the bare question only asks."""

import re

from domain.phrases.answers import split_clauses
from domain.phrases.lateness import minutes_late
from domain.phrases.persons import other_named
from domain.phrases.questions import asks_about_meeting
from domain.phrases.reasons import is_reason, reason_of
from domain.phrases.reply_nods import COURTESY
from domain.phrases.reply_parts import any_of, words
from domain.phrases.reply_verdict import ASK, LATE, LEAVE, Reply

_MAY = words("能不能 可不可以 可否 能否 能 可以 是否可以 想 行不行 能不能够 是否能")
_WITH = words("跟您 向您 给我 帮我 让我 先 跟书记 跟组织 向组织 准我 批我 批 准 跟你 允许我")
_SOME = words("个 一次 一下 一天 半天 一个 个半天")
_TAG = words(
    "吗 么 嘛 不 没 可以吗 行吗 行不行 可不可以 好吗 成吗 成不 行不 中不 中吗 一下 一次",
    "一天",
)
_FINE = words("可以 行 成 中 好 得行 要得")
_ASKED_LEAVE = re.compile(
    any_of(
        rf"{_MAY}(?:{_WITH})*(?:请|告)?(?:{_SOME})?[病事]?假(?:{_TAG})*\??",
        rf"请(?:{_SOME})?[病事]?假(?:一次|一天)?(?:{_FINE})(?:吗|么|不|嘛|呗)\??",
        rf"(?:不去|不来|不参加)(?:{_FINE})(?:吗|么|不|嘛)\??",
        r"(?:能不能|可不可以|可否|能|可以)不(?:参加|去|来)(?:吗|么|嘛)?\??",
    )
)
_ASKED_LATE = re.compile(
    any_of(
        r"(?:能不能|可不可以|可否|能否)[晚迟][^,。?]{0,10}\??",
        r"(?:能|可以)[晚迟][^,。?]{0,10}(?:吗|么|不|\?)",
        r"[晚迟][^,。?]{0,8}(?:行不行|可以吗|行吗|成不|没关系吧|可以不)\??",
    )
)
_QUESTION = re.compile(r"能不能|可不可以|可否|能否|吗|么|嘛|\?|不$|行不行|不\??$|没$|是否")
_COURTESY = re.compile(rf"(?:{COURTESY})++")


def read_polite(text: str) -> Reply | None:
    """The answer a polite question about leave or lateness gives, if `text` holds one."""
    return _leave(text) or _late(text)


def _leave(text: str) -> Reply | None:
    found = _ASKED_LEAVE.search(text)
    if not found or not _QUESTION.search(found.group()):
        return None
    pieces = _around(text, found)
    told = [piece for piece in pieces if not asks_about_meeting(piece) and "?" not in piece]
    reasons = [piece for piece in told if is_reason(piece)]
    reason = reason_of(reasons or told)
    if reason:
        other, with_self = other_named(text)
        if any(other and piece.startswith(other) for piece in reasons):
            other, with_self = None, False
        return Reply(LEAVE, reason, other, None, with_self)
    return Reply(ASK) if not pieces or asks_about_meeting(text) else None


def _late(text: str) -> Reply | None:
    found = _ASKED_LATE.search(text)
    if not found:
        return None
    reason = reason_of([piece for piece in _around(text, found) if is_reason(piece)])
    return Reply(LATE, reason, None, minutes_late(text)) if reason else Reply(ASK)


def _around(text: str, found: re.Match[str]) -> list[str]:
    rest = (text[: found.start()] + "," + text[found.end() :]).strip(",")
    return [piece for piece in split_clauses(rest) if not _COURTESY.fullmatch(piece)]
