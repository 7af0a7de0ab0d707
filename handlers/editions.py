"""A text on the shelf, for admins: where it came from, its editions, taking it down."""

from sqlmodel import Session

from content.comparing import LONG, counted_if_few
from domain import banks
from domain import library as shelves
from domain.calendar import local_day
from domain.editions import EDITED_KINDS, current, editions_of, family_of
from domain.messages import Button, Say
from domain.refusals import Refused
from handlers import courses, media_items
from handlers.call import Answer, Call
from store.tables import Account, Bank, Work

MOST = 8
"""Editions of one text that are listed, the newest first."""


def library(call: Call) -> Answer:
    """`资料库`: what is loaded; `资料库 TITLE`: one text, its editions and where they came from."""
    if call.words:
        return Answer(here=_named_things(call))
    facts = shelves.overview(call.session) | {"banks": banks.banks_overview(call.session)}
    waits = shelves.waiting_works(call.session, call.account.id or 0)
    buttons = [
        [Button(label=f"确认《{work.title[:20]}》", action=f"approve:work:{work.id}")]
        for work in waits
    ]
    buttons += [
        [Button(label=f"确认“{bank.title[:20]}”", action=f"approve:bank:{bank.id}")]
        for bank in banks.waiting_banks(call.session, call.account.id or 0)
    ]
    media, more = media_items.listed(call)
    return Answer(here=[Say("library", facts | media, [*buttons, *more])])


def _named_things(call: Call) -> list[Say]:
    """The cards of the banks and media of this title, else of the editions."""
    found = banks.banks_titled(call.session, call.words)
    cards = [_bank_card(call, bank) for bank in found] + media_items.cards(call)
    return cards or _cards(call, _editions(call))


def _bank_card(call: Call, bank: Bank) -> Say:
    number, tied = banks.counts_of(call.session, bank)
    facts = {
        "title": bank.title,
        "number": number,
        "tied": tied,
        "source": bank.source,
        "loaded_by": _person(call.session, bank.loaded_by),
        "loaded_at": bank.loaded_at.isoformat(),
        "approved_by": _person(call.session, bank.approved_by),
        "approved_at": bank.approved_at.isoformat() if bank.approved_at else None,
    }
    return Say("bank_card", facts, [[Button(label="", action=f"withdraw:bank:{bank.id}")]])


def withdraw(call: Call) -> Answer:
    """`撤下 TITLE`: shows the texts, banks or the study plan of that name, to take down."""
    if not call.words:
        raise Refused("withdraw_without_words")
    course = courses.card(call)
    if course is not None:
        return Answer(here=[course])
    return Answer(here=_named_things(call))


def diff(call: Call) -> Answer:
    """`对照 TITLE`: the two newest editions article by article, as a table."""
    if not call.words:
        raise Refused("diff_without_words")
    editions = [work for work in _editions(call) if work.counts.get("条")]
    if len(editions) < 2:
        raise Refused("diff_one_edition", title=editions[0].title if editions else call.words)
    return Answer(here=[_comparison(call, editions[1], editions[0])])


def press_diff(call: Call, older_id: str, newer_id: str) -> Answer:
    """对照 of two editions."""
    older, newer = (call.session.get(Work, int(number)) for number in (older_id, newer_id))
    if older is None or newer is None or {older.state, newer.state} != {"active"}:
        raise Refused("button_old")
    return Answer(here=[_comparison(call, older, newer)])


def _comparison(call: Call, older: Work, newer: Work) -> Say:
    facts = {
        "title": newer.title,
        "older": _named(older),
        "newer": _named(newer),
        "counts": _counts(call, older, newer),
        "works": [older.id, newer.id],
    }
    return Say("comparison", facts)


def _counts(call: Call, older: Work, newer: Work) -> dict[str, int] | None:
    """How many articles changed, where that is found out at once: else the table tells."""
    if max(work.counts.get("条", 0) for work in (older, newer)) > LONG:
        return None
    before, after = (shelves.articles_of(call.session, work.id or 0) for work in (older, newer))
    return counted_if_few(before, after)


def _named(work: Work) -> str:
    return work.edition or work.issued or work.title


def _editions(call: Call) -> list[Work]:
    day = local_day(call.now, call.house.timezone)
    found = shelves.works_titled(call.session, call.words, day)
    if not found:
        raise Refused("text_unknown", title=call.words)
    families = dict.fromkeys(family_of(work.title) for work in found)
    return [work for family in families for work in editions_of(call.session, family)][:MOST]


def _cards(call: Call, works: list[Work]) -> list[Say]:
    standing = {work.id for work in current(works, local_day(call.now, call.house.timezone))}
    cards = []
    for work in works:
        line = [Button(label="", action=f"withdraw:work:{work.id}")]
        older = _older(works, work)
        if older is not None:
            line.insert(0, Button(label="", action=f"diff:{older.id}:{work.id}"))
        facts = work_facts(call.session, work) | {"current": work.id in standing}
        cards.append(Say("work_card", facts, [line]))
    return cards


def _older(works: list[Work], work: Work) -> Work | None:
    alike = [w for w in works if w.family == work.family and w.counts.get("条")]
    following = alike[alike.index(work) + 1 :] if work in alike else []
    return following[0] if following else None


def work_facts(session: Session, work: Work) -> dict[str, object]:
    """What is known of an edition: title, dates, source, digest, who loaded and approved it."""
    return {
        "title": work.title,
        "kind": work.kind,
        "edition": work.edition,
        "issued": work.issued if was_issued(work) else None,
        "from": work.in_force_from.isoformat() if work.in_force_from else None,
        "until": work.in_force_until.isoformat() if work.in_force_until else None,
        "counts": work.counts,
        "source": work.source,
        "origin": work.origin,
        "sha256": work.sha256,
        "loaded_by": _person(session, work.loaded_by),
        "loaded_at": work.loaded_at.isoformat(),
        "approved_by": _person(session, work.approved_by),
        "approved_at": work.approved_at.isoformat() if work.approved_at else None,
    }


def was_issued(work: Work) -> bool:
    """Whether `issued` can be the day of the text: a page is often published years after it."""
    if work.issued is None or work.in_force_from is None or work.kind not in EDITED_KINDS:
        return work.issued is not None
    return work.issued <= work.in_force_from.isoformat()


def _person(session: Session, account_id: int | None) -> str | None:
    account = session.get(Account, account_id) if account_id else None
    return (account.name or account.address) if account else None
