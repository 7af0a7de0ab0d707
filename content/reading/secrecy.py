"""Marks of secrecy: a text that carries one is never taken in."""

import re
from collections.abc import Sequence

from content.cutting.lines import Line, bare
from domain.refusals import Refused

_HEAD_LINES = 15
# 密级标志 of GB/T 9704: 秘密, 机密, 绝密, alone or with ★ and a term, in the upper corner.
_ALONE = re.compile(
    r"[【\[（(]?(?:密级[：:]?)?(秘密|机密|绝密)(?:[★☆*＊·].{0,12}|[一二三四五六七八九十\d]+年|级)?[】\])）]?"
)
_NAMED = re.compile(r"(?:密级|保密等级)[：:]?(秘密|机密|绝密)")
_STARRED = re.compile(r"(秘密|机密|绝密)[★☆]")


def refuse_secret(name: str, lines: Sequence[Line]) -> None:
    """Refuses `secret_document` where a mark of secrecy stands near the top."""
    for line in lines[:_HEAD_LINES]:
        text = bare(line.text)
        found = _ALONE.fullmatch(text) or _NAMED.search(text) or _STARRED.search(text)
        if found:
            raise Refused("secret_document", name=name, mark=found[1])
