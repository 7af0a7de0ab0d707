"""What is to be dealt with: the agenda, the subject, the title of a lecture."""

import re

from domain.phrases.wording import Wording

_LABEL = re.compile(
    r"(?:会议|学习|主要|活动|党课|专题)?(?:内容|议题|议程|主题(?!党日|教育)|题目|课题"
    r"|事项)(?:有|是|为|如下|包括)?[:\s]+(?P<list>[^\n]{2,200}(?:\n\s*(?:\d{1,2}[.、)]"
    r"|[一二三四五六七八九]、|\([一二三四五\d]\))[^\n]{2,80}){0,9})"
    r"|(?:会议|学习|主要|活动)?(?:内容|议题|议程|题目)(?:是"
    r"|为)?(?=[一《“\"\u4e00-\u9fff])(?P<tight>[^\n。]{2,80})"
)
_VERB = re.compile(
    r"(?:^|[,。;\s!:]|会上|主要是?|一起|现场|准备|会|课|大会|日|就|用于)(?P<topic>(?:集体"
    r"|专题|集中|共同)?(?:讨论|学习|审议|传达|商量|研究|商议|听取|通报|布置|部署|总结"
    r"|选举|补选|表决|推选|评选|接收|酝酿)(?!室|强国|资料|材料|中心)[^,。;\n!□]{2,40})"
)
_TITLE = re.compile(
    r"(?:题目|主题|主讲|讲|课题|题为|学习|观看)[^,。\n《]{0,8}《(?P<title>[^》\n]{2,60})》"
)
_NUMBER = re.compile(
    r"(?:^|(?<=[\s,;。、:]))\s*(?:\d{1,2}[.、)](?!\d)|[一二三四五六七八九]、"
    r"|\([一二三四五六\d]\)|(?:一|二|三|四|五)是|第[一二三四五][、,项是])\s*"
)
_STOP = re.compile(
    r"(?:[,。;\s](?:请|地点|时间|要求|不得|务必|参会|参加|自带|带好|全体|收到|望|希望"
    r"|注意|联系|另|如有|有事|大家)[^\n]*)$"
)


def topics_of(wording: Wording) -> tuple[str, ...]:
    """The topics named, as written and in order; none where none is named."""
    text = wording.text
    label = _LABEL.search(text)
    if label:
        group = "list" if label["list"] else "tight"
        return tuple(_items(wording, *label.span(group)))
    title = _TITLE.search(text)
    if title:
        return (wording.written(*title.span("title")),)
    found = (match.span("topic") for match in _VERB.finditer(text))
    return tuple(wording.written(*span) for span in found)


def _items(wording: Wording, start: int, end: int) -> list[str]:
    stop = _STOP.search(wording.text[start:end])
    if stop:
        end = start + stop.start()
    marks = list(_NUMBER.finditer(wording.text, start, end))
    if len(marks) > 1:
        edges = [(mark.end(), after) for mark, after in _pairs(marks, end)]
    else:
        edges = _split(wording.text, start, end)
    items = [wording.written(*edge).strip(" ,，;；。.、\n《》") for edge in edges]
    return [item for item in items if item]


def _pairs(marks: list[re.Match[str]], end: int) -> list[tuple[re.Match[str], int]]:
    ends = [mark.start() for mark in marks[1:]] + [end]
    return list(zip(marks, ends, strict=True))


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A list set off by 、 or ；; commas only part whole items."""
    words = text[start:end]
    for mark in (";", "、", ","):
        if mark in words and not re.search(r"[《“]", words):
            edges, place = [], start
            for piece in words.split(mark):
                edges.append((place, place + len(piece)))
                place += len(piece) + 1
            return edges
    return [(start, end)]
