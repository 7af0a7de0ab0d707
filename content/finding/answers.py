"""`search`: a question in, verbatim passages out; `warm`: the index built before the first one."""

import threading
from dataclasses import dataclass, field
from datetime import date, datetime
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlmodel import Session

from content.finding.asked import Asked
from content.finding.excerpt import excerpt
from content.finding.found import Found, FoundPassage
from content.finding.index import Index
from content.finding.naming import Named, Naming
from content.finding.question import Reading
from content.finding.ranking import Candidate, Expected, ranked
from content.finding.script import plain
from content.finding.shelves import Card, Stamp, cards, in_force, read_passages, stamp
from content.finding.thesaurus import thesaurus
from domain.calendar import local_day

MOST = 5
CANDIDATES = 100
TYPED = 0.35
"""What neighbours count that were typed and belong to no word."""
LEAST = 1.5
"""The score below which a passage only shares words with the question."""
SURE = 1.95
TIMEZONE = "Asia/Shanghai"


@dataclass
class Library:
    """The index of one database with what was last read of its shelves."""

    index: Index = field(default_factory=Index)
    lock: threading.Lock = field(default_factory=threading.Lock)
    seen: Stamp | None = None
    held: set[int] = field(default_factory=set)
    cards: dict[int, Card] = field(default_factory=dict)
    titles: dict[int, str] = field(default_factory=dict)
    naming: Naming = field(default_factory=lambda: Naming(()))
    reading: Reading | None = None

    def refresh(self, session: Session) -> None:
        """Take in what changed on the shelves; one cheap question where nothing did."""
        now = stamp(session)
        if now == self.seen:
            return
        with self.lock:
            self.cards = cards(session)
            missing = [work for work in self.cards if work not in self.held]
            if missing:
                self.index.add(
                    (self.cards[work].title, read_passages(session, work)) for work in missing
                )
            self.held.update(missing)
            self.titles = {work: plain(card.title) for work, card in self.cards.items()}
            self.naming = Naming(self.cards.values())
            self.reading = Reading(thesaurus(), self.index.frequency, len(self.index))
            self.seen = now


_libraries: "WeakKeyDictionary[Engine, Library]" = WeakKeyDictionary()
_guard = threading.Lock()


def library_of(session: Session) -> Library:
    """The index that belongs to the database of `session`."""
    engine = session.get_bind()
    engine = engine if isinstance(engine, Engine) else engine.engine
    with _guard:
        library = _libraries.get(engine)
        if library is None:
            library = _libraries[engine] = Library()
        return library


def warm(session: Session) -> int:
    """Build or refresh the index; how many passages it holds.

    Takes seconds for a large library: call it in a thread at the start and after loading.
    """
    library = library_of(session)
    library.refresh(session)
    return len(library.index)


def search(session: Session, words: str, now: datetime) -> Found:
    """Up to five passages that answer `words`, best first; empty where nothing does."""
    library = library_of(session)
    library.refresh(session)
    return _answer(session, library, words, local_day(now, TIMEZONE))


def _answer(session: Session, library: Library, question: str, day: date) -> Found:
    named = library.naming.read(question)
    if named.is_missing or library.reading is None:
        return Found((), sure=True)
    asked = Asked(
        library.reading.words(named.rest), named.rest, library.reading.rarity
    )
    candidates = candidates_of(library, asked, named, plain(question))
    standing = in_force(session, {c.passage.work_id for c in candidates}, day)
    best = _best(library, candidates, standing)
    if not best or best[0].score < LEAST:
        return Found((), sure=True)
    shown = tuple(_shown(library, candidate, asked, standing) for candidate in best)
    return Found(shown, sure=best[0].score >= SURE)


def candidates_of(library: Library, asked: Asked, named: Named, question: str) -> list[Candidate]:
    """The passages that may answer, best first, as the index holds them."""
    boosts = dict.fromkeys(asked.phrases, TYPED)
    for word in asked.words:
        for wording in word.wordings:
            for piece in wording.pieces:
                boost = wording.quality * piece.factor
                boosts[piece.text] = max(boosts.get(piece.text, 0.0), boost)
    hits = [
        (score, number, library.index.passages[number])
        for score, number in library.index.hits(list(boosts.items()), named.works, CANDIDATES)
    ]
    titles = library.titles
    return ranked(
        asked,
        Expected.by(question),
        [(s, n, p, titles[p.work_id]) for s, n, p in hits if p.work_id in titles],
    )


def _best(library: Library, ranked: list[Candidate], standing: dict[int, bool]) -> list[Candidate]:
    """The best five that may be quoted; the same words in two files are one answer."""
    chosen: list[Candidate] = []
    seen: set[str] = set()
    families: dict[tuple[str, str], Candidate] = {}
    order = sorted(
        ranked,
        key=lambda c: (-(c.score * (1.0 if standing.get(c.passage.work_id) else 0.93)), c.number),
    )
    for candidate in order:
        passage = candidate.passage
        if passage.work_id not in standing:
            continue
        words = passage.plain
        place = (library.cards[passage.work_id].family, passage.label)
        if words in seen or (
            place in families and families[place].passage.work_id != passage.work_id
        ):
            continue
        seen.add(words)
        families[place] = candidate
        chosen.append(candidate)
        if len(chosen) == MOST:
            break
    return chosen


def _shown(
    library: Library, candidate: Candidate, asked: Asked, standing: dict[int, bool]
) -> FoundPassage:
    passage = candidate.passage
    card = library.cards[passage.work_id]
    start, quoted, spans = excerpt(
        passage.text, passage.plain, asked.marked, candidate.place
    )
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
