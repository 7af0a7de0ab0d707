"""Which kind of meeting a text calls: the name of the meeting decides, not its agenda."""

import re
from dataclasses import dataclass
from functools import lru_cache

from domain.phrases.alternatives import any_of
from domain.phrases.kind_words import (
    ACTIVITIES,
    APPRAISAL,
    COMMITTEE,
    ELECTION,
    GENERAL,
    GROUP,
    LECTURE,
    LIFE,
    NAMED,
    OTHER,
    THEME_DAY,
)
from domain.phrases.spans import Span, without_overlaps
from domain.phrases.wording import plain_text

_BUSINESS = any_of(
    r"研究|讨论|商量|商议|审议|筹备|准备|部署|布置|安排一下|总结|回顾|通报|传达",
    r"(?<![小中大同科开放文数化])学(?!校|院|生|员|堂|区)习?|汇报|对照|落实|关于|针对|围绕",
    r"酝酿|征求|谈谈|说说|说一下|聊聊|议一议|议一下|听取|上次|上回|上一次|做好|开好|过好",
    r"为了?|抓好|确定|选定|制定|制订|通过|修改|检查|根据|按照|结合",
)
_AGENDA_BEFORE = re.compile(_BUSINESS + r"(?!在|于|的)[^,。;!\n点:天周号]{0,10}$")
_CALLED = re.compile(
    r"(?:召开|举行|举办|参加|出席|开展|组织|进行|开个|开一个|开一次|上|听|[开在])[^,。;!\n]{0,8}$"
)
_LABEL = re.compile(
    r"(?:内容|议题|议程|主题(?!党日)|题目|事项|流程|要求|备注|注意事项|地点|地址)(?:和要求)?[:]"
)
_NOT_THE_NAME = re.compile(
    r"\s*(?:(?:之|以)?前(?![天日儿往来])|(?:之|以)?后(?![天日儿勤])|结束|开完|散会|会前"
    r"|会后|的?(?:准备|筹备|材料|方案|记录|纪要|心得|精神|决议|决定|议程|制度|计划|情况"
    r"|提纲|整改|问题|会议精神|征求|流程|选题|通知书|手续|事宜|经费|教室|会场布置|照片"
    r"|视频|报道|新闻稿?|台签)"
    r"|(?:研究)?决定|研究同意|同意|的事|怎么|分工|台账|工作的?(?:准备|安排|部署|方案))"
)
_PREPARING = re.compile(
    r"\s*(?:的)?(?:之?前|准备|筹备|工作(?!大会|会议|会)|方案|办法|风气|纪律|法|制度|动员"
    r"|宣传(?!委员)|条例|培训|候选|人选|资格|事宜|问题|事|政策|知识|要求|材料|结果|情况|程序|规定"
    r"|通知|文件|精神|日程|安排|预|在即|将至|临近|期间|以来|年)"
)
_SIGNED = re.compile(r"中共[^,。;\n]{0,20}$")
_INSTEAD = re.compile(
    r"(?:改成|改为|改开|换成|换为|变成|变为|调整为|不是[^,。\n]{2,8}[,]?而?是)(?:开|召开"
    r"|一次|个|上)*$"
)
_NOT = re.compile(r"(?:不是|不开|不再是|取消|经过?|由)$")
_CALL = r"(?:开|会|碰|到|来|议|商|学|集合|集中|过来|聚|见面|说|谈|聊|留)"
_COMMITTEE_CALLED = re.compile(
    r"(?:支委|支部委员|(?:各位|全体|几位|几个)委员|委员们|支部班子)(?!会|家|[老小].家)"
    r"(?!一起|一同|也|陪|列席|带队|带头|先|提前|负责|参加(?!会|$|[,。])|[和、与及跟])"
    rf"[^。\n]*?{_CALL}"
    r"|开会[^。\n]*支委(?:们|同志)?(?=$|[\s,。!])"
    r"|(?:^|[,。\s])委员会(?=开会|碰头|[\s,]|$)"
)
_COMMITTEE_ALONE = re.compile(
    r"(?:^|[,。\s]|召集|通知|[请喊叫让约找])(?:全体|各位|各|本届)?支委(?:们|同志)?(?:参加)?(?=$|[,。\s!:])"
)
_ALL_MEET = re.compile(
    any_of(
        (
            r"(?:全体|所有|各位)?党员(?:同志)?(?:们)?(?:(?![和与及、跟])[^。\n]){0,20}开"
            r"(?:个|一个|一次)?大会"
        ),
        r"支部(?:的?党员)?(?:(?!部署)[^。\n]){0,8}开(?:个|一个|一次)?大会(?!议|堂|厅)",
        r"(?:(?<![\u4e00-\u9fff])|[开次的]|本次|这次)大会(?!议|堂|厅)[^\n]*(?:全体|所有)党员",
        r"(?:全体|所有|各位)党员[^\n]*(?<![\u4e00-\u9fff])大会(?!议|堂|厅)",
    )
)
_GROUP_CALLED = re.compile(
    any_of(
        r"(?:我们|咱们?|本)小?组|第?[一二三四五六七八九十\d]{1,2}(?:党)?小?组(?!长)",
        r"[\u4e00-\u9fff]{1,6}党小组(?!长)|党小组(?!长)",
    )
    + rf"[^。\n]*?{_CALL}"
)
_TOGETHER = r"志愿|慰问|参观|走访|清理|打扫|植树|祭扫|劳动|看望|清雪|义诊|巡逻|值守"
_GROUP_ALONE = re.compile(
    r"(?:^|[\s,。;!:])(?:第?[一二三四五六七八九十\d]{1,2}(?:党小组|小组|组)"
    r"|[\u4e00-\u9fff]{0,4}党小组)(?:同志|党员|成员|全体|的|们)*"
    r"(?=$|[\s,。;:!]|[周今明后本下\d](?:[一二三四五六日天末午周\d]|月|个))"
)
_ADMISSION = re.compile(
    any_of(
        r"(?:接收|吸收|发展|讨论|表决|通过|关于|审议)[^,。;\n]{0,14}(?:预备党员|转正|入党)",
        r"转正|(?:发展|接收|吸收)[老小][\u4e00-\u9fff]|(?:接收|发展|入党)(?:讨论)?(?:大会|会)",
        r"接收[^,。;\n]{0,8}(?:党员)",
    )
)
_GENERIC = re.compile(
    r"(?<![机社协委学体都才不就也还都能要可只那这样一等待约])[\u4e00-\u9fff]{2}(?<![工商协社委])会(?![议员"
    r"计场后前上儿不来有长期所心费面见被把])"
)
_PLAIN = re.compile(
    r"(?:[开个了过次短急小大散到与参赴全体]|紧急|碰头|临时|会议|开的|一起|时间|通知|线上"
    r"|视频|现场)会$"
)
_ANSWERS = {
    "大会": GENERAL,
    "党员会": GENERAL,
    "支部会": GENERAL,
    "支委": COMMITTEE,
    "委员会": COMMITTEE,
    "小组": GROUP,
    "党小组": GROUP,
    "上课": LECTURE,
    "讲课": LECTURE,
    "党日": THEME_DAY,
    "主题日": THEME_DAY,
    "生活会": LIFE,
    "评议": APPRAISAL,
    "评议会": APPRAISAL,
    "选举": ELECTION,
    "换届": ELECTION,
    "其他": OTHER,
    "其它": OTHER,
    "别的": OTHER,
    "活动": OTHER,
    "其他会议": OTHER,
    "都不是": OTHER,
}


