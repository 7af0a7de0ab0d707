"""The library as it is searched: the index of one database, kept up with its shelves."""

import threading
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from sqlalchemy import Dialect, Engine
from sqlmodel import Session

from content.finding.index import Index
from content.finding.naming import Naming
from content.finding.question import Reading
from content.finding.script import plain
from content.finding.shelves import Card, Stamp, cards, read_passages, stamp
from content.finding.thesaurus import thesaurus

AT_ONCE = 4
"""So many new works are taken in by the search that finds them; more by a thread of their own."""


@dataclass
class Library:
    """The index of one database with what was last read of its shelves."""

    index: Index = field(default_factory=Index)
    cards: dict[int, Card] = field(default_factory=dict)
    titles: dict[int, str] = field(default_factory=dict)
    naming: Naming = field(default_factory=lambda: Naming(()))
    reading: Reading = field(default_factory=lambda: Reading(thesaurus(), lambda _pair: 0, 0))
    _held: dict[int, str] = field(default_factory=dict)
    _seen: Stamp | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def keep_up(self, session: Session) -> None:
        """Take in what changed on the shelves; one cheap question where nothing did.

        Many new works are taken in by a thread, and searched when it is done: nobody else's
        press waits for them. Only the very first search of a library that nobody warmed waits.
        """
        seen = stamp(session)
        if seen == self._seen:
            return
        missing = self._missing(cards(session))
        if self.index.passages and len(missing) > AT_ONCE:
            engine = _engine(session).execution_options(reads_only=True)
            threading.Thread(target=self._catch_up, args=(engine,), daemon=True).start()
            return
        self.take_in(session)

    def take_in(self, session: Session) -> None:
        """Bring the index up to the shelves, however long it takes."""
        with self._lock:
            seen = stamp(session)
            if seen == self._seen:
                return
            now = cards(session)
            missing = self._missing(now)
            for work in missing:
                if work in self._held:  # another text under the number of one that is gone
                    self.index.forget(work)
            self.index.add((now[work].title, read_passages(session, work)) for work in missing)
            self._held.update({work: now[work].sha256 for work in missing})
            self.titles = {work: plain(card.title) for work, card in now.items()}
            self.naming = Naming(now.values())
            self.reading = Reading(thesaurus(), self.index.frequency, len(self.index.passages))
            self.cards, self._seen = now, seen

    def _missing(self, now: dict[int, Card]) -> list[int]:
        return [work for work, card in now.items() if self._held.get(work) != card.sha256]

    def _catch_up(self, engine: Engine) -> None:
        if not self._lock.locked():
            with Session(engine) as session:
                self.take_in(session)


# An engine's dialect stays one object whatever options its copies carry.
_libraries: "WeakKeyDictionary[Dialect, Library]" = WeakKeyDictionary()
_guard = threading.Lock()


def library_of(session: Session) -> Library:
    """The one library that belongs to the database of `session`."""
    dialect = _engine(session).dialect
    with _guard:
        library = _libraries.get(dialect)
        if library is None:
            library = _libraries[dialect] = Library()
        return library


def _engine(session: Session) -> Engine:
    bind = session.get_bind()
    return bind if isinstance(bind, Engine) else bind.engine
