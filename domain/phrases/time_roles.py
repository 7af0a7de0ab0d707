"""What a time is for: the meeting itself, gathering, signing in, a deadline, the end."""

import re
from enum import IntEnum


class Role(IntEnum):
    """From the strongest claim to be the start to none at all."""

    MEETING = 0
    GATHER = 1
    SIGN_IN = 2
    END = 3
    NEVER = 4


_GATHER = (
    r"集合|集中(?!学习|观看|收看|收听|培训|讨论|开会|精力|研讨|宣讲|开展|进行|整治|清理"
    r"|学)|乘车|坐车|上车|发车|出发|登车|开车|汇合|会合"
    r"|候车|动身|启程|坐班车|坐大巴|乘大巴|上大巴|包车|等车|碰面|碰齐|接人|走(?=[,。\s]|$)"
)
_SIGN_IN = (
    r"签到|入场|进场|到场|报到|检票|入座|就座|就位|进会场|开门|调试|测试|候会|到齐|到位"
    r"|入会(?!者|申请)|进会议|进入会议|进群|开放|开始签|打开会议"
    r"|(?:到达|抵达)(?![^,。□]{1,10}(?:参观|学习|活动|开))|到岗|安检|布置"
    r"|布场"
)
_DEADLINE = re.compile(
    r"^(?:之|以)?前(?!往|来|去|面|进|台|室|厅|楼)|^(?:左右)?截止|^为止|^止(?!步)|^(?:半)?下班(?!后"
    r"|以后|之后)"
)
_BEFORE_DEADLINE = re.compile(
    r"(?:截止|截至|最迟|最晚|不晚于|不迟于)(?:时间|日期|到|至|于|为|是|[:在])*\s*$"
)
_DUE = re.compile(
    r"报名|接龙|回复|反馈|提交|上交|[交报缴填送退办领]|告知|请假|发给|发到|发我|登记|告诉"
    r"|通知我|说一声|联系|转|完成"
)
_ARRIVE = re.compile(r"到(?!位)|入场|签到|集合|进|就座|就位|赶|来")
_END = re.compile(
    r"^(?:左右|前后)?(?:之?前)?(?:会议|活动|就|准时|准点|全部|即可|统一|预计|可以|能|大约"
    r"|大概|都)*(?:结束|散会|散(?!步)|开完|完事|完毕|收尾|收工|返程|返回|回来|回程|返校"
    r"|下课|吃饭|就餐|用餐|开饭|午餐|聚餐)"
)
_BEFORE_END = re.compile(
    r"(?:结束|散会|返程|返回)(?:时间)?(?:为|是|于|在|约|大约|预计|[:到至])*\s*$|(?:开到"
    r"|一直到|持续到|到晚上|直到)\s*$"
)
_LABEL = re.compile(
    r"(?:(?P<gather>集合|乘车|出发|发车|上车|集中)|(?P<sign>签到|报到|入场|进场)"
    r"|(?P<due>报名|截止|请假|上报|报送))(?:时间|地点)?(?:为|是|定在|[:在于])*\s*$"
)
_LABEL_FAR = re.compile(
    r"(?:^|[\n,。;])(?:\d[.、])?\s*(?:集合|乘车|出发|签到|报到|入场)(?:时间|地点"
    r"|安排)?(?:和地点|及地点|地点)?[:]\s*[^\n,。;]{0,12}$"
)
_FREE = re.compile(r"(?:活动|会议|开会|正式)?开始|开会|召开|正式|举行|开讲|准时开")


def role_of_clock(before: str, after: str) -> Role:
    """The role of a time between the words `before` and `after` it (up to the next time)."""
    if _BEFORE_END.search(before) or _END.search(after):
        return Role.END
    if _BEFORE_DEADLINE.search(before):
        return Role.NEVER
    if _DEADLINE.search(after):
        return _deadline(after)
    return _labelled(before) or _told_after(after)


def is_deadline(before: str, after: str) -> bool:
    """Whether a day is only a deadline (周三前报名, 截止到12月1日)."""
    if _BEFORE_DEADLINE.search(before) or re.search(r"报名(?:时间|日期)?(?:[:到至为])*$", before):
        return True
    found = re.match(r".{0,5}?(?:(?P<by>(?:之|以)?前)(?![往来面进台后会室厅门院楼])|截止)", after)
    if not found:
        return False
    rest = after[found.end() :]
    return not (found["by"] and _ARRIVE.match(rest) and not _DUE.match(rest))


def _deadline(after: str) -> Role:
    if _ARRIVE.search(after[:12]) and not _DUE.search(after[:8]):
        return Role.GATHER
    if re.match(r"^(?:之|以)?前[^,。\n]{0,6}(?:开|会|学)", after):
        return Role.GATHER
    return Role.NEVER


def _labelled(before: str) -> Role | None:
    found = _LABEL.search(before)
    if found:
        return Role.GATHER if found["gather"] else Role.SIGN_IN if found["sign"] else Role.NEVER
    return Role.GATHER if _LABEL_FAR.search(before) else None


def _told_after(after: str) -> Role:
    clause = re.split(r"[,。;!\n]", after, maxsplit=1)[0]
    if re.match(r"[^,]{0,4}(?:报名|接龙|领取|发放|提交)", clause):
        return Role.NEVER
    gather, sign_in = re.search(_GATHER, clause), re.search(_SIGN_IN, clause)
    start = _FREE.search(clause)
    if start and not (gather and gather.start() < start.start()):
        return Role.MEETING if not sign_in or start.start() < sign_in.start() else Role.SIGN_IN
    if gather:
        return Role.GATHER
    return Role.SIGN_IN if sign_in else Role.MEETING
