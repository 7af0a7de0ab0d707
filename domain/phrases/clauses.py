"""What one clause of a reply says: a promise, a leave, a delay, a sign-in, a nod."""

import re
from dataclasses import dataclass

from domain.phrases.answers import Fit, end_fit, whole_fit
from domain.phrases.reasons import is_reason
from domain.phrases.reply_coming import ATTEND as ATTEND_RULE
from domain.phrases.reply_coming import EARLY as EARLY_RULE
from domain.phrases.reply_coming import TAKEN_BACK
from domain.phrases.reply_here import HERE as HERE_RULE
from domain.phrases.reply_late import LATE as LATE_RULE
from domain.phrases.reply_leave import ASK_LEAVE, CANNOT
from domain.phrases.reply_nods import ACK as ACK_RULE
from domain.phrases.reply_nods import OPEN as OPEN_RULE
from domain.phrases.reply_parts import WHEN
from domain.phrases.small_talk import is_foreign, tells_of_other_time

ATTEND, LEAVE, LATE, HERE = "attend", "leave", "late", "here"
ACK, ASK, NOT_A_REPLY = "ack_only", "ask", "not_a_reply"
BACK, EARLY, OPEN = "back", "early", "open"
_NEGATED_LEAVE = re.compile(
    r"(?:不|没|未|无需|不用|不必|没有|别)(?:想|要|能|再|用|让|准|给|许|批)?$"
)
_OTHER_LEAVE = re.compile(
    r"(?:跟|向|和|给|找)(?:单位|老板|公司|厂里|车间|主任|班主任|老师|学校|班长|工地|店长"
    r"|经理|科室|护士长|队里)[\u4e00-\u9fff]{0,4}$|请好|请过|请了"
)
_LEAVE_TO = re.compile(
    rf"(?:{WHEN}|书记|我|俺|本人|要|得|想|需要|先|[,\s]){{0,6}}(?:我|俺|书记"
    rf"|本人|要|得|需要)请(?:个|一次)?假"
    r"(?P<why>(?:去|在|陪|带|回|送|接|参加|给|办|看"
    r"|照顾)[\u4e00-\u9fff]{1,20}?)(?<!了)(?<!的日子)"
)
# 装修工人请假了: someone who is no member is told of.
_AGENT = re.compile(
    "(?:老师|领导|主任|科长|所长|校长|经理|老板|工人|师傅们|保姆|司机|店员"
    "|大妈|阿姨|大爷|大叔|保洁|店长|医生|护士|快递员|同学|客户|同事"
    "|(?<![我咱俺])们)$"
)
_ELSEWHERE_LATE = re.compile("(?:车|飞机|航班|高铁|火车|船|快递|上班|上学|上课|打卡|上工|早自习)$")
# 去不去, 才不去: no refusal.
_NO_REFUSAL = re.compile("[来去才都]$")
_GREETED = re.compile("(?:大家|各位|们|您|你|[早晚]上|[上下]午|书记|主任|老师|领导|组长)$")
# 能不能视频参加 asks; what asks promises nothing.
_ASKS = re.compile("能不能|可不可以|可否|能否|是不是|要不要|会不会|用不用|是否|吗|么$")
_FORBIDDEN = re.compile(r"(?:不让|不许|不准|别|没|没有|从不|从没|不能|不会|不得|不可|又)$")
_TO_COME = re.compile(r"明[天早晚日]|后天|周[一二三四五六日]|星期|届时|到时|下次|下周|\d[号日]")
WEAK_COMING = re.compile(
    r"(?:我?[来去]|[来去]的|(?:能|可以|会|要|想)(?:来|去|过来|过去|到)|有空|到|到了"
    r"|我到了|到啦|有|见|\+?\s?1|参加|到+|我们?到了|(?:我)?到了?|报个?名|过[来去]|(?:算"
    r"|加|带|添|算上|加上|带上)我(?:一个)?)"
)
READY = re.compile(
    r"(?:调|换|倒|排|协调|安排|处理|办|推|忙|弄|搞|商量|交接|请|退|改签|赶|回|送|看|买"
    r"|休|错|腾|挪|空|让|排)(?:好|完|掉|开|妥|定|到|来|过)|调休|轮休|下(?:夜"
    r"|早|中|晚|大夜)?班|下课|散会"
    r"|忙完|回来了|没(?:啥|什么)?事|有空|有时间|不忙|不值班|休息|改签|退烧"
    r"|好了|好多了|推了|取消了|没问题"
    r"|时间(?:可以|允许|OK)|那天(?:正好|刚好)|正好"
)
ONLINE = re.compile(r"线上|腾讯会议|钉钉|视频|远程|网上|链接")


