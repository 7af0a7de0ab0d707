"""Misspellings of the words a notice hangs on: same sound or same shape, as voice input makes them.

Every correction keeps the length, so that places in the text stay what they were.
"""

import re
from functools import lru_cache

# What each character is mistaken for: by sound first, then by shape.
_MISTAKEN = {
    "支": "之只知织枝吱技",
    "部": "布步不簿陪",
    "委": "伟尾围季未",
    "会": "回汇惠慧",
    "议": "义意亿仪译",
    "党": "当挡档荡常",
    "员": "元园圆原源缘远",
    "组": "租祖阻足诅族",
    "课": "客刻克科棵可",
    "主": "住注煮",
    "题": "提体替啼",
    "活": "火话货或",
    "织": "只支知职识",
    "生": "声升胜",
    "民": "明名",
    "评": "平苹坪凭",
    "换": "唤焕患",
    "届": "界介借戒居屈",
    "选": "宣先旋",
    "举": "具据取局",
    "小": "晓",
    "书": "叔",
    "动": "懂",
    "谈": "弹",
    "愿": "原院",
    "志": "致智",
    "教": "叫",
    "座": "坐",
    "日": "曰目",
}
_WORDS = (
    "支部",
    "党员",
    "支委会",
    "支部委员会",
    "支部大会",
    "党员大会",
    "党小组",
    "小组会",
    "小组",
    "党课",
    "主题党日",
    "组织生活会",
    "民主评议",
    "换届",
    "换届选举",
    "选举",
    "志愿服务",
    "谈心谈话",
    "座谈会",
)
# Real words that look like a misspelling of another.
_INNOCENT = frozenset(
    [
        "小足",
        "小族",
        "换借",
        "换戒",
        "选取",
        "宣举",
        "先举",
        "织部",
        "知部",
        "技部",
        "当员",
        "党园",
        "党原",
        "党源",
        "党远",
        "当客",
        "档课",
        "常员",
        "常课",
        "党可",
        "只部",
        "支不",
        "只布",
    ]
)
_TIME = (
    (r"[下夏][五舞无误物屋牛](?=\s*(?:\d|[一二两三四五六七八九十]{1,3}(?:点|时|店|典)))", "下午"),
    (r"上[五舞无误物牛](?=\s*(?:\d|[一二两三四五六七八九十]{1,3}(?:点|时|店|典)))", "上午"),
    (r"夏午|下伍|吓午", "下午"),
    (r"晚尚|完上|挽上|免上|晚伤", "晚上"),
    (r"早尚|枣上|旱上", "早上"),
    (r"[名鸣朋]天(?!然|真)|明田|明夭", "明天"),
    (r"后[田夭]|[厚侯]天", "后天"),
    (r"今[田夭]|[金斤巾]天(?!花|平)", "今天"),
    (r"[星兴]其(?=[一二三四五六日天\d])|[兴新]期(?=[一二三四五六日天\d])", "星期"),
    (r"[理里]拜(?=[一二三四五六日天\d])|礼[摆败](?=[一二三四五六日天\d])", "礼拜"),
    (
        (
            r"[州洲舟粥](?=[一二三四五六日](?:上午|下午|晚|早|中午|\d"
            r"|[一二两三四五六七八九十]{1,2}点|支|党|\(|的|开))"
        ),
        "周",
    ),
    (r"(?<=[上下本这])[州洲舟](?=[一二三四五六日])", "周"),
    (r"周无(?=上午|下午|晚|早|中午|\d)", "周五"),
    (r"周[未沫]", "周末"),
    (r"(?<=[\d一二两三四五六七八九十])[店典奌](?![铺面里员家主长子籍礼])", "点"),
    (r"(?<=点)[伴办拌](?=[\s,，。在到于开去准召集]|$)", "半"),
    (r"(?<=点)[证正]", "整"),
    (r"(?<=[\d一二三四五六七八九十])[豪毫](?=上午|下午|晚|早|中午|\(|,|\s)", "号"),
    (r"(?<=[\d一二三四五六七八九十])曰", "日"),
    (r"(?<![\d一二三四五六七八九十个])[地]典(?=[:在是])|第点(?=[:在是])|地店(?=[:在是])", "地点"),
    (r"时[见件简](?=[:是定])|实间(?=[:是定])", "时间"),
)


def correct(text: str) -> str:
    """`text` with the known words put right; same length, and digits stay what they are."""
    for pattern, right in _time_rules():
        text = pattern.sub(right, text)
    return _put_words_right(text)


@lru_cache(maxsize=1)
def _time_rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), right) for pattern, right in _TIME)


@lru_cache(maxsize=1)
def _forms() -> dict[str, str]:
    """Each word and each misspelt form of it: one wrong character, in long words two."""
    found = {word: word for word in _WORDS}
    for word in sorted(_WORDS, key=len, reverse=True):
        forms = _one_off({word})
        if len(word) >= 4:
            forms |= _one_off(forms)
        for form in forms - _INNOCENT:
            found.setdefault(form, word)
    return found


def _one_off(forms: set[str]) -> set[str]:
    return {
        form[:place] + wrong + form[place + 1 :]
        for form in forms
        for place, letter in enumerate(form)
        for wrong in _MISTAKEN.get(letter, "")
    }


@lru_cache(maxsize=1)
def _first_letters() -> frozenset[str]:
    return frozenset(form[0] for form in _forms())


def _put_words_right(text: str) -> str:
    made: list[str] = []
    place = 0
    while place < len(text):
        word = _word_at(text, place) if text[place] in _first_letters() else None
        made.append(word or text[place])
        place += len(word) if word else 1
    return "".join(made)


def _word_at(text: str, place: int) -> str | None:
    for length in range(6, 1, -1):
        word = _forms().get(text[place : place + length])
        if word:
            return word
    return None
