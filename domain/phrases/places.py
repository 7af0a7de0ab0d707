"""Where a meeting is: the place as written, the destination before the gathering point."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from domain.phrases.alternatives import any_of
from domain.phrases.kinds import kind_names
from domain.phrases.left_over import grown, left_overs, without_names
from domain.phrases.mentions import Mentions
from domain.phrases.place_nouns import (
    LOOSE_NP,
    NOT_A_PLACE,
    NOT_IN_NP,
    STRONG_NP,
    WEAK_NP,
    longest,
    noun_end,
    with_tail,
)
from domain.phrases.place_words import LABEL, LEAD, ONLINE, PLACE_END
from domain.phrases.spans import Span
from domain.phrases.spells import from_now
from domain.phrases.wording import Wording

_LEAD = re.compile(LEAD)
_LABEL = re.compile(
    rf"{LABEL}(?:还是|仍然?|依旧|依然|就|暂时?|先|初步)?(?:定|设|放|选|安排|改|调整|更改|变更|换"
    rf"|挪)*[了]?(?:[:为是在到至于成]|\s)*"
    r"(?:(?:不变|照旧|没变|没改|没动|不动)[,:\s]*)?(?:还是|仍然?是?|就在|就是|在|是|还在"
    r"|老样子)*\s*(?P<place>[^\n,。;!?□]{0,60})"
)
_LABEL_STOP = re.compile(
    r"\s*(?:内容|议题|议程|时间|参会|参加|参与|人员|要求|主持|主讲|联系|范围|对象|备注"
    r"|注意|集合|事项|主题|出席|请|会议号|会议ID|密码|号码|[|/])"
)
OPEN = re.compile(
    any_of(
        r"待定|另行|未定|再定|另定|等通知|再通知|待通知|随后|稍后|会前通知|暂|到时|见通知",
        r"没(?:有|最后|最终)*(?:敲定|确定|商定)|再(?:商量|通知|告知|看|议|告诉|发)",
        r"等.{0,4}(?:通知|电话|消息|回话)|(?:书记|支委|领导|你们?|我们?|大家|大伙)来?(?:再|一起)?(?:定|说|商量)|后续|以后说|再说|同前|同上|没定|还没",
    )
)
_CHANGED = re.compile(
    r"^(?:由|从)[^,。\n]{1,20}?(?:改|换|调整|变更|挪|移|更改|调)(?:到|在|为|至|成|了)*"
)
_GATHERS = re.compile(
    r"\s*(?:统一|准时|一起|先|处|那里|那儿|附近|旁|前|,)*(?:集合|集中(?!学习|观看|收看"
    r"|收听|培训|讨论|开会|研讨|宣讲)|乘车|坐车|上车|发车|出发|汇合|会合|候车|等车|坐班车"
    r"|碰[头面](?=,?(?:再|然后|一起|一同|统一)*(?:去|到|前往|赴|出发))"
    r"|坐大巴|乘大巴|等候|等(?=[,。\s]|$|大)|签到|报到|点名|停车|停放|见面出发)"
)
_GATHERS_BEFORE = re.compile(
    any_of(
        r"集合|乘车|上车|出发|签到|报到",
    )
    + r"(?:时间|地点)*[:]?[\s□:,]*(?:在|于|到)?$|(?:集合|从|由|停在|停到|停)(?:在|于)?$"
)
_OTHER_USE = re.compile(
    r"\s*(?:领|取|拿|报名|交(?:材料|表|给|费|党费)|的(?:党员|同志|人|事|安排|各位|老)"
    r"|改造|建设|工程|通知|维修|装修|整治|项目)"
)
_AGENDA = re.compile(
    any_of(
        r"讨论|商量|研究|审议|商议|通报|传达|汇报|学习|部署|布置|筹备|听取|交到|送到|发到|报到",
        r"联系|关于|观看|收看|党费",
    )
    + r"[^,。;!\n□]{0,16}$"
)
_CONTENT = re.compile(r"(?:内容|议题|议程|主题|事项|要求|流程)(?:是)?[:][^\n。]{0,60}$")
_OLD_BEFORE = re.compile(
    r"(?:原定?|原来|原计划|由|从|不是|不在|不去|不用去?)(?:地点)?(?:在|是|于|的)*$"
)
_NEW_BEFORE = re.compile(
    r"(?:改|换|调整|挪|移|变更|更改|调)(?:地点|时间|会场)?(?:到|在|为|至|成|了|去)*$"
)
_FILLER = re.compile(
    any_of(
        r"请|各位|全体|所有|在职|有关|全体党员|各位党员|所有党员|党员同志们?|党员们|老党员们?",
        r"同志们?|大家伙?|咱们?|我们|都|统一|准时|按时|就|还是|是|还|仍|线下|现场|地点|支委们?",
        r"支委同志们?|第?[一二三四五六七八九十\d]{1,2}(?:党小)?组的?(?:同志|党员|人)?们?",
        r"到时候?|改|换|的|定|设|安排|放|:|开会|开个会|集合",
    )
)
_SUBJECT_NEXT = re.compile(
    any_of(
        r"第?[一二三四五六七八九十\d]{1,2}(?:党小组|支部|小组)|党?支部|全体|党员(?!活动|之家)",
        r"党小组|党总支|党委|各位|退休|老",
    )
)
_UNIT_END = re.compile(
    any_of(
        r"村|镇|街道|社区|公司|学校|小学|中学|大学|学院|单位|机关|医院|卫生院|小区|厂|集团",
        r"车间|政府|法院|检察院|幼儿园|合作社|局|村委会?|居委会?|车站|银行|家|所|队|园区|基地",
        r"中心",
    )
    + r"$"
)
# 村里开大会: where people are anyhow; a place named beside it is the better one.
_GENERAL_PLACE = re.compile(r"[村镇厂队所院校区县市乡社]里|单位|公司|学校|机关|社区")
_ONLINE = re.compile(
    rf"(?:线上|网上|在线|远程)?[(\s,:]*(?:(?:用|使用|通过|采用|以|在|进)\s*)?(?P<name>{ONLINE})"
)
_ONLINE_ALONE = re.compile(
    r"(?:线上|网上|在线|云上)(?=开|召开|举行|进行|会议|党课|学习|参加|形式|方式|$|[,。\s])(?!线下)"
)


@dataclass(frozen=True)
class Place(Span):
    """A place in the folded text; a smaller `rank` is the better claim to be the meeting's."""

    rank: int = 2


