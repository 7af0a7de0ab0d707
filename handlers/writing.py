"""Words to the admins."""

from domain.feedback import give_feedback
from domain.messages import Say
from domain.refusals import Refused
from handlers.call import Answer, Call


def feedback(call: Call) -> Answer:
    """`反馈 TEXT`: to the admins, not to the secretary (burden rule 7)."""
    if not call.words:
        raise Refused("feedback_without_words")
    give_feedback(call.session, call.account, call.words, call.now)
    return Answer(here=[Say("feedback_given")])
