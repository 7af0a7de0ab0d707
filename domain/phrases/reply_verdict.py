"""What the clauses of a message say together, and whether the rest of it belongs to an answer."""

import re
from dataclasses import dataclass

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
)
from domain.phrases.lateness import minutes_late
from domain.phrases.persons import NAME
from domain.phrases.questions import asks_about_meeting
from domain.phrases.reasons import is_reason, reason_of, speaks_of_duties
from domain.phrases.reply_coming import EARLY_SURE
from domain.phrases.reply_late import LATE_TOLD
from domain.phrases.reply_leave import WEAK_LEAVE
from domain.phrases.reply_nods import COURTESY
from domain.phrases.reply_parts import SORRY, SPELL, WHEN
from domain.phrases.small_talk import is_foreign, speaks_to_one, tells_of_other_time

__all__ = ["ACK", "ASK", "ATTEND", "HERE", "LATE", "LEAVE", "NOT_A_REPLY", "Reply", "decide"]

_COURTESY = re.compile(rf"(?:{COURTESY})++")
_NAME = re.compile(NAME)
_REPLACED = re.compile(
    r"替我|代我|代替|帮我(?:记|签|投)|^(?:后面|随后|再|马上|然后)(?:过来|来|到|赶)"
)
_SEATED = re.compile(
    r"坐|排|楼|会议室|门口|里面|位置|签|手机|外面|停车|等|位|开始|在(?:里|后|前|左|右)"
    r"|他人|她人|人在|现场|会场|准备|随时|人(?:还|都)?(?:没|不|挺|少|多|齐)|我们组"
)
_NOT_SEATED = re.compile(
    r"你|等我|拿|取|下来|开门|接|饭|菜|快递|家|店|车[到来了]|货|孩子|演唱|电影"
)
_ABOUT_COMING = re.compile(
    "请假的|现在不用|参加|开会|会议|先走|早走|提前|来不了|去不了|准时|到会|结束"
)
_DOUBT = re.compile("可能|也许|或许")
_STRONG = re.compile(
    "参加|出席|参会|到会|到场|列席|准时|按时|准点|一定|肯定|必|务必|保证|绝对|缺席|迟到|请假"
    "|会场|现场|开会|会议|学习|听课|上线|接入|不见不散|雷打不动|风雨无阻"
)
_LOOSE_LATE = re.compile(r"[^晚迟]*")
# 等我十分钟, 别等我 alone is said at any table.
_WAITED = re.compile(r"等我.*|(?:不要|别|不用|莫|勿)等.*")
_AMOUNT = re.compile(
    rf"(?:大概|大约|约|也就|差不多|估计|最多|就)*{SPELL}(?:左右|吧|上下"
    rf"|的样子)*"
)
_APOLOGY = re.compile("抱歉|不好意思|对不起|对不住|见谅")
_ON_DUTY = re.compile(
    rf"(?:不好意思|抱歉|对不起|书记|我|俺|本人|{WHEN}|要|得|在|还|正)*+(?:有点?|有个)?"
    r"(?:出差|值班|加班|上班|夜班|早班|中班|有事|急事|在外地|住院|手术|培训"
    r"|有课|监考|出远门)(?:了|呢|啊|哈)?"
)
# 参加，我带相机: what the speaker sees to.
_MY_PART = re.compile(
    r"(?:我)?(?:来)?(?:坐|开车|骑车|打车|拼车)|我(?:来)?(?:带|坐|开车|骑车"
    r"|负责|准备|拍照|记录|打车)"
)
_SIGNING = re.compile(r".*(?:签|报.?到|答.?到|打卡).*")


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


