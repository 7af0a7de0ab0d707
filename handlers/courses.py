"""`学习计划`: what a branch studies when; choosing a plan, undoing it, a year ahead."""

from content.course_shelving import shelve_ready_made
from domain import courses
from domain.branch_kinds import BRANCH_KINDS
from domain.calendar import local_day
from domain.course_year import study_year
from domain.messages import Button, Say
from handlers.call import Answer, Call

YEAR = "预览"
MOST_OFFERED = 20


def plan(call: Call) -> Answer:
    """`学习计划`: the branch's plan and the others; `学习计划 预览`: the year ahead."""
    if YEAR in call.typed + call.words:
        return press_year(call)
    return Answer(here=[_shown(call)])


def press_take(call: Call, course_id: str) -> Answer:
    """A plan was chosen: the next push follows it."""
    left = courses.choose_course(call.session, call.branch, int(course_id))
    return _taken(call, left)


def press_order(call: Call) -> Answer:
    """全部资料按顺序: the branch follows no plan any more."""
    return _taken(call, courses.choose_course(call.session, call.branch, None))


def press_back(call: Call, course_id: str) -> Answer:
    """撤销: the plan that was left, 0 for none, is followed again where it stood."""
    courses.choose_course(call.session, call.branch, int(course_id) or None)
    facts = {"plan": _name(call), "back": True, **_next(call)}
    return Answer(toast=Say("plan_toast", facts), replaces=Say("plan_taken", facts, [[_year()]]))


def press_kinds(call: Call) -> Answer:
    """支部类型: which kind of branch it is, by buttons."""
    labels = [*BRANCH_KINDS, ""]
    buttons = [
        Button(label=kind or "不分类型", action=f"plan_kind:{place}")
        for place, kind in enumerate(labels)
    ]
    rows = [buttons[start : start + 4] for start in range(0, len(buttons), 4)]
    return Answer(here=[Say("plan_kinds", {"kind": call.branch.kind}, rows)])


def press_kind(call: Call, place: str) -> Answer:
    """The kind was chosen; the plans for it come first."""
    labels = [*BRANCH_KINDS, ""]
    kind = labels[int(place)] if int(place) < len(labels) else "?"
    courses.set_branch_kind(call.session, call.branch, kind)
    said = Say("plan_kind_set", {"kind": kind})
    return Answer(toast=said, replaces=said, here=[_shown(call)])


def press_year(call: Call) -> Answer:
    """预览全年: a picture of the calendar, and a table."""
    _ = call.branch
    return Answer(here=[Say("study_year_picture"), Say("study_year_sheet")])


def card(call: Call) -> Say | None:
    """The active plan of the name that an admin wrote, with 撤下; None for other words."""
    found = courses.course_named(call.session, call.words)
    if found is None:
        return None
    facts = {"name": found.name, "branches": courses.followers(call.session, found)}
    return Say("course_card", facts, [[Button(label="", action=f"withdraw:course:{found.id}")]])


def _taken(call: Call, left: int | None) -> Answer:
    facts = {"plan": _name(call), "back": False, **_next(call)}
    buttons = [[Button(label="", action=f"plan_back:{left or 0}"), _year()]]
    return Answer(toast=Say("plan_toast", facts), replaces=Say("plan_taken", facts, buttons))


def _shown(call: Call) -> Say:
    session, branch = call.session, call.branch
    shelve_ready_made(session, call.now, local_day(call.now, branch.timezone))
    followed = courses.course_of(session, branch)
    offered = courses.courses_for(session, branch.kind)[:MOST_OFFERED]
    buttons = [
        [Button(label=course.name, action=f"plan_take:{course.id}")]
        for course in offered
        if followed is None or course.id != followed.id
    ]
    if followed is not None:
        buttons.append([Button(label="", action="plan_order")])
    buttons.append([Button(label="", action="plan_kinds"), _year()])
    rhythm = sorted(followed.rhythm.items()) if followed else []
    facts: dict[str, object] = {
        "plan": followed.name if followed else "",
        "kind": branch.kind,
        "rhythm": [[int(day), track] for day, track in rhythm],
        "time": branch.push_time,
        **_next(call),
    }
    return Say("plan_shown", facts, buttons)


def _next(call: Call) -> dict[str, object]:
    """What the next workday brings, as JSON values."""
    found = study_year(call.session, call.branch, call.now, days=1)
    if not found or not found[0].kind:
        return {"next": None}
    day = found[0]
    shown = {"day": day.day.isoformat(), "title": day.title, "label": day.label, "kind": day.kind}
    return {"next": {**shown, "track": day.track}}


def _name(call: Call) -> str:
    followed = courses.course_of(call.session, call.branch)
    return followed.name if followed else ""


def _year() -> Button:
    return Button(label="", action="plan_year")
