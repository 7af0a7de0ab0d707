"""Times of the day as written: 14:30, 两点半, 三点一刻, 差五分九点, 9-11点."""

import re
from collections.abc import Iterator

from domain.phrases.numerals import SMALL, read_number
from domain.phrases.spans import Clock, without_overlaps

_TENS = r"(?:[二三四五]十[一二三四五六七八九]?|十[一二三四五六七八九]?|[零0][一二三四五六七八九])"
_NOT_MINUTES = r"(?!\d|[人名个位号楼室层组日月年周章项条件]|车间|小组|会议|支部|教室|中队|班)"
_COLON = re.compile(
    r"(?<!\d)(?<!\d[.:])(?P<hour>\d{1,2})\s?[:;]\s?(?P<minute>\d{2})(?::\d\d)?(?![\d:]|\s?[年月])"
)
_HOUR = rf"(?<![\d第])(?<!\d[.:])(?P<hour>{SMALL})"
_POINT = re.compile(
    rf"{_HOUR}\s?(?P<mark>点|时)(?P<even>钟|整|正)?"
    rf"(?:(?P<half>半(?!天|个|小时|年|月|价|数))|(?P<quarter>[一二两三123])刻"
    rf"|(?:过|零)?(?P<minute>\d{{1,2}}|{_TENS}|[一二三四五六七八九十])分钟?"
    rf"|过?(?P<bare>(?:[0-5]\d|{_TENS}){_NOT_MINUTES}"
    r"|(?:[二三四五]十|[1-5][05])(?=支部|会议(?!室)|党?小组会)))?"
    r"许?(?P<loose>多(?!功|媒|少))?"
)
_AFTER_POINT = re.compile(
    r"(?:意见|要求|建议|体会|希望|看法|说明|注意|内容|感想|提示|启示|思考|认识|心得|收获"
    r"|工作|成绩|一线|声|赞|评|困难|问题|想法|事|原因|理由|补充|请求|经验|共识|措施|做法"
    r"|承诺|纪律)"
)
_AFTER_HOUR = re.compile(r"[间候长许政期代事刻节速薪限机髦效评]")
_TO = re.compile(
    rf"(?:差|还差)(?P<less>一刻|{SMALL}分钟?)(?:到|就|钟)?(?P<hour>{SMALL})点(?!半)"
    rf"|(?P<hour2>{SMALL})点(?:差|还差)(?P<less2>一刻|{SMALL}分钟?)"
)
_RANGE = re.compile(
    rf"(?<![\d第月/\-])(?<!\d[.:])(?P<hour>{SMALL})\s?[-到至]\s?(?P<last>{SMALL})点(?P<half"
    rf">半)?(?!\d)"
)
_ENGLISH = re.compile(r"(?<!\d)(?<!\d[.:])(?P<hour>\d{1,2})\s?(?=[ap]\.?m)", re.IGNORECASE)
_DOTTED = re.compile(
    r"(?<![\d/])(?<!\d[.:])(?P<hour>\d{1,2})\.(?P<minute>[0-5]\d)(?![\d:]|\.\d|[%元米公万倍版])"
)
_FOUR = re.compile(
    r"(?<![\d\-])(?<!\d[.:])(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5][05])(?![\d.:]|[年元人号室])"
)
_PAIR = re.compile(r"一二|二三|两三|三四|四五|五六|六七|七八|八九|九十")
_RELATIVE_ONE = re.compile(
    r"[早晚快慢有差大小多少好高低长短近远先稍注更这那半同懂干松紧细静点来了]$"
)


def clock_times(text: str) -> list[Clock]:
    """The times of the day in `text`, in order, as written.

    Days must have been blanked out before: in 周五六点 the 五 belongs to the day.
    """
    found = [*_ranges(text), *_short_of(text), *_points(text), *_colons(text), *_english(text)]
    return without_overlaps(found)


def dotted_times(text: str) -> list[Clock]:
    """What may be a time written with a dot (9.30) or as 1430: the caller judges by its place."""
    pairs = [(rule, found) for rule in (_DOTTED, _FOUR) for found in rule.finditer(text)]
    return [
        Clock(found.start(), found.end(), int(found["hour"]), int(found["minute"]), colon=True)
        for _, found in pairs
    ]


def _colons(text: str) -> Iterator[Clock]:
    for found in _COLON.finditer(text):
        hour, minute = int(found["hour"]), int(found["minute"])
        yield Clock(found.start(), found.end(), hour, minute, colon=True)


def _points(text: str) -> Iterator[Clock]:
    for found in _POINT.finditer(text):
        if _is_no_time(found, text):
            continue
        hour = read_number(found["hour"])
        vague = bool(found["loose"]) or _PAIR.fullmatch(found["hour"]) is not None
        if hour is None and not vague:
            continue
        yield Clock(found.start(), found.end(), hour or 0, _minute(found), vague=vague)


def _is_no_time(found: re.Match[str], text: str) -> bool:
    """三点要求, 早一点, 三时 of 三小时: counting words that look like a time."""
    rest = text[found.end() : found.end() + 3]
    plain = found.end() == found.end("mark")
    if found["mark"] == "时" and plain and _AFTER_HOUR.match(rest):
        return not rest.startswith("许")
    if plain and _AFTER_POINT.match(rest):
        return True
    before = text[max(0, found.start() - 1) : found.start()]
    if found["mark"] == "点" and plain and found["hour"] == "一":
        return before == "" or (bool(_RELATIVE_ONE.search(before)) and not _after_part(text, found))
    return found["mark"] == "时" and found["hour"] == "一" and not _after_part(text, found)


def _after_part(text: str, found: re.Match[str]) -> bool:
    before = text[max(0, found.start() - 2) : found.start()]
    return before in ("下午", "中午", "午后", "晌午", "凌晨")


def _minute(found: re.Match[str]) -> int:
    if found["half"]:
        return 30
    if found["quarter"]:
        return 15 * (read_number(found["quarter"]) or 0)
    words = found["minute"] or found["bare"]
    minute = read_number(words) if words else 0
    return 99 if minute is None else minute


def _short_of(text: str) -> Iterator[Clock]:
    for found in _TO.finditer(text):
        hour = read_number(found["hour"] or found["hour2"])
        words = found["less"] or found["less2"]
        less = 15 if words == "一刻" else read_number(words.rstrip("分钟"))
        if hour and less and less < 60:
            yield Clock(found.start(), found.end(), hour - 1 or 12, 60 - less)


def _ranges(text: str) -> Iterator[Clock]:
    """9-11点: the first hour has no 点 of its own."""
    for found in _RANGE.finditer(text):
        first, last = read_number(found["hour"]), read_number(found["last"])
        if first is None or last is None or first > 24:
            continue
        minute = 30 if found["half"] else 0
        yield Clock(found.start("hour"), found.end("hour"), first, 0)
        yield Clock(found.start("last"), found.end(), last, minute, second=True)


def _english(text: str) -> Iterator[Clock]:
    for found in _ENGLISH.finditer(text):
        yield Clock(found.start(), found.end("hour"), int(found["hour"]), 0)