@dataclass(frozen=True)
class Name(Span):
    """A kind of meeting named in the text."""

    kind: str


def read_kind(text: str) -> str | None:
    """The kind named in `text`, a whole notice or the answer to 「什么类型？」; None when open."""
    plain = plain_text(text).strip(" 。.!,的\n")
    return _ANSWERS.get(plain) or kind_of(plain)


def kind_of(text: str) -> str | None:
    """As `read_kind`, of a text that is already folded."""
    names = kind_names(text)
    if names:
        kind = names[0].kind
        return ELECTION if kind == GENERAL and _elects(text) else kind
    return _called_by_people(text)


def kind_names(text: str) -> list[Name]:
    """The names of meetings in `text` that are not agenda, past or preparation, in order."""
    found = without_overlaps(
        [
            Name(match.start(), match.end(), kind)
            for kind, rule in _rules()
            for match in rule.finditer(text)
        ]
    )
    found = [name for name in found if not _is_passing(text, name)]
    instead = [name for name in found if _INSTEAD.search(text[: name.start][-14:])]
    if instead:
        return instead
    plain = [name for name in found if not _is_agenda(text, name)]
    return plain or [name for name in found if _is_labelled(text, name)]


@lru_cache(maxsize=1)
def _rules() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(pattern)) for kind, pattern in NAMED)


