"""目录 and 补学: leafing through a text, and what was pushed while somebody was away."""

from domain import contents
from domain.calendar import local_day
from domain.library import works_titled
from domain.messages import Button, Say
from domain.pushes import portion_facts
from domain.refusals import Refused
from handlers.call import Answer, Call
from store.tables import MediaItem, Portion, Work

MOST_WORKS = 40
MOST_PARTS = 60
MOST_BUTTONS = 24


def table(call: Call) -> Answer:
    """`目录`: the texts in force; `目录 TITLE`: the headings of one, a press away."""
    day = local_day(call.now, call.house.timezone)
    if not call.words:
        works = contents.works_in_force(call.session, day)
        facts = {
            "works": [
                {"title": work.title, "articles": work.counts.get("条", 0)}
                for work in works[:MOST_WORKS]
            ],
            "more": max(0, len(works) - MOST_WORKS),
        }
        return Answer(here=[Say("toc_all", facts)])
    found = works_titled(call.session, call.words, day)
    if not found:
        raise Refused("text_unknown", title=call.words)
    return Answer(here=[_contents(call, found[0])])


def _contents(call: Call, work: Work) -> Say:
    parts = contents.table_of_contents(call.session, work)
    if not parts:
        raise Refused("text_unknown", title=work.title)
    facts = {
        "title": work.title,
        "parts": [{"heading": part.heading, "span": part.span} for part in parts[:MOST_PARTS]],
        "more": max(0, len(parts) - MOST_PARTS),
    }
    numbered = [
        Button(label=str(number), action=f"page:{part.portion_id}")
        for number, part in enumerate(parts[:MOST_BUTTONS], start=1)
    ]
    return Say("toc", facts, [numbered[at : at + 4] for at in range(0, len(numbered), 4)])


def press_page(call: Call, portion_id: str) -> Answer:
    """A place in a text, opened in a new message."""
    return Answer(here=[leaf(call, int(portion_id))])


def press_leaf(call: Call, portion_id: str) -> Answer:
    """上一段 or 下一段, in the same message."""
    return Answer(replaces=leaf(call, int(portion_id)))


def leaf(call: Call, portion_id: int) -> Say:
    """A portion with its neighbours one press away. Raises Refused("text_gone")."""
    portion = call.session.get(Portion, portion_id)
    work = call.session.get(Work, portion.work_id) if portion else None
    if portion is None or work is None or work.state != "active":
        raise Refused("text_gone")
    before, after = contents.leaves(call.session, portion)
    line = [Button(label="上一段", action=f"leaf:{before}")] if before else []
    line += [Button(label="下一段", action=f"leaf:{after}")] if after else []
    return Say("portion", portion_facts(call.session, portion), [line] if line else [])


def catch_up(call: Call) -> Answer:
    """`补学`: what the branch was sent lately, a press away; nothing is noted about anybody."""
    pushed = contents.pushed_lately(call.session, call.branch, call.now)
    lines, buttons = [], []
    for number, push in enumerate(pushed, start=1):
        title, label = _named(call, push)
        lines.append({"day": push.day.isoformat(), "title": title, "label": label})
        action = f"page:{push.portion_id}" if push.portion_id else f"item:{push.media_id}"
        buttons.append(Button(label=str(number), action=action))
    rows = [buttons[at : at + 5] for at in range(0, len(buttons), 5)]
    return Answer(here=[Say("catch_up", {"pushes": lines}, rows)])


def _named(call: Call, push: contents.Pushed) -> tuple[str, str]:
    if push.portion_id is not None:
        portion = call.session.get_one(Portion, push.portion_id)
        return call.session.get_one(Work, portion.work_id).title, portion.label
    return call.session.get_one(MediaItem, push.media_id).title, ""
