"""Whom a meeting calls, where that is not the whole branch."""

import re

from domain.phrases.numerals import read_number
from domain.phrases.wording import Wording

COMMITTEE = "支委"
_NUMBERED = re.compile(
    r"(?<![工领互])(?:第|党员)?(?P<number>[一二三四五六七八九十]{1,2}|\d{1,2})(?:党小组"
    r"|小组|组)(?!长)"
    r"|党小组(?P<behind>[一二三四五六七八九]|\d{1,2})组?|党(?P<third>[一二三四五六七八九])组"
)
_PROPER = re.compile(r"(?P<name>[\u4e00-\u9fff]{1,6})党小组(?!长)")
_NO_NAME = re.compile(
    r"(?:.*[开到在去次个的各全请本每我召和下午点会周日]|.*定于|.*通知|.*召开|.*举行|.*参加)"
)
_LABEL = re.compile(
    r"(?:参会|参加|出席|与会|会议|活动|学习)?(?:人员|对象|范围)[:]\s*(?P<who>[^\n。;,]{2,30})"
)
_CALLED = re.compile(
    r"(?P<who>全体(?:党员|正式党员)(?:和|、|及|与)[\u4e00-\u9fff]{2,12}?(?=参加|出席|参会"
    r"|务必|准时|[,。\s]|$)"
    r"|有选举权的(?:正式)?党员|(?<=全体)正式党员|(?:在职|离退休|退休|青年|年轻|女|男|老"
    r"|预备|流动|新|困难|机关|在家|无职|农民|企业)党员(?:代表)?(?=[\s,。]|都|参加|座谈"
    r"|同志|务必|开会|们|到|在|去|请|志愿|集中|培训)"
    r"|(?:党小组组?长|小组长)(?:们)?(?=[\s,。]|参加|开会|到|都|会)|入党积极分子|发展对象"
    r"|党员代表|党员骨干|全体支委和[\u4e00-\u9fff]{2,8}?(?=参加|开会|[,。\s]|$))"
)
_ALL = re.compile(
    r"(?:本?支部)?(?:全体|所有|全部|各位)?(?:党员|同志|人员)(?:同志)?(?:们)?(?:大会)?|全员|大家"
)
_ASIDE = re.compile(r"(?:慰问|看望|走访|讨论|接收|研究|确定|帮扶|关于|表彰|审议)[^,。\n]{0,6}$")


def group_of(wording: Wording) -> str | None:
    """The Party group called: 二组 is 第二党小组, 先锋党小组 keeps its name."""
    text = wording.text
    found = _NUMBERED.search(text)
    if found:
        number = read_number(found["number"] or found["behind"] or found["third"])
        if number:
            return f"第{_numeral(number)}党小组"
    for proper in _PROPER.finditer(text):
        name = _own_name(proper["name"])
        if name:
            return f"{name}党小组"
    return None


def audience_of(wording: Wording) -> str | None:
    """A part of the branch or guests, as written; None when the whole branch is called."""
    label = _LABEL.search(wording.text)
    if label:
        who = wording.written(*label.span("who"))
        return None if _ALL.fullmatch(label["who"].strip()) else who
    for found in _CALLED.finditer(wording.text):
        if not _ASIDE.search(wording.text[: found.start()][-12:]):
            return wording.written(*found.span("who"))
    return None


def _own_name(words: str) -> str | None:
    """The proper name at the end of `words`: of 下午到东街党小组 only 东街."""
    for size in range(min(4, len(words)), 1, -1):
        name = words[-size:]
        if not _NO_NAME.fullmatch(name) and not re.search(r"[点开到在去请的午上晚会第各]", name):
            return name
    return None


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    digits = "零一二三四五六七八九"
    if not tens:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")