@dataclass(frozen=True)
class Clause:
    """A clause with what it says: an intent, or back, early, open, or None; and its reason part."""

    text: str
    says: str | None
    prefix: str = ""
    core: str = ""


def read_clause(text: str) -> Clause:
    """What one clause says, if it is wholly made of set phrases, or ends in one with a reason."""
    for says, rule in _WHOLE:
        fit = whole_fit(rule, text)
        if fit and not _spoilt(says, fit) and not (says == ATTEND and text.endswith("吧")):
            return Clause(text, says, fit.prefix, fit.core)
    for says, rule in _AT_END:
        fit = end_fit(rule, text)
        if fit and fit.prefix and _leads(says, fit) and not _spoilt(says, fit):
            return Clause(text, says, fit.prefix, fit.core)
    return _with_reason_behind(text) or Clause(text, None)


_WHOLE = (
    (BACK, TAKEN_BACK), (OPEN, OPEN_RULE), (LATE, LATE_RULE), (LEAVE, CANNOT),
    (LEAVE, ASK_LEAVE), (EARLY, EARLY_RULE), (HERE, HERE_RULE), (ATTEND, ATTEND_RULE),
    (ACK, ACK_RULE),
)  # fmt: skip
_AT_END = (
    (LEAVE, CANNOT), (LEAVE, ASK_LEAVE), (LATE, LATE_RULE), (EARLY, EARLY_RULE),
    (ATTEND, ATTEND_RULE),
)  # fmt: skip


def _with_reason_behind(text: str) -> Clause | None:
    """我请假去医院: the reason behind the leave, in the same breath."""
    found = _LEAVE_TO.fullmatch(text)
    if not found or not is_reason(found["why"]) or tells_of_other_time(text):
        return None
    return Clause(text, LEAVE, found["why"], "请假")


def _spoilt(says: str, fit: Fit) -> bool:
    """不请假, 跟单位请假, 昨天请假: the phrase is there but does not say it."""
    if says in (LATE, HERE, LEAVE, ATTEND) and _AGENT.search(fit.prefix) and "个" not in fit.core:
        return True
    if says == LATE and _ELSEWHERE_LATE.search(fit.prefix):
        return True
    if says == LEAVE and re.fullmatch("不.", fit.core) and _NO_REFUSAL.search(fit.prefix):
        return True
    if says in (ATTEND, EARLY, HERE, LATE) and _ASKS.search(fit.prefix + fit.core):
        return True
    if says == LATE and _FORBIDDEN.search(fit.prefix):
        return True
    if says == HERE and _TO_COME.search(fit.prefix):
        return True
    if says == HERE and re.fullmatch("到+", fit.core):
        return bool(re.search(f"{WHEN}|可以|能|会|行|没问题", fit.prefix))
    if says == ATTEND and re.fullmatch("过[来去]", fit.core):
        return not re.search("我|俺|本人|到时", fit.prefix)
    if says == ATTEND and re.search("下次|下回|以后", fit.prefix):
        return True
    if says == ACK:
        return bool(
            re.search(WHEN, fit.prefix)
            or _greets(fit)
            or re.search("^[好行]了", fit.prefix + fit.core)
        )
    if says == LEAVE and re.search("假", fit.core):
        if fit.prefix.endswith(("都", "全", "们")):
            return True
        return bool(_NEGATED_LEAVE.search(fit.prefix) or _OTHER_LEAVE.search(fit.prefix))
    return False


def _greets(fit: Fit) -> bool:
    """大家好, 书记好 is a greeting, and no nod."""
    return fit.core == "好" and bool(_GREETED.search(fit.prefix))


def _leads(says: str, fit: Fit) -> bool:
    """Whether what stands before the phrase leads to it: a reason, or 调好班了."""
    if tells_of_other_time(fit.prefix) or len(fit.prefix) > 40:
        return False
    if says == ATTEND:
        firm = not WEAK_COMING.fullmatch(fit.core) or re.fullmatch(
            r"(?:能|可以)(?:来|去|到)|参加", fit.core
        )
        settled = READY.search(fit.prefix) or ONLINE.search(fit.prefix + fit.core)
        return bool(settled and firm)
    if re.search("(?:他|她)们?(?:也|都|就)?$", fit.prefix):
        return False
    if says == LATE and re.fullmatch(r"[^晚迟]*", fit.core):
        return is_reason(fit.prefix) and not re.search(r"车|飞机|航班|高铁|快递", fit.prefix[-3:])
    if says == LEAVE and "假" in fit.core and fit.prefix.endswith(("我", "了")):
        return not is_foreign(fit.prefix)
    return is_reason(fit.prefix)