def decide(clauses: list[Clause], text: str, spoken_for: bool = False) -> Reply:
    """The one answer `clauses` give; silent where a part belongs to no answer.

    `spoken_for` says that the message names another person, who is then told of freely.
    """
    said = {clause.says for clause in clauses}
    if BACK in said:
        return Reply(ATTEND)
    if OPEN in said and LATE not in said and (LEAVE not in said or _doubted(clauses)):
        return Reply(ACK) if _weighs(clauses) else SILENT
    if any(clause.says is None for clause in clauses) and is_foreign(text):
        return SILENT
    if LEAVE in said and (LATE not in said or _cannot(clauses)):
        reply = Reply(LEAVE, reason_of(_reasons(clauses, LEAVE)))
        return reply if _takes_leave(clauses) else SILENT
    if LATE in said:
        return _delay(clauses)
    if HERE in said:
        return Reply(HERE) if _at_hand(clauses, spoken_for) else SILENT
    if said & {ATTEND, EARLY}:
        return Reply(ATTEND) if _promises(clauses, ATTEND in said) else SILENT
    if _excuses_itself(clauses):
        return Reply(LEAVE, reason_of(rest_of(clauses)))
    return Reply(ACK) if _only_nods(clauses) else SILENT


def rest_of(clauses: list[Clause]) -> list[str]:
    """The clauses that say nothing, courtesies aside."""
    rest = [clause.text for clause in clauses if clause.says is None]
    return [text for text in rest if not _COURTESY.fullmatch(text)]


def _doubted(clauses: list[Clause]) -> bool:
    return any(clause.says == LEAVE and _DOUBT.search(clause.prefix) for clause in clauses)


def _weighs(clauses: list[Clause]) -> bool:
    """Whether what stands beside 说不准 is of coming or of what hinders it."""
    return all(
        speaks_of_duties(piece) or _ABOUT_COMING.search(piece) or asks_about_meeting(piece)
        for piece in rest_of(clauses)
        if not piece.startswith("我在")
    ) and not any(piece.startswith("我在") for piece in rest_of(clauses))


def _cannot(clauses: list[Clause]) -> bool:
    return any(clause.says == LEAVE and "假" not in clause.core for clause in clauses)


def _reasons(clauses: list[Clause], says: str) -> list[str]:
    """What may be the reason: the part before the phrase, and the clauses that say nothing else."""
    led = [clause.prefix for clause in clauses if clause.says == says and is_reason(clause.prefix)]
    return [piece for piece in led + rest_of(clauses) if not _REPLACED.search(piece)]


def _takes_leave(clauses: list[Clause]) -> bool:
    """Whether a leave stands: 没空 and 不去了 only among words that belong to an answer."""
    leaves = [clause for clause in clauses if clause.says == LEAVE]
    rest = [piece for piece in rest_of(clauses) if not _REPLACED.search(piece)]
    if any(tells_of_other_time(piece) and not speaks_of_duties(piece) for piece in rest):
        return False
    if any(re.search(r"[两二三四五六七八九十2-9]个?天|周|月", clause.core) for clause in leaves):
        return len(leaves) > 1
    weak = all(re.fullmatch(WEAK_LEAVE, clause.core) for clause in leaves)
    if weak:
        return _mostly_duties(rest)
    asked = any("假" in clause.core for clause in leaves)
    return asked or not any(speaks_to_one(piece) for piece in rest)


def _mostly_duties(rest: list[str]) -> bool:
    """Whether `rest` gives a reason, or is empty: one clause more may stand beside it."""
    if any(speaks_to_one(piece) for piece in rest):
        return False
    told = sum(speaks_of_duties(piece) for piece in rest)
    return not rest or (told >= 1 and len(rest) - told <= 1)


