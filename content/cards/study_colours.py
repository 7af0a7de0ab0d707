"""One calm colour a track, the same in the picture and in the table."""

from collections.abc import Iterable

from domain.course_year import StudyDay

PALETTE = (
    "#E8B7AE",  # 赭红
    "#F2D89F",  # 麦黄
    "#BFD7B5",  # 草绿
    "#AFCBDD",  # 天青
    "#D3C3E0",  # 淡紫
    "#E2C9B0",  # 驼色
    "#A9D3CB",  # 青碧
    "#D8D3A6",  # 橄榄
)


def colours(days: Iterable[StudyDay]) -> dict[str, str]:
    """By track in order of its first day; beyond eight tracks the colours come again."""
    tracks = dict.fromkeys(day.track for day in days if day.kind)
    return {track: PALETTE[place % len(PALETTE)] for place, track in enumerate(tracks)}
