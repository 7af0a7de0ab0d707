"""Reading what members type back. What is not plainly an answer is ordinary talk."""

import re
from dataclasses import dataclass, replace

from domain.phrases import reply_words as words
from domain.phrases.answers import Answer, split_clauses, tidy
from domain.phrases.clauses import (
    ACK,
    ASK,
    ATTEND,
    BACK,
    EARLY,
    HERE,
    LATE,
    LEAVE,
    NOT_A_REPLY,
    ONLINE,
    OPEN,
    READY,
    WEAK_COMING,
    Clause,
    read_clause,
)
from domain.phrases.lateness import minutes_late
from domain.phrases.persons import NAME, for_child, other_named, without_other
from domain.phrases.questions import asks_about_meeting
from domain.phrases.reasons import is_reason, reason_of, speaks_of_duties, trimmed
from domain.phrases.small_talk import is_small_talk

LONGEST = 200

_ONE = re.compile(r"\+?\s?1|(?:扣|回复?|选|打)1|1{1,3}")
_NOD_ONE = re.compile(r"(?:收到|好的?|嗯+|知道了)\+1")
_TWO = re.compile(r"2|(?:扣|回复?|选|打)2")
_NUMBER_AND = re.compile(
    r"(?P<number>[12])(?:[\s,.。;:、]+|(?=收到|参加|请假|谢谢|准时))(?P<rest>\S.*)"
)
_POLITE_LEAVE = re.compile(
    r"(?:能不能|可不可以|可否|能否|能|可以|是否可以|想)(?:跟您|向您|给我|帮我|让我|先"
    r"|跟书记|跟组织)?请(?:个|一次|一下|一天|半天)?(?:病|事)?假(?:吗|么|不|可以吗|行吗"
    r"|行不行|一下|一次)*\??|请(?:个)?假(?:可以|行|成|中)(?:吗|么|不)\??|(?:不去|不来"
    r"|不参加)(?:可以|行|成|中)(?:吗|么|不)\??"
)
_POLITE_LATE = re.compile(
    r"(?:能不能|可不可以|可否|能否)(?:晚|迟)[^,。?]{0,10}\??|(?:能|可以)(?:晚"
    r"|迟)[^,。?]{0,10}(?:吗|么|不|\?)"
)
_SEATED = re.compile(
    r"坐|排|楼|会议室|门口|里面|位置|签|手机|外面|停车|等|位|开始|在(?:里|后|前|左|右)"
    r"|他人|她人|人在"
)
_NOT_SEATED = re.compile(r"你|拿|取|下来|开门|接|饭|菜|快递|家|店|车[到来了]|货|孩子")


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
    return _by_number(answer.text) or _by_words(answer)


def _by_number(text: str) -> Reply | None:
    """1 参加, 2 请假, as the bot prints it."""
    bare = text.strip(" .。!,~")
    if _NOD_ONE.fullmatch(bare):
        return Reply(ACK)
    if _ONE.fullmatch(bare):
        return Reply(ATTEND)
    if _TWO.fullmatch(bare):
        return Reply(LEAVE)
    found = _NUMBER_AND.fullmatch(bare)
    if not found:
        return None
    rest = read_reply(found["rest"])
    if found["number"] == "2" and rest.intent != NOT_A_REPLY and rest.intent != ATTEND:
        return Reply(LEAVE, rest.reason, rest.other)
    if found["number"] == "2" and len(found["rest"]) <= 20 and is_reason(found["rest"]):
        return Reply(LEAVE, trimmed(found["rest"]))
    if found["number"] == "1" and rest.intent in (ACK, ATTEND, LATE):
        return rest if rest.intent == LATE else Reply(ATTEND)
    return SILENT


def _by_words(answer: Answer) -> Reply:
    text = answer.text
    if is_small_talk(text) or (for_child(text) and "假" in text):
        return SILENT
    polite = _polite(text)
    if polite:
        return polite
    other, with_self = other_named(text)
    mine = without_other(text) if other else text
    clauses = [read_clause(clause) for clause in split_clauses(mine)]
    reply = _decide(clauses, mine)
    if reply.intent in (ATTEND, LEAVE, LATE, HERE):
        return replace(reply, other=other, with_self=bool(other and with_self))
    if reply.intent == NOT_A_REPLY and asks_about_meeting(text):
        return Reply(ASK)
    return reply


def _polite(text: str) -> Reply | None:
    """能不能请个假: with a reason it is leave, the bare question only asks."""
    found = _POLITE_LEAVE.search(text)
    asked = found and re.search(r"能不能|可不可以|可否|能否|吗|么|\?|不$|行不行", found.group())
    if found and asked:
        rest = (text[: found.start()] + "," + text[found.end() :]).strip(",")
        pieces = [piece for piece in split_clauses(rest) if not _is_courtesy(piece)]
        told = [piece for piece in pieces if not asks_about_meeting(piece) and "?" not in piece]
        reason = reason_of([piece for piece in told if is_reason(piece)] or told)
        if reason:
            other, with_self = other_named(text)
            return Reply(LEAVE, reason, other, None, with_self)
        return Reply(ASK) if not pieces or asks_about_meeting(text) else None
    late = _POLITE_LATE.search(text)
    if late:
        pieces = list(split_clauses(text[: late.start()] + "," + text[late.end() :]))
        reason = reason_of([piece for piece in pieces if is_reason(piece)])
        return Reply(LATE, reason, None, minutes_late(text)) if reason else Reply(ASK)
    return None


