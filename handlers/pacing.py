"""How much the bot says by itself: the push time and the burden."""

from domain.caps import burden as begun
from domain.messages import Say
from domain.people import groups_of
from domain.pushes import set_push_time
from domain.refusals import Refused
from handlers.call import Answer, Call

OFF = ("off", "关", "关闭", "停", "停止", "停止推送")


def push_time(call: Call) -> Answer:
    """`推送时间 HH:MM`, or off; `停止推送` alone is off as well."""
    words = call.words.replace("：", ":").strip()
    if call.typed == "停止推送":
        words = "" if words else "off"
    if not words:
        raise Refused("bad_time")
    time = None if words.lower() in OFF else words
    set_push_time(call.session, call.branch, time, call.now)
    return Answer(here=[Say("push_time_set", {"time": call.branch.push_time})])


def burden(call: Call) -> Answer:
    """`负担`: what the bot began in this group today and in 30 days, and the caps."""
    chat = call.chat
    if call.private:
        groups = groups_of(call.session, call.branch.id or 0)
        if not groups:
            raise Refused("no_branch")
        chat = groups[0]
    timezone = call.known_branch.timezone if call.known_branch else call.house.timezone
    today, month = begun(call.session, chat.id or 0, call.now, timezone)
    return Answer(here=[Say("burden", {"today": today, "month": month})])
