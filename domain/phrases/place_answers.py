"""The bare answer to 「在哪里？」."""

import re
from dataclasses import dataclass

from domain.phrases.places import OPEN
from domain.phrases.wording import fold


@dataclass(frozen=True)
class PlaceAnswer:
    """What was answered: a place, or 待定 (`left_open`); without either nothing was said."""

    place: str | None
    left_open: bool


def read_place(text: str) -> PlaceAnswer:
    """The place in the answer to 「在哪里？」: as written, without 在 and 地点.

    A whole notice is better read with `read_notice`.
    """
    wording = fold(text)
    plain = wording.text.strip(" \n。.!,")
    if not plain or (OPEN.search(plain) and len(plain) <= 12):
        return PlaceAnswer(None, left_open=bool(plain))
    found = re.match(
        (
            r"\s*(?:(?:会议|活动)?地点|地址)?(?:还是|就|改|定|放|设)?(?:[:是为]|在|到|去|于|就在"
            r"|还在)*\s*"
        ),
        wording.text,
    )
    start = found.end() if found else 0
    end = len(wording.text.rstrip(" \n。.!,"))
    while end - start > 2 and wording.text[end - 1] in "吧啊呀哈哦呢开":
        end -= 1
    return PlaceAnswer(wording.written(start, end) or None, left_open=False)