def _decide(clauses: list[Clause], text: str) -> Reply:
    said = {clause.says for clause in clauses}
    if BACK in said:
        return Reply(ATTEND)
    hedged = any(
        clause.says == LEAVE and re.search("可能|也许|或许", clause.prefix) for clause in clauses
    )
    if OPEN in said and not said & {LATE} and (LEAVE not in said or hedged):
        return Reply(ACK)
    if _is_foreign(clauses, text):
        return SILENT
    if LEAVE in said and not (LATE in said and not _cannot(clauses)):
        return Reply(LEAVE, reason_of(_reasons(clauses, LEAVE)))
    if LATE in said:
        return Reply(
            LATE, reason_of(_late_reasons(clauses)), None, minutes_late(_late_words(clauses))
        )
    if HERE in said:
        return Reply(HERE) if _at_hand(clauses) else SILENT
    if said & {ATTEND, EARLY}:
        return Reply(ATTEND) if _promises(clauses) else SILENT
    return Reply(ACK) if _only_nods(clauses) else SILENT


def _cannot(clauses: list[Clause]) -> bool:
    return any(clause.says == LEAVE and "假" not in clause.core for clause in clauses)


def _is_foreign(clauses: list[Clause], text: str) -> bool:
    return bool(words.FOREIGN.search(text)) and any(clause.says is None for clause in clauses)


def _reasons(clauses: list[Clause], says: str) -> list[str]:
    """What may be the reason: the part before the phrase, and the clauses that say nothing else."""
    pieces = [
        clause.prefix for clause in clauses if clause.says == says and is_reason(clause.prefix)
    ]
    pieces += [
        clause.text for clause in clauses if clause.says is None and not _is_courtesy(clause.text)
    ]
    return [piece for piece in pieces if not _replaces(piece)]


def _replaces(piece: str) -> bool:
    """让小李替我去 says who steps in, not why."""
    return bool(
        re.search(
            r"替我|代我|代替|代我去|帮我(?:记|签|投)|^(?:后面|随后|再|马上|然后)(?:过来|来|到|赶)",
            piece,
        )
    )


def _late_reasons(clauses: list[Clause]) -> list[str]:
    pieces = [piece for piece in _reasons(clauses, LATE) if len(piece) <= 25]
    return [piece for piece in pieces if is_reason(piece)] or pieces


def _late_words(clauses: list[Clause]) -> str:
    return ",".join(clause.text for clause in clauses if clause.says == LATE)


def _is_courtesy(piece: str) -> bool:
    rule = (
        rf"(?:(?:到时候?|明天|会上|现场|会场)见|{words.SORRY}|{words.THANKS}|{words.TITLE}"
        rf"|{words.ACK}|{words.WHEN}|{words.MEETING}|我?(?:替|帮|代)(?:他|她)(?:回|说|报"
        rf"|应)(?:一下|一声|个)?|您好|你好|报告|(?:到时候?|明天|会上|现场|会场)见|了|啊|呀|哦"
        rf"|的)"
    )
    return bool(re.fullmatch(rf"(?:{rule})++", piece))


def _at_hand(clauses: list[Clause]) -> bool:
    """Whether the rest of a 到了 speaks of the hall too (坐第二排), and not of a parcel."""
    rest = [
        clause.text for clause in clauses if clause.says is None and not _is_courtesy(clause.text)
    ]
    rest = [piece for piece in rest if not re.fullmatch(NAME, piece)]
    return all(_SEATED.search(piece) and not _NOT_SEATED.search(piece) for piece in rest)


def _promises(clauses: list[Clause]) -> bool:
    """Whether a promise stands: a weak one (能来) only among words that belong to an answer."""
    cores = [clause.core for clause in clauses if clause.says in (ATTEND, EARLY)]
    rest = [
        clause.text for clause in clauses if clause.says is None and not _is_courtesy(clause.text)
    ]
    if all(WEAK_COMING.fullmatch(core) for core in cores):
        return all(
            speaks_of_duties(piece)
            or re.search("参加|开会|会议|先走|早走|提前|来不了|去不了", piece)
            or READY.search(piece)
            or ONLINE.search(piece)
            or asks_about_meeting(piece)
            for piece in rest
        )
    return len(rest) <= 2


def _only_nods(clauses: list[Clause]) -> bool:
    nodded = any(clause.says == ACK for clause in clauses)
    told = any(re.search("提醒|通知", clause.text) for clause in clauses)
    return (nodded or told) and all(
        clause.says == ACK or _is_courtesy(clause.text) for clause in clauses
    )
