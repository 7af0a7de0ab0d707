"""Study text: today's portion."""

from domain.messages import Say
from domain.pushes import portion_facts, todays_step
from domain.refusals import Refused
from domain.tracks import MEDIA, QUESTION
from handlers.call import Answer, Call
from store.tables import Portion


def today(call: Call) -> Answer:
    """`今日学习`: today's portion again; before the first push the coming one."""
    step = todays_step(call.session, call.branch, call.now)
    if step is None:
        raise Refused("nothing_to_study")
    kind, ids = step
    if kind == MEDIA:
        return Answer(here=[Say("push_media", {"media": ids[0]})])
    if kind == QUESTION:
        return Answer(here=[Say("push_question", {"question": ids[0]})])
    portion = call.session.get_one(Portion, ids[0])
    return Answer(here=[Say("portion", portion_facts(call.session, portion))])
