# ruff: noqa: E501 - one sentence a row, however long people write
"""Times as people write them, alone or in a sentence; and answers to a question back."""

from datetime import datetime

import pytest

from domain.phrases.notice import PlaceAnswer, read_kind, read_notice, read_place, read_time

SETTLED = [
    ("下午三点", "11-23 15:00"), ("周五晚7点", "11-27 19:00"), ("时间:14:30", "11-23 14:30"), ("时间:12.5 14:00", "12-05 14:00"), ("周五9-11点", "11-27 09:00"),
    ("周六晚七点", "11-28 19:00"), ("周日两点", "11-29 14:00"), ("星期三 下午2.30", "11-25 14:30"), ("12.9 9.30", "12-09 09:30"), ("下午3点3楼会议室", "11-23 15:00"),
    ("晚7点2号会议室", "11-23 19:00"), ("明天上午9点二组开会", "11-24 09:00"), ("明天三点四号楼", "11-24 15:00"), ("25号下午三点", "11-25 15:00"), ("20号下午三点", "12-20 15:00"),
    ("2号会议室 25号9点", "11-25 09:00"), ("25号会议室9点", "11-25 09:00"), ("长江路23号，明天9点", "11-24 09:00"), ("12月主题党日定在25号上午9点", "12-25 09:00"), ("下个月主题党日定在28号9点", "12-28 09:00"),
    ("下周主题党日定在周三上午9点", "12-02 09:00"), ("下周一上午9点", "11-30 09:00"), ("今天周一下午3点", "11-23 15:00"), ("明天（周二）下午3点", "11-24 15:00"), ("本周五（11月27日）下午3点", "11-27 15:00"),
    ("原定周三下午3点的支委会改到周四上午9点", "11-26 09:00"), ("原定周三下午3点的支委会改到4点", "11-25 16:00"), ("支委会推迟到下周一下午2点，原定明天", "11-30 14:00"), ("明天下午3点的支委会推迟半小时", "11-24 15:30"),
    ("明天下午3点的支委会改到后天，时间不变", "11-25 15:00"), ("明天下午3点的支委会地点改到五楼", "11-24 15:00"), ("不是周三是周四下午3点", "11-26 15:00"), ("每周五的例会改到周四下午3点", "11-26 15:00"),
    ("下午3点开支委会，传达11月20日镇会议精神", "11-23 15:00"), ("明天下午3点支委会，讨论12月5日上午9点去敬老院的事", "11-24 15:00"), ("周三前报名，下午3点支委会", "11-23 15:00"), ("请于12月1日前报名，12月3日上午9点开会", "12-03 09:00"),
    ("8:30集合，9:00参观，周六", "11-28 09:00"), ("周六8点半集合9点出发", "11-28 08:30"), ("周六2点20签到，2点半开会，4点散会", "11-28 14:30"), ("半小时后开会", "11-23 10:30"), ("再过一刻钟开会", "11-23 10:15"), ("一个半小时后支委会", "11-23 11:30"),
    ("三天后上午9点", "11-26 09:00"), ("一周后下午3点", "11-30 15:00"), ("月底最后一天下午3点", "11-30 15:00"), ("12月第一个周六上午9点", "12-05 09:00"), ("下个月第二个星期三下午2点", "12-09 14:00"), ("明年1月8日上午9点", "2027-01-08 09:00"),
    ("20261205 14:30", "12-05 14:30"), ("二〇二六年十二月八日下午三时三十分", "12-08 15:30"), ("十一月二十七号九点一刻", "11-27 09:15"), ("差一刻3点 明天", "11-24 14:45"), ("明天差五分九点", "11-24 08:55"), ("12月3日至5日上午9点", "12-03 09:00"), ("周三、周四下午3点", "11-25 15:00"),
    ("周末（周六）上午9点", "11-28 09:00"), ("早一点来，下午2点", "11-23 14:00"), ("吃完晚饭7点碰头", "11-23 19:00"), ("周五7点开会，吃好早饭来", "11-27 07:00"), ("周五7:30", "11-27 07:30"), ("周五晚7:30", "11-27 19:30"), ("周五下班后6点", "11-27 18:00"), ("14点30", "11-23 14:30"),
    ("3pm 明天", "11-24 15:00"), ("PM 3:00 周三", "11-25 15:00"), ("11/27 14:30", "11-27 14:30"), ("11-27 14:30", "11-27 14:30"), ("11.27下午2点", "11-27 14:00"), ("12月31号下午3点", "12-31 15:00"), ("昨晚7点", "11-22 19:00"), ("上周五下午3点", "11-20 15:00"),
    ("11月28、29日上午9点", "11-28 09:00"), ("下礼拜三后晌3点", "12-02 15:00"), ("这个周六9点", "11-28 09:00"), ("礼拜四擦黑6点", "11-26 18:00"), ("周三下午的会取消，改为周四上午9点", "11-26 09:00"), ("名天下舞三点", "11-24 15:00"), ("明天下午2点30人参加", "11-24 14:00"),
    ("12月5下午3点", "12-05 15:00"), ("下月10日14时30分", "12-10 14:30"), ("大后天中午12点半", "11-26 12:30"), ("中午1点", "11-23 13:00"), ("会议号 123 456 789 明天9点", "11-24 09:00"), ("周四下午3点前到三楼开支委会", "11-26 15:00"), ("12月1日（下周二）14:00", "12-01 14:00"),
    ("3点（下午）明天", "11-24 15:00"), ("时间：今天下午3点\n11月23日", "11-23 15:00"), ("两周后的周五", None), ("下周五提前到周四下午3点", "11-26 15:00"),
]  # fmt: skip
OPEN = [
    ("周五六点半", "ambiguous"), ("周六七点", "ambiguous"), ("周一上午9点", "ambiguous"), ("周三或周四下午3点", "ambiguous"), ("周三下午3点或4点", "ambiguous"), ("周末上午9点", "ambiguous"), ("晚12点", "ambiguous"), ("31号下午3点", "ambiguous"), ("明后天上午9点", "ambiguous"),
    ("七八点 明天", "ambiguous"), ("明天（周三）下午3点", "conflict"), ("周五（11月28日）下午3点", "conflict"), ("11月27日下午3点（周六）", "conflict"), ("上午15点", "conflict"), ("12月1日（本周二）14:00", "conflict"), ("13月1日上午9点", "invalid"), ("12月32日上午9点", "invalid"), ("明天14:75", "invalid"),
    ("明天下午3点的支委会改到后天", "no_time"), ("腊月初八上午9点", "no_time"), ("元旦上午9点", "no_time"), ("周三3点要求不变", "no_time"), ("明天早点来", "no_time"), ("周5下午", "no_time"), ("周三下午3点的支委会取消", "no_time"), ("月底下午3点", "no_time"), ("", "no_time"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "start"), [row for row in SETTLED if row[1]])
