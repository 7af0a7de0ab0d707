"""Marks that change how a time is to be taken: 原定, 改到, 学习…讲话, 《…》."""

import re

_MASKED = re.compile(
    r"《[^》\n]{0,60}》|[“\"‘「][^”\"’」\n]{0,30}[”\"’」]"
    r"|(?:会议|房间|入会)?(?:号码|号|ID|id|密码|口令)\s?[:为是]?\s?\d[\d\s-]{2,20}\d"
    r"|(?:电话|手机|联系人|联系方式|联系)[^\n,。;]{0,8}?\d[\d\s-]{5,14}\d"
    r"|(?<!\d)1[3-9]\d{9}(?!\d)|0\d{2,3}-\d{7,8}"
    r"|\d{3}[\s-]\d{3}[\s-]\d{3,4}|https?://[^\s,。]{1,200}"
    r"|[〔\[]20\d\d[〕\]]\s?\d{1,3}号|第[一二三四五六七八九十百零\d]{1,5}[章节条届次期批讲课场期、]"
    r"|[一二两三四五六七八九十\d]{1,4}分之[一二两三四五六七八九十\d]{1,4}|\d+/\d+(?=以上"
    r"|多数|的)|[三四五]会一课|三季度|四季度"
)
_OLD = re.compile(
    r"(?:原(?!则|因|地|创|文|件|来如)(?:定|来|本|计划|先|通知|时间|于|拟|说)*(?:的?时间)?"
    r"|本来|之前(?:定|说|通知)|先前(?:定|说)|以前定|不是|不在|取消|前面(?:说|发)"
    r"|刚才(?:说|发)|上次(?:说|发))"
    r"(?:定|说|通知|发)?(?:[的在于是:]|为|把|了)*\s*$"
)
_NEW = re.compile(
    r"(?:改|调整|调|推迟|推|提(?=到|至|早)|提前|延期|延后|延迟|延|挪|换|顺延|更改|变更|变|移|拖"
    r"|往后推|往前提|推后|提早|更正|现定|现|而是|实际|新时间)"
    r"(?:时间|会议|开会|开|一下|一改|动|化|了|成|为|到|至|在|于|是|期|定|[:,\s])*$"
)
_AGENDA = re.compile(
    r"(?:学习|传达|贯彻|通报|总结|回顾|审议|讨论|研究|商量|商议|听取|部署|布置|安排一下"
    r"|筹备|准备|汇报|落实|确定|议题|内容|议程|事项|观看|关于|纪念|庆祝|学"
    r"|截至)[^,。;\n!]{0,30}$"
)
_RENEW = re.compile(r"(?:定于|定在|改到|改在|时间|召开|举行|开会|开展|请于|[开于])[^,。;\n]{0,4}$")


def masked(text: str) -> str:
    """`text` with titles, numbers of meetings and telephones, and fractions blanked out."""
    return _MASKED.sub(lambda found: "□" * len(found.group()), text)


def says_old(before: str) -> bool:
    """Whether the words right before a time say that it no longer holds (原定, 不是)."""
    return bool(_OLD.search(before[-12:]))


def says_new(before: str) -> bool:
    """Whether the words right before a time say that it is the new one (改到, 推迟至)."""
    return bool(_NEW.search(before[-10:]))


def in_agenda(before: str) -> bool:
    """Whether a day stands inside the agenda (传达11月20日会议精神), not as the day of meeting."""
    found = _AGENDA.search(before[-40:])
    if not found:
        return False
    return not _RENEW.search(found.group()) or found.group() == ""
