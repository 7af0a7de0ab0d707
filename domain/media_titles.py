"""What an admin writes beside a picture or a sound: its title, and where it comes from."""

import re
from dataclasses import dataclass

from domain.refusals import Refused

LONGEST_TITLE = 80
LONGEST_SOURCE = 120
_TITLE = re.compile(r"(?:标题|题目|名称)[:：]\s*")
_SOURCE = re.compile(r"(?:来源|出处)[:：]\s*")


@dataclass(frozen=True, slots=True)
class Named:
    """A title and a source; an empty title has to be asked for."""

    title: str = ""
    source: str = ""


def named(caption: str) -> Named:
    """The first line is the title; the source is the line 「来源：…」, else the second one.

    Raises Refused("media_title_long") for what is a text and no title.
    """
    lines = [line.strip() for line in caption.splitlines() if line.strip()]
    sources = [line for line in lines if _SOURCE.match(line)]
    rest = [line for line in lines if line not in sources]
    title = _TITLE.sub("", rest[0], count=1).strip() if rest else ""
    if title.startswith("《") and title.find("》") == len(title) - 1:
        title = title[1:-1]
    source = _SOURCE.sub("", sources[0], count=1) if sources else "".join(rest[1:2])
    if len(title) > LONGEST_TITLE:
        raise Refused("media_title_long", limit=LONGEST_TITLE)
    return Named(title, source[:LONGEST_SOURCE])