def test_a_time_is_settled(text: str, start: str, now: datetime) -> None:
    full = start if start.startswith("20") else f"2026-{start}"
    wanted = datetime.strptime(full, "%Y-%m-%d %H:%M").replace(tzinfo=now.tzinfo)
    assert read_time(text, now).start == wanted


@pytest.mark.parametrize(("text", "problem"), OPEN)
def test_what_is_open_stays_open(text: str, problem: str, now: datetime) -> None:
    reading = read_time(text, now)
    assert (reading.start, reading.problem) == (None, problem)


def test_an_open_hour_offers_both(now: datetime) -> None:
    reading = read_time("周五7点", now)
    assert [option.strftime("%m-%d %H:%M") for option in reading.options] == [
        "11-27 07:00",
        "11-27 19:00",
    ]
    assert reading.day is not None


def test_a_bare_monday_offers_today_and_next_week(now: datetime) -> None:
    options = read_time("周一下午3点", now).options
    assert [option.strftime("%m-%d") for option in options] == ["11-23", "11-30"]


def test_a_weekend_offers_both_days(now: datetime) -> None:
    options = read_time("周末上午9点", now).options
    assert [option.strftime("%m-%d %H") for option in options] == ["11-28 09", "11-29 09"]


def test_the_words_that_clash_are_given_back(now: datetime) -> None:
    assert "12月5日" in (read_time("12月5日（周五）9点", now).time_text or "")


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("明天2点到4点", "16:00"), ("明天下午2点-4点半", "16:30"), ("明天上午9点到下午3点", "15:00"), ("明天9:00—11:00", "11:00"), ("明天下午3点，开一个半小时", "16:30"),
        ("明天晚7点到9点", "21:00"), ("明天下午3点开始，5点结束", "17:00"), ("明天下午3点，时长40分钟", "15:40"), ("明天下午3点", None), ("明天下午3点，提前半小时到", None),
    ],
)  # fmt: skip
def test_an_end_is_read_only_when_told(text: str, end: str | None, now: datetime) -> None:
    read = read_time(text, now).end
    assert (read.strftime("%H:%M") if read else None) == end


