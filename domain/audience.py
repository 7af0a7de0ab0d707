"""Who is called to a meeting (应到), from the words of its audience."""

import re
from collections.abc import Sequence

from domain.people import on_committee
from store.tables import Meeting, Member

NUMERALS = {"1": "一", "2": "二", "3": "三", "4": "四", "5": "五", "6": "六", "7": "七", "8": "八"}
GROUP = re.compile(r"第?([一二三四五六七八九十\d]+)(?:党小组|小组|组)|(\w+?)党小组")


def group_name(written: str | None) -> str | None:
    """One form for a Party group's name: 2组, 第二组 and 第二党小组 are the same."""
    if not written:
        return None
    found = GROUP.fullmatch("".join(written.split()))
    if not found:
        return written.strip()
    if found[1]:
        return f"第{''.join(NUMERALS.get(sign, sign) for sign in found[1])}党小组"
    return f"{found[2]}党小组"


def is_called(meeting: Meeting, member: Member) -> bool:
    """Whether the meeting calls this member.

    A committee meeting calls the committee (支部工作条例 Art. 12), a group meeting its group
    (Art. 13); full members only where the audience says so; everything else the whole branch.
    """
    audience = meeting.audience or ""
    if meeting.kind == "committee_meeting" or audience == "支委":
        return on_committee(member)
    group = group_name(audience)
    if meeting.kind == "group_meeting" and group and group.endswith("党小组"):
        return group_name(member.party_group) == group
    if audience in ("正式党员", "全体正式党员", "有选举权的党员"):
        return member.status == "full"
    return True


def called(meeting: Meeting, members: Sequence[Member]) -> list[Member]:
    """Those of the members whom the meeting calls."""
    return [member for member in members if is_called(meeting, member)]
