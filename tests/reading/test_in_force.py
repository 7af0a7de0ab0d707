"""The day from which a text is in force, as its head and its last articles tell it."""

from datetime import date

import pytest

from content.cutting.cut import cut
from content.cutting.in_force import in_force_from, in_force_noted

RULES = "第一条 甲。\n第二条 本条例自1998年1月1日起施行。"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (f"某条例\n{RULES}", date(1998, 1, 1)),
        ("某条例\n（2026年3月1日起施行）\n第一条 甲。", date(2026, 3, 1)),
        ("某条例\n（2018年修订，自2018年10月1日起施行）\n第一条 甲。", date(2018, 10, 1)),
        ("某条例\n（1997年12月5日通过）\n第一条 甲。", date(1997, 12, 5)),
        (f"某条例\n（1997年12月5日通过）\n{RULES}", date(1998, 1, 1)),
        (f"某条例\n（1997年12月5日通过 2016年7月2日修正）\n{RULES}", date(2016, 7, 2)),
        (f"某条例\n（2016年7月2日修正，自2016年9月1日起施行）\n{RULES}", date(2016, 9, 1)),
        ("某讲话\n同志们，今天开会。", None),
    ],
)
def test_the_day_in_force(text: str, day: date | None) -> None:
    assert in_force_from(cut(text)) == day


def test_an_admin_may_note_the_day() -> None:
    assert in_force_noted("新版，2024年9月5日起施行") == date(2024, 9, 5)
    assert in_force_noted("2024年13月5日起施行") is None