def test_a_past_start_is_kept_and_named(now: datetime) -> None:
    notice = read_notice("11月18日下午3点支委会，二楼", now)
    assert notice.past
    assert notice.start == datetime(2026, 11, 18, 15, tzinfo=now.tzinfo)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("支委会", "committee_meeting"), ("大会", "general_meeting"), ("党小组", "group_meeting"), ("其他", "other"), ("民主生活会", "other"), ("是党课。", "lecture"), ("选举", "election"), ("不知道", None)],
)  # fmt: skip
def test_a_kind_alone(text: str, kind: str | None) -> None:
    assert read_kind(text) == kind


@pytest.mark.parametrize(
    ("text", "place"),
    [("三楼", "三楼"), ("在村部", "村部"), ("地点：老地方", "老地方"), ("还是二楼 会议室", "二楼 会议室"), ("待定", None), ("另行通知", None), ("Ｂ座１２０４", "Ｂ座１２０４"), ("红星美凯龙", "红星美凯龙")],
)  # fmt: skip
def test_a_place_alone_is_taken_as_written(text: str, place: str | None) -> None:
    answer = read_place(text)
    assert answer.place == place
    assert answer.left_open == (place is None)


@pytest.mark.parametrize("text", ["", " ", "。", "！\n"])
def test_an_empty_answer_is_no_place_left_open(text: str) -> None:
    assert read_place(text) == PlaceAnswer(None, left_open=False)


@pytest.mark.parametrize(
    ("text", "odd"),
    [("明天2:30支委会，村部", True), ("明天凌晨2:30巡堤，村口", False), ("明天早上5点半植树，北山", False), ("明天下午2:30支委会，村部", False), ("明天9:00支委会", False)],
)  # fmt: skip
def test_an_hour_before_six_is_odd_unless_said(text: str, odd: bool, now: datetime) -> None:
    assert read_notice(text, now).odd_hour is odd


@pytest.mark.parametrize(
    ("text", "left_open"),
    [("明天下午3点支委会，地点待定", True), ("明天下午3点支委会", False), ("明天下午3点支委会，村部", False)],
)  # fmt: skip
def test_a_place_said_to_be_open(text: str, left_open: bool, now: datetime) -> None:
    assert read_notice(text, now).place_open is left_open


@pytest.mark.parametrize(
    ("text", "audience"),
    [
        ("三组明天下午3点开会", "第三党小组"), ("第十二党小组会", "第十二党小组"), ("先锋党小组明天开会", "先锋党小组"), ("支委会明天9点", "支委"), ("党小组会明天9点", None), ("全体党员大会", None), ("参会人员：全体党员", None), ("参会人员：支委、党小组长", "支委、党小组长"),
    ],
)  # fmt: skip
def test_whom_it_calls(text: str, audience: str | None, now: datetime) -> None:
    assert read_notice(text, now).audience == audience


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("支委会，议题：1.发展党员 2.年终慰问", ("发展党员", "年终慰问")), ("党课，题目《初心》", ("初心",)), ("内容：一是学习文件；二是交流发言", ("学习文件", "交流发言")), ("明天下午3点支委会", ()), ("支委会，讨论低保名单", ("讨论低保名单",)),
    ],
)  # fmt: skip
def test_topics(text: str, topics: tuple[str, ...], now: datetime) -> None:
    assert read_notice(text, now).topics == topics
