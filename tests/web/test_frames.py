"""What a page may send at all."""

import json

import pytest

from web.chat.windows import parse


def test_an_object_is_taken_with_any_whole_characters() -> None:
    assert parse('{"text": "三楼会议室 \\ud83c\\udfdb"}') == {"text": "三楼会议室 \U0001f3db"}
    assert parse(json.dumps({"text": "签到"})) == {"text": "签到"}


@pytest.mark.parametrize(
    "frame",
    ['{"text": "\\ud800"}', '{"\\udfff": 1}', "[1]", '"x"', "{", "", "[" * 100_000],
)
def test_anything_else_is_no_message(frame: str) -> None:
    assert parse(frame) is None
