"""`search`: a question in, verbatim passages out; `warm`: the index built before the first one."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from content.finding.asked import Asked
from content.finding.excerpt import excerpt
from content.finding.found import Found, FoundPassage
from content.finding.library import Library, library_of
from content.finding.marks import Expected
from content.finding.naming import Named
from content.finding.ranking import Candidate, cited, ranked
from content.finding.script import plain
from content.finding.shelves import quotable
from content.finding.weights import LEAST, OLDER, SURE
from domain.calendar import local_day

SINGLE = 4
"""The longest question, in characters, that is one word and no sentence."""
MOST = 5
"""Passages in an answer."""
OF_ONE_WORK = 4
CANDIDATES = 38
LONGEST = 150
"""Characters of a question that are read."""
TYPED = 0.35
"""What neighbours count that were typed and belong to no word."""
TIMEZONE = "Asia/Shanghai"

NOTHING = Found((), sure=True)


def warm(session: Session) -> int:
    """Bring the index up to the database; how many passages it holds.

    Takes seconds for a large library: call it in a thread at the start and after loading.
    """
    library = library_of(session)
    library.take_in(session)
    return len(library.index.passages)


def search(session: Session, words: str, now: datetime, timezone: str = TIMEZONE) -> Found:
    """Up to five passages that answer `words`, best first; empty where nothing does.

    Only texts that may be quoted at this moment are shown, editions in force on the day of
    `now` in `timezone` before others. A named text or edition that is not loaded gives nothing.
    """
    library = library_of(session)
    library.keep_up(session)
    question = words[:LONGEST]
    named = library.naming.read(question)
    if named.is_missing:
        return NOTHING
    asked = Asked(library.reading.words(named.rest), named.rest, library.reading.rarity)
    candidates = candidates_of(library, asked, named, plain(question))
    works = {candidate.passage.work_id for candidate in candidates}
    shas = {work: library.cards[work].sha256 for work in works}
    standing = quotable(session, shas, local_day(now, timezone))
    best = _best(library, candidates, standing)
    trust = max((candidate.trust for candidate in best[:1]), default=LEAST)
    if not best or trust < LEAST:
        return NOTHING
    shown = tuple(_shown(library, candidate, asked, standing) for candidate in best)
    return Found(shown, sure=trust >= SURE)


def candidates_of(library: Library, asked: Asked, named: Named, question: str) -> list[Candidate]:
    """The passages that may answer, best first, as the index holds them.

    An article asked for by its number is the only candidate.
    """
    index, titles = library.index, library.titles
    if named.works and named.label:
        numbers = [index.places.get((work, named.label)) for work in sorted(named.works)]
        return [cited(n, index.passages[n]) for n in numbers if n is not None]
    hits = index.hits(_boosts(asked), named.works, CANDIDATES)
    known = [(score, n, index.passages[n]) for score, n in hits]
    return ranked(
        asked,
        Expected.by(question),
        [(score, n, p, titles[p.work_id]) for score, n, p in known if p.work_id in titles],
    )


def _boosts(asked: Asked) -> list[tuple[str, float]]:
    boosts = dict.fromkeys(asked.phrases, TYPED)
    for word in asked.words:
        for wording in word.wordings:
            for piece in wording.pieces:
                boost = wording.quality * piece.factor
                boosts[piece.text] = max(boosts.get(piece.text, 0.0), boost)
    return list(boosts.items())


def _best(
    library: Library, candidates: Sequence[Candidate], standing: Mapping[int, bool]
) -> list[Candidate]:
    """The best that may be quoted; the same article in two files or editions is one answer."""
    chosen: list[Candidate] = []
    texts: set[str] = set()
    works: list[int] = []
    places: dict[tuple[str, str], int] = {}
    for candidate in sorted(candidates, key=lambda c: (-_worth(c, standing), c.number)):
        passage = candidate.passage
        if passage.work_id not in standing or passage.plain in texts:
            continue
        place = (library.cards[passage.work_id].family, passage.label)
        if places.setdefault(place, passage.work_id) != passage.work_id:
            continue
        if works.count(passage.work_id) >= OF_ONE_WORK:
            continue
        texts.add(passage.plain)
        works.append(passage.work_id)
        chosen.append(candidate)
        if len(chosen) == MOST:
            break
    return chosen


def _worth(candidate: Candidate, standing: Mapping[int, bool]) -> float:
    return candidate.score - (0.0 if standing.get(candidate.passage.work_id) else OLDER)


def _sought(candidate: Candidate, asked: Asked) -> tuple[frozenset[str], tuple[int, int]]:
    """What is marked, and the stretch that is shown.

    Of a single short word its own places where the passage has them, not those of its likes.
    """
    written, (low, high) = candidate.passage.plain, candidate.place
    if len(asked.raw) > SINGLE or asked.raw not in written:
        return asked.marked, candidate.place
    if asked.raw not in written[low:high]:
        low = written.index(asked.raw)
        high = low + len(asked.raw)
    return frozenset((asked.raw,)), (low, high)


def _shown(
    library: Library, candidate: Candidate, asked: Asked, standing: Mapping[int, bool]
) -> FoundPassage:
    passage = candidate.passage
    card = library.cards[passage.work_id]
    pieces, place = _sought(candidate, asked)
    start, quoted, spans = excerpt(passage.text, passage.plain, pieces, place)
    return FoundPassage(
        work_id=passage.work_id,
        title=card.title,
        edition=card.edition,
        issued=card.issued,
        path=passage.path,
        label=passage.label,
        text=passage.text,
        excerpt=quoted,
        start=start,
        spans=spans,
        article_id=passage.article_id,
        portion_id=passage.portion_id,
        is_current=standing[passage.work_id],
        score=candidate.score,
    )
