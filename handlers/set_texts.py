"""必学: the texts set for a kind of meeting; their words, opened from its notice."""

import re

from content.cutting.citations import read_citation
from domain import library, set_texts
from domain.calendar import local_day
from domain.contents import portions_of
from domain.messages import Say
from domain.phrases.notice import read_kind
from domain.refusals import Refused
from handlers import contents, reading
from handlers.call import Answer, Call
from store.tables import Meeting, SetText

_BETWEEN = re.compile(r"[；;\n]+")
_WITHIN = re.compile(r"[，,、]+")
_NONE = ("无", "清空", "取消")


def settle(call: Call) -> Answer:
    """`必学`: what is set; `必学 KIND TEXT；TEXT`: sets them; `必学 KIND 清空`: none."""
    words = call.words.strip()
    if not words:
        found = set_texts.all_set_texts(call.session)
        listed = [{"kind": kind, "texts": list(map(_line, rows))} for kind, rows in found.items()]
        return Answer(here=[Say("set_texts_all", {"kinds": listed})])
    name, _, rest = words.partition(" ")
    kind = read_kind(name)
    if kind is None or not rest.strip():
        raise Refused("set_texts_without_words")
    day = local_day(call.now, call.house.timezone)
    wanted = [] if rest.strip() in _NONE else _all_wanted(call, rest)
    rows = set_texts.set_for(call.session, kind, wanted, day)
    return Answer(here=[Say("set_texts_done", {"kind": kind, "texts": list(map(_line, rows))})])


def open_from_notice(call: Call, meeting_id: int) -> Answer:
    """必学原文 on a notice: the words themselves, in private."""
    meeting = call.session.get(Meeting, meeting_id)
    if meeting is None or meeting.kind is None:
        raise Refused("no_meeting")
    if not call.is_admin and call.member.branch_id != meeting.branch_id:
        raise Refused("no_meeting")
    says = [
        said
        for row in set_texts.set_texts(call.session, meeting.kind)
        if (said := _words(call, row)) is not None
    ]
    return Answer(here=says or [Say("set_texts_gone")])


def _words(call: Call, row: SetText) -> Say | None:
    day = local_day(call.now, call.house.timezone)
    found = set_texts.read_set_text(call.session, row, day)
    if found is None:
        return None
    work, article, _ = found
    if article is not None:
        return reading.say_article(call, work, article)
    portions = portions_of(call.session, work.id or 0)
    return contents.leaf(call, portions[0].id or 0) if portions else None


def _all_wanted(call: Call, words: str) -> list[tuple[str, str | None]]:
    """The texts named; 、 stands between two of them and in many a title."""
    day = local_day(call.now, call.house.timezone)
    found: list[tuple[str, str | None]] = []
    for part in _BETWEEN.split(words):
        whole = _wanted(part)
        if library.knows_title(call.session, whole[0], day):
            found.append(whole)
        else:
            found += map(_wanted, _WITHIN.split(part))
    return [each for each in found if each[0]]


def _wanted(text: str) -> tuple[str, str | None]:
    plain = text.strip()
    citation = read_citation(plain)
    if citation is not None:
        return citation.title, citation.label
    return plain.strip("《》 "), None


def _line(row: SetText) -> dict[str, object]:
    return {"title": row.title, "label": row.label or ""}
