"""Reading what members type back. What is not plainly an answer is ordinary talk."""

import re
from dataclasses import replace

from domain.phrases.answers import Answer, split_clauses, tidy
from domain.phrases.clauses import Clause, read_clause
from domain.phrases.persons import for_child, is_family, other_named, without_other
from domain.phrases.questions import asks_about_meeting
from domain.phrases.reasons import is_reason, trimmed
from domain.phrases.reply_number import Choice, choice_of
from domain.phrases.reply_polite import read_polite
from domain.phrases.reply_speakers import shares_of
from domain.phrases.reply_verdict import (
    ACK,
    ASK,
    ATTEND,
    HERE,
    LATE,
    LEAVE,
    NOT_A_REPLY,
    SILENT,
    Reply,
    decide,
    is_courtesy,
)
from domain.phrases.small_talk import is_small_talk

__all__ = ["LONGEST", "Reply", "read_reply"]

LONGEST = 200
_RECORDED = (ATTEND, LEAVE, LATE, HERE)


def read_reply(text: str) -> Reply:
    """Read one message of a group in which a meeting waits for answers. Never raises.

    The message must wholly be an answer, an acknowledgement or a question about the meeting;
    everything else is not_a_reply, for a bot that meddles in talk is worse than one that waits.
    """
    answer = tidy(text[: LONGEST + 1])
    if not answer.text:
        return Reply(ACK) if answer.nod else SILENT
    if len(answer.text) > LONGEST:
        return SILENT
    chosen = choice_of(answer.text)
    return _by_number(chosen) if chosen else _by_words(answer)


def _by_number(chosen: Choice) -> Reply:
    if chosen.number == 0:
        return Reply(ACK)
    if not chosen.rest:
        return Reply(ATTEND if chosen.number == 1 else LEAVE)
    if is_courtesy(chosen.rest):
        return Reply(ATTEND if chosen.number == 1 else LEAVE)
    rest = read_reply(chosen.rest)
    if chosen.number == 1:
        if rest.intent == LATE:
            return rest
        return Reply(ATTEND) if rest.intent in (ACK, ATTEND) else SILENT
    if rest.intent in (LEAVE, ACK, ASK):
        return Reply(LEAVE, rest.reason, rest.other)
    if rest.intent == NOT_A_REPLY and len(chosen.rest) <= 20 and is_reason(chosen.rest):
        return Reply(LEAVE, trimmed(chosen.rest))
    return SILENT


def _by_words(answer: Answer) -> Reply:
    text = answer.text
    if is_small_talk(text) or (for_child(text) and "假" in text):
        return SILENT
    reply = read_polite(text) or _of_two(text) or _of_one(text)
    if reply.intent == NOT_A_REPLY and asks_about_meeting(text):
        return Reply(ASK)
    return reply


def _of_two(text: str) -> Reply | None:
    """The speaker's own answer where another's beside it differs (我参加，老李请假)."""
    shares = shares_of(text)
    if shares is None:
        return None
    mine = decide([read_clause(clause) for clause in shares.mine], ",".join(shares.mine))
    told = without_other(",".join(shares.theirs))
    theirs = decide(_clauses(told), told, spoken_for=True)
    both = mine.intent in _RECORDED and theirs.intent in _RECORDED
    return mine if both and mine.intent != theirs.intent else None


def _of_one(text: str) -> Reply:
    other, with_self = other_named(text)
    told = without_other(text) if other else text
    if other and not with_self and _only_why(other, text):
        other, told = None, text
    reply = decide(_clauses(told), told, spoken_for=bool(other))
    if reply.intent in _RECORDED:
        return replace(reply, other=other, with_self=bool(other and with_self))
    return reply


def _only_why(other: str, text: str) -> bool:
    """Whether `other` is only in the reason (来不了，媳妇要生了), and not spoken for."""
    if re.search(r"(?:^|[,\s])(?:他|她)", text) or re.search(rf"[代替帮给为]{other}", text):
        return False
    pieces = split_clauses(text)
    at = next((at for at, piece in enumerate(pieces) if other in piece), 0)
    if any(clause.says for clause in _clauses(without_other(pieces[at]))):
        return False
    before = _clauses(",".join(pieces[:at]))
    return is_family(other) or any(clause.says in _RECORDED for clause in before)


def _clauses(text: str) -> list[Clause]:
    return [read_clause(clause) for clause in split_clauses(text)]
