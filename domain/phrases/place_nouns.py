"""Where a noun for a place begins and ends in a running text."""

import re

from domain.phrases.alternatives import any_of
from domain.phrases.place_words import NEXT, STRONG, WEAK

_BODY = r"(?:(?![到在请])[\u4e00-\u9fffA-Za-z\d·#“”\"\-])"
STRONG_NP = re.compile(rf"{_BODY}{{0,24}}?{STRONG}{NEXT}")
WEAK_NP = re.compile(rf"{_BODY}{{1,16}}?{WEAK}{NEXT}")
# Where nothing known follows: the shortest place, and what goes on to be a longer one.
LOOSE_NP = re.compile(rf"{_BODY}{{0,12}}?{STRONG}(?:{_BODY}{{0,6}}?{STRONG})*(?![的和与路街])")
_GOES_ON = re.compile(
    rf"(?:(?![去来为给帮后前]){_BODY}){{0,5}}?{STRONG}{NEXT}| {_BODY}{{0,5}}?{STRONG}(?=$"
    rf"|[ ,。;\n])"
)
_ANY_NP = re.compile(rf"(?:[^\s,。;!?:()□、的了着过请和与就还都]{{2,8}}?|\d{{3,4}}){NEXT}")
NOT_IN_NP = re.compile(
    any_of(
        r"请|讨论|学习(?!室|中心|园|角)|带|不|讲(?!堂)|说|(?<!书)记(?!念|忆|者)|把|将|通知",
        r"同志(?!家)|大家|参加|收到|迟到|提前|准备|安静|手机|材料|笔记|佩戴|党徽(?!广场)|每人",
        r"每个|发言|按时|准时|报名|联系|主讲|主持|题目|审议|审批|传达(?!室)|汇报|要(?!塞)",
        r"支部书记$|研究(?!院|所|中心)|商量|听取|集合|接龙|会议号|讨|召开|开会|开展|关于|进行",
        r"党费|困难|户$|群众|党员$|委员会?$|有|分钟|小时|钟头|[之以]后|^许(?![家庄村屯府])",
        r"(?<!先)进|抽|^[做搞干当给帮陪捡扫种栽植看听读](?!守|力|报)",
        r"^(?:还是|是|还|仍|就|改|换|在)|开会|集合|集中|参观|打扫|清[扫理]|看望|走访|慰问|植树",
        r"[吃边][^,]?边|^送|下乡|哪|什么|值守|执勤|站岗(?!亭)|投票(?!站|点)|扫墓|祭扫|出发",
        r"听课|上课|讨论|领取|献花|帮|包饺|聚餐|举行|党课|支委会|大会(?![议堂厅室])|党日",
        r"生活会|小组会|评议|选举|换届|主题党|然后|志愿服务(?!站|中心|点)",
        r"组织(?![部科室处委员办])",
    )
)
NOT_A_PLACE = re.compile(
    any_of(
        r"线上|网上|云上|云端|线下|(?:那|这|上|下|首|头)[场次天个回]|会|场|齐|位|期|达|底|时",
        r"此|岗|账|家|外|外地|外面|外的|线|群里|群内|职|编|校|册|籍|即|会场|现场|会上|会前",
        r"会后|心里|手里|这里|里面|其中|当中|中|内|门|一起|一块|目前|本|本地|本村的|路上|途中",
        r"一线|前面|后面|手上|单位上|生活中|工作中|最后|以后|以前|日常|年底|月底|党内|会中|人",
        r"大家|规定时间内|网上(?=报)|.{0,4}(?:同志|党员|群众|老人|干部)|.*(?:点钟|小时|分钟)",
    )
)


def noun_end(text: str, start: int) -> int | None:
    """The end of the place that begins at `start` behind 在, 到 or 去; None where none does."""
    for rule in (STRONG_NP, WEAK_NP, LOOSE_NP):
        found = rule.match(text, start)
        if found and not NOT_IN_NP.search(found.group()):
            return with_tail(text, longest(text, start, found.end()))
    found = _ANY_NP.match(text, start)
    if found and not NOT_IN_NP.search(found.group()):
        return found.end() if re.match(NEXT, text[found.end() :]) else None
    return None


def longest(text: str, start: int, end: int) -> int:
    """The end of the longest place from `start` on: 食堂包间, not 食堂; 一楼 大厅, not 一楼."""
    found = _GOES_ON.match(text, end)
    while found:
        if NOT_IN_NP.search(text[start : found.end()].replace(" ", "")):
            break
        end = found.end()
        found = _GOES_ON.match(text, end)
    return end


def with_tail(text: str, end: int) -> int:
    """村部（二楼）: a bracket with a place in it belongs to the name."""
    found = re.match(rf"\([^()\n:,。□]{{0,10}}(?:{STRONG}|{WEAK})\)", text[end:])
    return end + found.end() if found else end
