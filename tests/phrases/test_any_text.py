# ruff: noqa: E501 - one sentence a row, however long people write
"""Whatever is typed: no crash, no impossible start, no long wait."""

import time
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.phrases.notice import read_kind, read_notice, read_place, read_time
from domain.phrases.reply import read_reply
from domain.phrases.typos import correct

PIECES = [
    "明天", "后天", "周五", "周一", "下周三", "12月5日", "2月30日", "25号", "31号", "上午", "下午", "晚", "7点", "3点半", "14:30", "25:00", "9.30", "12.5",
    "支委会", "党员大会", "党课", "主题党日", "开会", "选举", "三楼会议室", "村部", "在", "到", "去", "集合", "前", "改到", "原定", "推迟一天", "或者", "-", "到", "，", "。", "\n", "（", "）",
    "地点：", "时间：", "内容：", "半小时后", "请假", "参加", "收到", "晚到10分钟", "老王", "我", "吗", "？", "1", "2", "+", "周末", "月底", "最后一个", "第二个", "周日", "农历", "每", "不是",
]  # fmt: skip
TALK = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
KINDS = {
    "general_meeting", "committee_meeting", "group_meeting", "lecture", "theme_day",
    "organisational_life", "appraisal", "election", "other", None,
}  # fmt: skip
INTENTS = {"attend", "leave", "late", "here", "ack_only", "ask", "not_a_reply"}


@settings(max_examples=300, deadline=None)
@given(text=st.one_of(TALK, st.text(max_size=200)))
def test_a_notice_is_whole_whatever_is_typed(text: str, now: datetime) -> None:
    notice = read_notice(text, now)
    assert notice.kind in KINDS
    assert (notice.start is None) == (notice.problem is not None)
    assert notice.problem in {None, "invalid", "conflict", "ambiguous", "no_time"}
    assert notice.past == (notice.start is not None and notice.start < now)
    assert ("start" in notice.missing) == (notice.start is None)
    assert ("place" in notice.missing) == (notice.place is None)
    assert notice.end is None or (notice.start is not None and notice.end > notice.start)
    assert list(notice.options) == sorted(notice.options)
    assert notice.place is None or notice.place in text
    for moment in (notice.start, notice.end, *notice.options):
        assert moment is None or moment.tzinfo == now.tzinfo


@settings(max_examples=300, deadline=None)
@given(text=st.one_of(TALK, st.text(max_size=200)))
def test_a_reply_is_whole_whatever_is_typed(text: str) -> None:
    reply = read_reply(text)
    assert reply.intent in INTENTS
    assert reply.late_minutes is None or reply.intent == "late"
    assert reply.reason is None or reply.intent in {"leave", "late"}
    assert not reply.with_self or reply.other


@given(text=st.text(max_size=100))
def test_answers_to_a_question_never_fail(text: str, now: datetime) -> None:
    assert read_kind(text) in KINDS
    read_place(text)
    read_time(text, now)
    assert len(correct(text)) == len(text)


@given(
    day=st.dates(date(2026, 6, 1), date(2028, 12, 31)),
    hour=st.integers(0, 23),
    minute=st.integers(0, 59),
    form=st.sampled_from(
        ["{y}年{m}月{d}日{H}:{M:02}", "{y}-{m:02}-{d:02} {H:02}:{M:02}", "{y}/{m}/{d} {H}:{M:02}", "{y}.{m}.{d} {H:02}：{M:02}"]
    ),
    frame=st.sampled_from(["{}", "支委会 {} 村部", "定于{}在三楼会议室召开党员大会", "时间：{}\n地点：村部\n党课"]),
)  # fmt: skip
def test_a_full_date_and_clock_is_read_exactly(
    day: date, hour: int, minute: int, form: str, frame: str, now: datetime
) -> None:
    written = form.format(y=day.year, m=day.month, d=day.day, H=hour, M=minute)
    notice = read_notice(frame.format(written), now)
    assert notice.start == datetime(day.year, day.month, day.day, hour, minute, tzinfo=now.tzinfo)


@given(
    day=st.sampled_from(["2月30日", "4月31日", "11月31号", "13月1日", "12月32日", "6.31", "9月0日", "2026-02-29", "十一月三十一日"]),
    clock=st.sampled_from(["9点", "下午3点", "14:30", "晚7点半"]),
)  # fmt: skip
def test_an_impossible_date_never_gives_a_start(day: str, clock: str, now: datetime) -> None:
    notice = read_notice(f"{day}{clock}支委会，三楼会议室", now)
    assert notice.start is None
    assert notice.options == ()


@given(days=st.integers(0, 400), hour=st.integers(8, 20))
def test_the_weekday_beside_a_date_must_agree(days: int, hour: int, now: datetime) -> None:
    day = now.date() + timedelta(days=days)
    names = "一二三四五六日"
    for shift in range(7):
        name = names[(day.weekday() + shift) % 7]
        text = f"{day.year}年{day.month}月{day.day}日（星期{name}）{hour}:00支委会"
        reading = read_time(text, now)
        assert (reading.start is not None) == (shift == 0)
        assert reading.problem == (None if shift == 0 else "conflict")


LONG = [
    "支部" * 2500, "1" * 5000, "1:" * 2500, "12月" * 1600, "好" * 5000, "谢谢了" * 1600, "请假，" * 1600, "周" * 5000, "(" * 5000, "老王" * 2500,
    "三点" * 2500, "、1.2" * 1200, "到会议室" * 1200, "地点：" * 1600, " " * 5000, "\n" * 5000, "一二三四五六七八九十" * 500, "明天下午3点支委会，三楼会议室。" * 300, "改到" * 2500, "的" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
def test_long_texts_do_not_hang(text: str, now: datetime) -> None:
    began = time.process_time()
    read_notice(text, now)
    read_reply(text)
    read_reply(text[:200])
    assert time.process_time() - began < 5  # a hang, not a measure: usual calls take milliseconds
