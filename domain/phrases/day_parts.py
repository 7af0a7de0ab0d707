"""Parts of the day, and what they make of an hour: 下午, 晚, 傍晚, pm."""

import re
from collections.abc import Iterator

from domain.phrases.numerals import SMALL
from domain.phrases.spans import Part, without_overlaps

MORNING, NOON, AFTERNOON, EVENING = "morning", "noon", "afternoon", "evening"

_CLOCK_NEXT = rf"(?=\s*{SMALL}\s*(?:点|时|:|\.\d\d))"
_PARTS = (
    (
        MORNING,
        (
            r"凌晨|清晨|清早|大清早|一大?早(?!点)|早晨|早上|早间|早起|早晌|上午|午前|前晌|头晌"
            r"|上晌|上半天|早半天|[aA]\.?[mM]\.?(?![a-zA-Z])"
        ),
    ),
    (NOON, r"中午|正午|晌午|午间"),
    (AFTERNOON, r"下午|午后|后晌|下晌|下半天|后半晌|[pP]\.?[mM]\.?(?![a-zA-Z])"),
    (EVENING, r"傍晚|傍黑|擦黑|黄昏|晚上|晚间|晚黑|夜里|夜晚|夜间|今夜"),
    (
        MORNING,
        rf"[早晨]{_CLOCK_NEXT}|(?<=[今明后昨天日号)一二三四五六\d])[早晨](?![会点班饭餐读操])",
    ),
    (
        EVENING,
        (
            r"(?:(?:吃[过完了好]*晚饭|晚饭|下班|收工|放工|下工|放学|天黑)[以之]?后?)"
            rf"{_CLOCK_NEXT}"
            rf"|[晚夜]{_CLOCK_NEXT}|(?<=[今明后昨天日号)一二三四五六\d])[晚夜](?![会点班饭餐自校课到"
            rf"来])"
        ),
    ),
)
_HINTS = (
    (
        MORNING,
        (
            r"早饭|早餐|早会|晨会|早读|早自习|早操|早班前|上班前|上工前|出工前|出早工|天亮|下夜班"
            r"|晨练|晨跑|出海前"
        ),
    ),
    (
        EVENING,
        (
            r"晚饭|晚餐|夜饭|(?<!上)下班(?:以|之)?后|下了班|收工|放工|放学后|下工后|新闻联播|夜校"
            r"|天黑|晚自习后|忙完农活|歇工后"
        ),
    ),
)
_PART_RULES = tuple((name, re.compile(pattern)) for name, pattern in _PARTS)
_HINT_RULES = tuple((name, re.compile(pattern)) for name, pattern in _HINTS)


def day_parts(text: str) -> list[Part]:
    """The parts of the day named in `text`, in order."""
    return without_overlaps(list(_find(text)))


def day_hints(text: str) -> list[Part]:
    """Words that only settle an open hour: 早饭, 下班后."""
    return [
        Part(found.start(), found.end(), name, hint=True)
        for name, rule in _HINT_RULES
        for found in rule.finditer(text)
    ]


def _find(text: str) -> Iterator[Part]:
    for name, rule in _PART_RULES:
        for found in rule.finditer(text):
            yield Part(found.start(), found.end(), name)


def hour_in_part(hour: int, part: str) -> int | None:
    """The hour of the 24 that `hour` means in `part`; None where they do not go together.

    下午2 is 14, 晚7 is 19, 下午14 is 14; 晚12 and 早上15 settle nothing.
    """
    if part == MORNING:
        return hour if 1 <= hour <= 12 else None
    if part == NOON:
        return hour + 12 if 1 <= hour <= 3 else hour if 10 <= hour <= 15 else None
    if part == AFTERNOON:
        return hour + 12 if 1 <= hour <= 8 else hour if 12 <= hour <= 23 else None
    return hour + 12 if 4 <= hour <= 11 else hour if 16 <= hour <= 23 else None
