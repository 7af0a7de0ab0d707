"""A neutral quiz as what Telegram takes; the limits of its `sendPoll`."""

import re
from dataclasses import dataclass

from channels.telegram.splitting import units
from domain.messages import Quiz

MAX_QUESTION = 300
MAX_OPTION = 100
MAX_OPTIONS = 10
MIN_OPTIONS = 2
MAX_EXPLANATION = 200
_SENTENCE = re.compile(r"[^。；！？;!?]*[。；！？;!?]+[”’」』）》)]*|[^。；！？;!?]+$")


@dataclass(frozen=True, slots=True)
class Poll:
    """What `sendPoll` is given; the explanation is shown to whoever has answered."""

    question: str
    options: tuple[str, ...]
    right: int
    explanation: str

    def params(self, chat: int) -> dict[str, object]:
        """The parameters of `sendPoll`: a quiz with one answer, anonymous, open without end."""
        params: dict[str, object] = {
            "chat_id": chat,
            "question": self.question,
            "options": [{"text": option} for option in self.options],
            "type": "quiz",
            "is_anonymous": True,
            "allows_multiple_answers": False,
            "correct_option_id": self.right,  # services older than Bot API 9.6
            "correct_option_ids": [self.right],
        }
        if self.explanation:
            params["explanation"] = self.explanation
        return params


def poll_of(quiz: Quiz) -> Poll | None:
    """The quiz as a poll; None where it does not fit, and the message goes as text."""
    fits = (
        0 < units(quiz.question.strip()) <= MAX_QUESTION
        and MIN_OPTIONS <= len(quiz.options) <= MAX_OPTIONS
        and all(0 < units(option.strip()) <= MAX_OPTION for option in quiz.options)
        and len({option.strip() for option in quiz.options}) == len(quiz.options)
        and 0 <= quiz.right < len(quiz.options)
    )
    if not fits:
        return None
    return Poll(quiz.question, quiz.options, quiz.right, explanation(quiz.passage, quiz.citation))


def explanation(passage: str, citation: str) -> str:
    """Whole sentences of the passage as far as they go, and the citation, within 200 characters.

    A passage whose first sentence is too long is left out: the citation tells where it stands.
    """
    source = f"——{citation}" if citation else ""
    room = MAX_EXPLANATION - units(source) - 2  # a line end, and the sign of an omission
    kept = ""
    for sentence in _SENTENCE.findall(" ".join(passage.split("\n"))):
        if units(kept + sentence) > room:
            break
        kept += sentence
    if kept.strip() and len(kept) < len(passage):
        kept = kept.rstrip() + "…"
    shown = "\n".join(part for part in (kept.strip(), source) if part)
    return shown if units(shown) <= MAX_EXPLANATION else ""