def _delay(clauses: list[Clause]) -> Reply:
    late = [clause for clause in clauses if clause.says == LATE]
    rest = [piece for piece in rest_of(clauses) if not _REPLACED.search(piece)]
    if _is_over(late, clauses, rest):
        return SILENT
    loose = all(_LOOSE_LATE.fullmatch(clause.core) for clause in late)
    if any(speaks_to_one(piece) or (loose and not speaks_of_duties(piece)) for piece in rest):
        return SILENT
    if not rest and all(_WAITED.fullmatch(clause.core) for clause in late):
        return SILENT
    amounts = [piece for piece in rest if _AMOUNT.fullmatch(piece)]
    pieces = [p for p in _reasons(clauses, LATE) if len(p) <= 25 and p not in amounts]
    reasons = [piece for piece in pieces if is_reason(piece)]
    minutes = minutes_late(",".join([clause.text for clause in late] + amounts))
    return Reply(LATE, reason_of(reasons or pieces), None, minutes)


def _is_over(late: list[Clause], clauses: list[Clause], rest: list[str]) -> bool:
    """Whether 迟到了 tells of what is over: of yesterday, or with a tale and no apology."""
    if not all(re.fullmatch(LATE_TOLD, clause.core) for clause in late):
        return False
    if any(tells_of_other_time(clause.text) for clause in clauses):
        return True
    done = all(re.search("[到晚]了", clause.text) for clause in late)
    return bool(done and rest and not any(re.search(SORRY, clause.text) for clause in clauses))


def is_courtesy(text: str) -> bool:
    """Whether `text` is made of thanks, titles and nods alone."""
    return bool(_COURTESY.fullmatch(text))


def _at_hand(clauses: list[Clause], spoken_for: bool) -> bool:
    """Whether the rest of a 到了 speaks of the hall too (坐第二排), and not of a parcel."""
    rest = [piece for piece in rest_of(clauses) if not _NAME.fullmatch(piece)]
    if spoken_for and any(_SIGNING.fullmatch(clause.core) for clause in clauses):
        return len(rest) <= 2 and not any(re.search("你|快递|菜|货", piece) for piece in rest)
    return all(_SEATED.search(piece) and not _NOT_SEATED.search(piece) for piece in rest)


def _promises(clauses: list[Clause], coming: bool) -> bool:
    """Whether a promise stands: a weak one (能来) only among words that belong to an answer."""
    cores = [clause.core for clause in clauses if clause.says in (ATTEND, EARLY)]
    rest = rest_of(clauses)
    if not coming and not any(_leaves_early(clause) for clause in clauses):
        return False
    weak = not coming or all(
        WEAK_COMING.fullmatch(core) or not _STRONG.search(core) for core in cores
    )
    if weak:
        return all(_goes_with_coming(piece) for piece in rest)
    return len(rest) <= 2 and not any(speaks_to_one(piece) for piece in rest)


def _leaves_early(clause: Clause) -> bool:
    """Whether 中途要走 promises the rest; 提前走了 tells of what is over."""
    told = clause.text.endswith("了") and not re.search("要|得|需要|必须", clause.core)
    return clause.says == EARLY and bool(re.search(EARLY_SURE, clause.core)) and not told


def _goes_with_coming(piece: str) -> bool:
    if speaks_to_one(piece):
        return False
    return bool(
        speaks_of_duties(piece)
        or _ABOUT_COMING.search(piece)
        or READY.search(piece)
        or _MY_PART.match(piece)
        or ONLINE.search(piece)
        or asks_about_meeting(piece)
    )


def _excuses_itself(clauses: list[Clause]) -> bool:
    """不好意思，我明天出差: an apology and a duty, and nothing else, is a leave."""
    rest = rest_of(clauses)
    sorry = any(_APOLOGY.search(clause.text) for clause in clauses)
    return bool(sorry and rest) and all(_ON_DUTY.fullmatch(piece) for piece in rest)


def _only_nods(clauses: list[Clause]) -> bool:
    nodded = any(clause.says == ACK for clause in clauses)
    told = any(
        re.search("提醒|通知|辛苦(?:了|您)?(?:书记|主任|组长|组织)", c.text) for c in clauses
    )
    return (nodded or told) and all(
        clause.says == ACK or _COURTESY.fullmatch(clause.text) for clause in clauses
    )