def _is_passing(text: str, name: Name) -> bool:
    """组织生活会前, 选举办法, 中共…支部委员会: the word is there, the meeting is not."""
    before = text[max(0, name.start - 30) : name.start]
    after = text[name.end : name.end + 12]
    if name.kind == ELECTION and (
        (_PREPARING.match(after) and not text[: name.end].endswith(("会", "会议")))
        or _AGENDA_BEFORE.search(before)
    ):
        return not re.search(r"(?:进行|开展|组织)[^,。;\n]{0,6}$", before)
    if name.kind == COMMITTEE and text[name.start : name.end].endswith("委员会"):
        return bool(_SIGNED.search(before))
    return bool(_NOT_THE_NAME.match(after) or _NOT.search(before))


def _is_agenda(text: str, name: Name) -> bool:
    line = text[max(0, name.start - 60) : name.start]
    line = line[line.rfind("\n") + 1 :]
    sentence = line[line.rfind("。") + 1 :]
    label = _LABEL.search(sentence)
    if label:
        return not re.search(r"请|参加|召开|举行|出席", sentence[label.end() :])
    found = _AGENDA_BEFORE.search(sentence)
    return found is not None and not _CALLED.search(found.group())


def _is_labelled(text: str, name: Name) -> bool:
    """内容：民主评议党员, where nothing else names the meeting."""
    before = text[max(0, name.start - 6) : name.start]
    return bool(re.search(r"(?:内容|主题|事项|名称|类型)[:]\s*(?:召?开)?$", before))


def _elects(text: str) -> bool:
    """Whether a members' meeting has an election as its business."""
    rule = next(rule for kind, rule in _rules() if kind == ELECTION)
    for found in rule.finditer(text):
        name = Name(found.start(), found.end(), ELECTION)
        if not _is_passing(text, name):
            return True
    return False


def _called_by_people(text: str) -> str | None:
    """No meeting is named: who is called, and to do what?"""
    if _ALL_MEET.search(text):
        return GENERAL
    if _GROUP_ALONE.search(text) and not _COMMITTEE_ALONE.search(text):
        strong = re.search(_TOGETHER, text)
        return OTHER if strong else GROUP
    if ACTIVITIES.search(_without_agenda(text)) and not _GROUP_CALLED.search(text):
        committee = _COMMITTEE_CALLED.search(text) or _COMMITTEE_ALONE.search(text)
        return COMMITTEE if committee and re.search(r"开[个会短]|碰头", text) else _event(text)
    if _COMMITTEE_CALLED.search(text) or _COMMITTEE_ALONE.search(text):
        return COMMITTEE
    if not re.search("开会", text) and re.search(rf"小组长[^。\n]*?{_CALL}", text):
        return OTHER
    if _GROUP_CALLED.search(text):
        strong = re.search(_TOGETHER, text)
        return OTHER if strong and not re.search(r"开[个小会]|学习", text) else GROUP
    return _event(text)


def _event(text: str) -> str | None:
    if _ADMISSION.search(text) and re.search(r"开|会", text):
        return GENERAL
    if ACTIVITIES.search(_without_agenda(text)):
        meets = re.search(r"开[个一次短小紧急临时]*会|会议(?!室|厅)", text)
        return None if meets else OTHER
    found = _GENERIC.search(text)
    return OTHER if found and not _PLAIN.search(found.group()) else None


def _without_agenda(text: str) -> str:
    return re.sub(r"(?:讨论|商量|研究|商议|通报|传达|把)[^,。;\n]{0,20}", "", text)
