"""A quiz on Telegram: within the limits of `sendPoll`, anonymous, its faults named."""

from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.telegram.channel import TelegramChannel
from channels.telegram.quizzes import explanation, poll_of
from channels.telegram.reading import ALLOWED_UPDATES
from channels.telegram.splitting import units
from domain.messages import Lasting, Message, Passing, Quiz, Urgency
from tests.channels.telegram_harness import NOON
from tests.doubles.bot_api import BotApiDouble

GROUP = -1007
QUIZ = Quiz("借期几天？", ("十天", "三十天"), 1, "借期为三十天。", "《柳河支部学习条例》第三条")
words = st.text(alphabet=st.sampled_from("党员学习。；！，abc\n😀”"), max_size=400)


@pytest.fixture
async def double() -> AsyncIterator[BotApiDouble]:
    async with BotApiDouble() as double:
        double.people.group(GROUP)
        yield double


@pytest.fixture
async def channel(double: BotApiDouble) -> AsyncIterator[TelegramChannel]:
    channel = TelegramChannel(double.token, double.root, 1000, 1000, 1000, now=lambda: NOON)
    yield channel
    await channel.stop()


@given(words, words)
def test_an_explanation_fits_and_quotes_word_for_word(passage: str, citation: str) -> None:
    shown = explanation(passage, citation)
    assert units(shown) <= 200
    assert shown.count("\n") <= 2 + citation.count("\n")
    quoted = shown.partition("\n——")[0].removesuffix("…")
    if quoted and not quoted.startswith("——"):
        assert quoted in " ".join(passage.split("\n"))


def test_an_explanation_ends_with_a_whole_sentence_and_the_citation() -> None:
    passage = "第一句话说明借期。" * 30
    shown = explanation(passage, "《柳河支部学习条例》第三条")
    assert shown.endswith("借期。…\n——《柳河支部学习条例》第三条")
    assert explanation("没有句号" * 80, "《条例》第三条") == "——《条例》第三条"
    assert explanation("借期为三十天。", "") == "借期为三十天。"


@pytest.mark.parametrize(
    "quiz",
    [
        Quiz("长" * 301, ("甲", "乙"), 0),
        Quiz("题", ("甲" * 101, "乙"), 0),
        Quiz("题", ("甲",), 0),
        Quiz("题", tuple(map(str, range(11))), 0),
        Quiz("题", ("甲", "甲"), 0),
        Quiz("题", ("甲", "乙"), 2),
        Quiz(" ", ("甲", "乙"), 0),
    ],
)
def test_what_does_not_fit_goes_as_text(quiz: Quiz) -> None:
    assert poll_of(quiz) is None


async def test_a_quiz_is_sent_as_an_anonymous_poll(
    double: BotApiDouble, channel: TelegramChannel
) -> None:
    message = Message("借期几天？\n\n答案：三十天", quiz=QUIZ)
    (sent,) = await channel.send(str(GROUP), message, Urgency.MESSAGE)
    (shown,) = double.messages(GROUP)
    assert str(shown["message_id"]) == sent
    poll = shown["poll"]
    assert (poll["type"], poll["is_anonymous"], poll["allows_multiple_answers"]) == (
        "quiz",
        True,
        False,
    )
    assert (poll["correct_option_id"], poll["correct_option_ids"]) == (1, [1])
    assert "text" not in shown


def test_answers_to_polls_are_not_asked_for() -> None:
    assert not [name for name in ALLOWED_UPDATES if "poll" in name]


async def test_faults_of_a_quiz_are_those_of_any_message(
    double: BotApiDouble, channel: TelegramChannel
) -> None:
    with pytest.raises(Lasting) as gone:
        await channel.send("-999", Message("", quiz=QUIZ), Urgency.MESSAGE)
    assert gone.value.reason == "gone"
    await double.close()
    with pytest.raises(Passing):
        await channel.send(str(GROUP), Message("", quiz=QUIZ), Urgency.MESSAGE)
