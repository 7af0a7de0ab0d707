"""`群内一题`: whether a question follows the daily push. Off unless the secretary wants it."""

from domain.messages import Say
from domain.refusals import Refused
from handlers.call import Answer, Call

ON = ("on", "开", "开启", "打开")
OFF = ("off", "关", "关闭", "停", "停止")


def switch(call: Call) -> Answer:
    """`群内一题 开` or `关`; a push never asks for anything back by itself (burden rule 1)."""
    words = call.words.strip().lower()
    if words not in (*ON, *OFF):
        raise Refused("group_quiz_words")
    call.branch.group_quiz = words in ON
    call.session.add(call.branch)
    call.session.flush()
    return Answer(here=[Say("group_quiz_on" if call.branch.group_quiz else "group_quiz_off")])
