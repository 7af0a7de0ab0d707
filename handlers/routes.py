"""The table of everything a person can say or press: command, words, button, role, place.

The help text and the command menus are made from it; contract.md fixes the names.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from handlers import (
    approving,
    attending,
    changing,
    claiming,
    contents,
    courses,
    drafting,
    editions,
    filing,
    group_quiz,
    media_import,
    media_items,
    own_question,
    pacing,
    publishing,
    quizzing,
    reading,
    rolls,
    searching,
    set_texts,
    starting,
    study_media,
    studying,
    writing,
)
from handlers.call import Answer, Call


class Role(IntEnum):
    """Who may: each includes the ones before, except that an admin need not be a member."""

    ANYONE = 0
    MEMBER = 1
    SECRETARY = 2
    ADMIN = 3


class Where(IntEnum):
    """Where a route may be used. PRIVATE typed in a group gets one neutral line."""

    ANY = 0
    PRIVATE = 1
    GROUP = 2


Handler = Callable[[Call], Answer]
Pressed = Callable[..., Answer]


@dataclass(frozen=True, slots=True)
class Route:
    """One row. `glued`: the argument may follow the word without a space. `usage` and `does`
    are keys of sentences for the help text."""

    command: str
    words: tuple[str, ...]
    role: Role
    where: Where
    handler: Handler
    glued: bool = False
    bare: bool = False  # takes no argument: as words only when nothing follows


@dataclass(frozen=True, slots=True)
class Button:
    """What a press does. `shape` is what its ids must look like: a button made up or of an
    older version is refused before anything is asked of the database."""

    role: Role
    handler: Pressed
    shape: str


NOTHING, ONE, TWO, MEETING_KIND = r"", r"\d{1,9}", r"\d{1,9}:\d{1,9}", r"\d{1,9}:[a-z_]{1,30}"
THING = r"[a-z]{1,10}:\d{1,9}"

ROUTES: tuple[Route, ...] = (
    Route("start", (), Role.ANYONE, Where.ANY, starting.start),
    Route("help", ("帮助",), Role.ANYONE, Where.ANY, starting.show_help, bare=True),
    Route("bind", ("绑定",), Role.ADMIN, Where.GROUP, claiming.bind_group, glued=True),
    Route("iam", ("我是",), Role.ANYONE, Where.ANY, claiming.claim_name, glued=True),
    Route("today", ("今日学习",), Role.MEMBER, Where.ANY, studying.today, bare=True),
    Route("card", ("卡片",), Role.MEMBER, Where.ANY, study_media.card, glued=True),
    Route("listen", ("朗读",), Role.MEMBER, Where.PRIVATE, study_media.listen, bare=True),
    Route("article", ("查",), Role.MEMBER, Where.ANY, reading.article, glued=True),
    Route("search", ("搜索", "搜"), Role.MEMBER, Where.ANY, searching.search, glued=True),
    Route("meeting", ("开会",), Role.SECRETARY, Where.ANY, drafting.begin, glued=True),
    Route("agenda", ("近期安排",), Role.MEMBER, Where.ANY, changing.agenda, bare=True),
    Route("leave", (), Role.MEMBER, Where.ANY, attending.leave),
    Route("mark", ("代记",), Role.SECRETARY, Where.PRIVATE, rolls.mark, glued=True),
    Route("roll", ("点名",), Role.SECRETARY, Where.PRIVATE, rolls.show_roll, bare=True),
    Route("remind", ("催一下",), Role.SECRETARY, Where.PRIVATE, rolls.remind_silent, bare=True),
    Route("close", ("散会",), Role.SECRETARY, Where.ANY, rolls.close_meeting, bare=True),
    Route("cancel", ("取消会议",), Role.SECRETARY, Where.ANY, changing.cancel, bare=True),
    Route("move", ("改期",), Role.SECRETARY, Where.ANY, changing.move, glued=True),
    Route(
        "pushtime",
        ("推送时间", "停止推送"),
        Role.SECRETARY,
        Where.ANY,
        pacing.push_time,
        glued=True,
    ),
    Route(
        "plan",
        ("学习计划 预览", "学习计划预览", "学习计划"),
        Role.SECRETARY,
        Where.PRIVATE,
        courses.plan,
        bare=True,
    ),
    Route("library", ("资料库",), Role.ADMIN, Where.PRIVATE, editions.library, glued=True),
    Route("toc", ("目录",), Role.MEMBER, Where.ANY, contents.table, glued=True),
    Route("catchup", ("补学",), Role.MEMBER, Where.PRIVATE, contents.catch_up, bare=True),
    Route("settexts", ("必学",), Role.ADMIN, Where.PRIVATE, set_texts.settle, glued=True),
    Route("fetch", ("导入",), Role.ADMIN, Where.PRIVATE, filing.receive_link, glued=True),
    Route("publish", ("立即推送",), Role.ADMIN, Where.PRIVATE, publishing.publish, glued=True),
    Route("withdraw", ("撤下",), Role.ADMIN, Where.PRIVATE, editions.withdraw, glued=True),
    Route("diff", ("对照",), Role.MEMBER, Where.PRIVATE, editions.diff, glued=True),
    Route("quiz", ("练习", "答题"), Role.MEMBER, Where.PRIVATE, quizzing.practise, glued=True),
    Route("groupquiz", ("群内一题",), Role.SECRETARY, Where.ANY, group_quiz.switch, glued=True),
    Route("addquestion", ("出题",), Role.ADMIN, Where.PRIVATE, own_question.write, glued=True),
    Route("feedback", ("反馈",), Role.ANYONE, Where.PRIVATE, writing.feedback, glued=True),
    Route("burden", ("负担",), Role.ANYONE, Where.ANY, pacing.burden, bare=True),
)

PRESSES: dict[str, Button] = {
    "attend": Button(Role.MEMBER, attending.press_attend, TWO),
    "leave": Button(Role.MEMBER, attending.press_leave, TWO),
    "here": Button(Role.MEMBER, attending.press_here, ONE),
    "claim": Button(Role.ANYONE, claiming.press_claim, NOTHING),
    "unclaim": Button(Role.SECRETARY, claiming.press_unclaim, TWO),
    "allow": Button(Role.ADMIN, claiming.press_allow, TWO),
    "deny": Button(Role.ADMIN, claiming.press_deny, TWO),
    "publish": Button(Role.SECRETARY, drafting.press_publish, ONE),
    "drop": Button(Role.SECRETARY, drafting.press_drop, ONE),
    "kind": Button(Role.SECRETARY, drafting.press_kind, MEETING_KIND),
    "option": Button(Role.SECRETARY, drafting.press_option, TWO),
    "openplace": Button(Role.SECRETARY, drafting.press_open_place, ONE),
    "pick": Button(Role.SECRETARY, changing.press_pick, ONE),
    "yes_cancel": Button(Role.SECRETARY, changing.press_cancel, ONE),
    "yes_move": Button(Role.SECRETARY, changing.press_move, ONE),
    "keep": Button(Role.SECRETARY, changing.press_keep, NOTHING),
    "plan_take": Button(Role.SECRETARY, courses.press_take, ONE),
    "plan_order": Button(Role.SECRETARY, courses.press_order, NOTHING),
    "plan_back": Button(Role.SECRETARY, courses.press_back, ONE),
    "plan_kinds": Button(Role.SECRETARY, courses.press_kinds, NOTHING),
    "plan_kind": Button(Role.SECRETARY, courses.press_kind, ONE),
    "plan_year": Button(Role.SECRETARY, courses.press_year, NOTHING),
    "import": Button(Role.ADMIN, filing.press_import, ONE),
    "item": Button(Role.MEMBER, media_items.press_item, ONE),
    "keep_file": Button(Role.ADMIN, media_import.press_keep_file, ONE),
    "discard": Button(Role.ADMIN, filing.press_discard, ONE),
    "branch": Button(Role.ADMIN, filing.press_branch, TWO),
    "approve": Button(Role.ADMIN, approving.press_approve, THING),
    "reject": Button(Role.ADMIN, approving.press_reject, THING),
    "withdraw": Button(Role.ADMIN, approving.press_withdraw, THING),
    "yes_withdraw": Button(Role.ADMIN, approving.press_yes_withdraw, THING),
    "turn": Button(Role.MEMBER, reading.press_turn, TWO),
    "read": Button(Role.MEMBER, reading.press_read, ONE),
    "around": Button(Role.MEMBER, searching.press_portion, ONE),
    "publish_text": Button(Role.ADMIN, publishing.press_publish_text, THING),
    "yes_publish": Button(Role.ADMIN, publishing.press_yes_publish, THING),
    "drop_publish": Button(Role.ADMIN, publishing.press_drop_publish, NOTHING),
    "page": Button(Role.MEMBER, contents.press_page, ONE),
    "leaf": Button(Role.MEMBER, contents.press_leaf, ONE),
    "keep_text": Button(Role.ADMIN, approving.press_keep_text, NOTHING),
    "diff": Button(Role.MEMBER, editions.press_diff, TWO),
    "quiz_pick": Button(Role.MEMBER, quizzing.press_pick, TWO),
    "quiz_mark": Button(Role.MEMBER, quizzing.press_mark, TWO),
    "quiz_send": Button(Role.MEMBER, quizzing.press_send, ONE),
    "quiz_show": Button(Role.MEMBER, quizzing.press_show, ONE),
    "quiz_knew": Button(Role.MEMBER, quizzing.press_knew, ONE),
    "quiz_forgot": Button(Role.MEMBER, quizzing.press_forgot, ONE),
    "own_add": Button(Role.ADMIN, own_question.press_add, NOTHING),
    "own_drop": Button(Role.ADMIN, own_question.press_drop, NOTHING),
    "starter": Button(Role.ADMIN, filing.press_starter, ONE),
}