NEW, LABELLED, PLAIN, WEAKER, LEFT, GATHERING, ODD, CONTENT = range(8)


def place_of(wording: Wording, mentions: Mentions) -> tuple[str | None, bool]:
    """The place of a notice as written, and whether it is said to be still open (地点待定)."""
    text = without_times(wording.text, mentions)
    labelled = list(_labelled(text))
    if any(place.start == place.end for place in labelled) and not [
        place for place in labelled if place.end > place.start
    ]:
        return None, True
    found = [place for place in labelled if place.end > place.start]
    found += [*_online(text), *_led(text), *_bare(text), *_left(text)]
    if not found:
        alone = _ONLINE_ALONE.search(text)
        return (alone.group() if alone else None), False
    best = min(found, key=lambda place: (place.rank, place.start, place.start - place.end))
    start = best.start + _ours(text[best.start : best.end])
    return wording.written(start, best.end), False


def _ours(words: str) -> int:
    """How much before a place only says that it is ours: 咱们的."""
    return len(words) - len(re.sub("^(?:[了 ]|咱们?(?!家)的?)+", "", words))


def without_times(text: str, mentions: Mentions) -> str:
    """`text` with its days, clocks and parts of the day blanked with □; the length stays."""
    letters = list(text)
    spans: list[Span] = [told.span for told in (*mentions.days, *mentions.clocks)]
    told = from_now(text)
    spans += [Span(*told[:2])] if told else []
    for span in [*spans, *mentions.parts]:
        letters[span.start : span.end] = "□" * (span.end - span.start)
    return "".join(letters)


def _labelled(text: str) -> Iterator[Place]:
    """地点：三楼会议室. An empty one where the place is said to be open."""
    for found in _LABEL.finditer(text):
        start, end = found.span("place")
        words = found["place"]
        if OPEN.search(words) and len(words) <= 14:
            yield Place(start, start, LABELLED)
            continue
        changed = _CHANGED.match(words)
        if changed:
            start += changed.end()
        stop = _LABEL_STOP.search(text[start:end])
        if stop and stop.start() > 0:
            end = start + stop.start()
        end = _trim(text, start, _first_piece(text, start, end))
        online = _ONLINE.match(text[start:end])
        if online:
            start, end = start + online.start("name"), start + online.end("name")
        if end > start and text[start:end] not in "通知":
            rank = GATHERING if found["gather"] else LABELLED
            yield Place(start, end, rank)


def _first_piece(text: str, start: int, end: int) -> int:
    """Stop at a space behind a whole place, unless the place goes on (村部 二楼会议室)."""
    for gap in re.finditer(r"\s+", text[start:end]):
        before, after = text[start : start + gap.start()], text[start + gap.end() : end]
        if PLACE_END.search(before) and not STRONG_NP.match(after):
            return start + gap.start()
    return end


def _trim(text: str, start: int, end: int) -> int:
    """Cut what follows the place in a label: 三楼会议室召开, 老地方见."""
    words = text[start:end]
    for rule in (STRONG_NP, WEAK_NP):
        found = rule.match(words)
        if found and re.match(
            r"\s*(?:召开|开|举行|进行|集合|集中|见|等|吧|啊|哈|哦|来|参加)", words[found.end() :]
        ):
            return start + found.end()
    return start + len(words.rstrip(" 吧啊哈哦呀.、"))


