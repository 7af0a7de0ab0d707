"""Questions made up for tests, by hand and by chance."""

from hypothesis import strategies as st

from content.reading.bank.question import BankQuestion, QuestionKind

_WORDS = (
    "支部 党员 大会 每月 学习 讨论 记录 小组 书记 委员 计划 群众 意见 制度 按时 召开 一次 应当 "
    "认真 活动 公开 监督 责任 服务 实践 理论 思想 作风 组织 纪律 会议 主题 三年 2024年 半数以上 "
    "第一 同志"
)
words = st.sampled_from(_WORDS.split())


def phrase(least: int, most: int) -> st.SearchStrategy[str]:
    return st.lists(words, min_size=least, max_size=most).map("".join)


@st.composite
def choices(draw: st.DrawFn) -> BankQuestion:
    options = draw(st.lists(phrase(1, 4), min_size=3, max_size=6, unique=True))
    places = st.sets(st.integers(0, len(options) - 1), min_size=1, max_size=len(options))
    answer = tuple(sorted(draw(places)))
    kind = QuestionKind.SINGLE if len(answer) == 1 else QuestionKind.MULTIPLE
    stem = draw(phrase(2, 6)) + "（ ）" + draw(phrase(0, 3)) + "。"
    return BankQuestion(kind, stem, tuple(options), answer)


@st.composite
def statements(draw: st.DrawFn) -> BankQuestion:
    answer = draw(st.sampled_from(["对", "错"]))
    return BankQuestion(QuestionKind.JUDGE, draw(phrase(4, 9)) + "。", (), answer)


banks = st.lists(
    choices() | statements(), min_size=3, max_size=12, unique_by=lambda question: question.stem
)


def single(stem: str, *options: str, answer: int = 0) -> BankQuestion:
    return BankQuestion(QuestionKind.SINGLE, stem, options, (answer,))


BANK = (
    single("样例支部每月召开几次（ ）。", "一次", "两次", "三次", "四次", answer=1),
    BankQuestion(
        QuestionKind.MULTIPLE, "样例会议包括（ ）。", ("甲会", "乙会", "丙会", "丁会"), (0, 2)
    ),
    BankQuestion(QuestionKind.JUDGE, "样例小组可以不做记录。", (), "错"),
    single("谁来主持样例会议（ ）？", "书记", "群众", "来宾"),
)