def _online(text: str) -> Iterator[Place]:
    for found in _ONLINE.finditer(text):
        before, after = text[: found.start()][-16:], text[found.end() :][:12]
        if _AGENDA.search(before) or re.match(r"(?:号|通知|里|群)?(?:收到|回复|接龙|报名)", after):
            continue
        if re.match(r"(?:不行|不用|不好用|坏了|取消)", after):
            continue
        if re.match(r"里?(?:通知|提前|发|说)|(?:号|群号)", after) and "会议" not in found["name"]:
            continue
        if re.search(r"(?:外地|不便|不能|来不了|出差|回不来)[^,。\n]{0,10}$", before):
            yield Place(found.start("name"), found.end("name"), WEAKER)
            continue
        yield _ranked(text, found.start("name"), found.end("name"), PLAIN)


def _led(text: str) -> Iterator[Place]:
    """Places behind 在, 到, 去, 参观."""
    clauses = without_names(text)
    for lead in _LEAD.finditer(text):
        start = lead.end()
        start += _ours(text[start:])
        end = noun_end(text, start)
        if end is None or NOT_A_PLACE.fullmatch(text[start:end]):
            continue
        if _OTHER_USE.match(text[end:]) or _dropped(text, lead.start()):
            continue
        yield _ranked(text, start, grown(clauses, end), PLAIN)


def _dropped(text: str, start: int) -> bool:
    return bool(_AGENDA.search(text[max(0, start - 24) : start]))


def _ranked(text: str, start: int, end: int, rank: int) -> Place:
    before, after = text[max(0, start - 70) : start], text[end : end + 24]
    place = Place(start, end, rank)
    if _CONTENT.search(before):
        return replace(place, rank=CONTENT)
    if _NEW_BEFORE.search(before):
        return replace(place, rank=NEW)
    if _OLD_BEFORE.search(before) and re.search(r"改|换|调整|变更|而是|,是|,在|到", after):
        return replace(place, rank=CONTENT)
    if _GATHERS.match(after) or _GATHERS_BEFORE.search(before):
        return replace(place, rank=GATHERING)
    if re.match(r"[^,。\n]{0,6}(?:改|换|调整|变更)(?:到|在|为|至|成)(?!□)", after):
        return replace(place, rank=CONTENT)
    return place


def _bare(text: str) -> Iterator[Place]:
    """Places that no word leads to: 三楼会议室, between two stops."""
    clauses = without_names(text)
    for start in _starts(text):
        found = STRONG_NP.match(text, start)
        rank = PLAIN
        if not found or NOT_IN_NP.search(found.group()):
            found, rank = LOOSE_NP.match(text, start), WEAKER
            if found and re.match("[的和与]", text[found.end() :]):
                continue
        if not found or NOT_IN_NP.search(found.group()):
            found = WEAK_NP.match(text, start)
            if not found or not re.match(r"\s*(?:$|[,。;!\n□])", text[found.end() :]):
                continue
        end = longest(text, start, found.end())
        words = text[start:end]
        if NOT_IN_NP.search(words) or NOT_A_PLACE.fullmatch(words) or _dropped(text, start):
            continue
        if (
            words.startswith(("地点", "地址", "为", "至", "成", "到"))
            or _LEAD.match(words)
            or (len(words) > 3 and _LEAD.search(words[:-1]))
        ):
            continue
        if _GENERAL_PLACE.fullmatch(words):
            rank = WEAKER
        if _is_subject(text, end, words) or _OTHER_USE.match(text[end:]):
            continue
        yield _ranked(text, start, grown(clauses, with_tail(text, end)), rank)


def _left(text: str) -> Iterator[Place]:
    """What is left of a clause when all else is taken away."""
    for span, sure in left_overs(text):
        if _dropped(text, span.start) or _OTHER_USE.match(text[span.end :]):
            continue
        if not _is_subject(text, span.end, text[span.start : span.end]):
            yield _ranked(text, span.start, span.end, LEFT if sure else ODD)


def _is_subject(text: str, end: int, words: str) -> bool:
    """石桥村党支部 is who calls, not where."""
    return bool(_UNIT_END.search(words) and _SUBJECT_NEXT.match(text[end:]))


def _starts(text: str) -> list[int]:
    starts = {0} | {found.end() for found in re.finditer(r"[\s,。;!?:()□、\-]", text)}
    starts |= {name.end for name in kind_names(text)}
    for start in sorted(starts):
        place = start
        for _ in range(4):
            found = _FILLER.match(text, place)
            if not found:
                break
            place = found.end()
            starts.add(place)
    return sorted(start for start in starts if start < len(text))
