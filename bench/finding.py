"""Finding: questions over the trial documents, against SQLite's own full-text search."""

import json
import resource
import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from sqlmodel import Session

from bench.figures import Section, Series, at_most
from bot.loading import load_texts
from content.finding import search
from content.finding.library import library_of
from content.finding.script import plain, units
from store.database import open_database
from store.migrate import migrate

NOW = datetime(2026, 1, 5, 2, tzinfo=UTC)
BAR_MS = 5
ROUNDS = 3
Ask = Callable[[str], object]


class _Trigrams:
    """FTS5 over the same passages, cut into trigrams, asked for any of a question's."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._base = sqlite3.connect(":memory:")
        self._base.execute("CREATE VIRTUAL TABLE texts USING fts5(body, tokenize='trigram')")
        self._base.executemany("INSERT INTO texts VALUES (?)", [(text,) for text in texts])

    def ask(self, question: str) -> object:
        """The five best by bm25."""
        runs = ["".join(run) for run in units(plain(question))]
        parts = {run[at : at + 3] for run in runs for at in range(len(run) - 2)}
        if not parts:
            return []
        wanted = " OR ".join(f'"{part}"' for part in sorted(parts))
        rows = "SELECT body FROM texts WHERE texts MATCH ? ORDER BY bm25(texts) LIMIT 5"
        return self._base.execute(rows, (wanted,)).fetchall()


def _times(ask: Ask, questions: Sequence[str]) -> tuple[float, float]:
    """Milliseconds of a question: the median, and what 99 % of them do not exceed."""
    for question in questions:  # statements are built by the first of them
        ask(question)
    spent = []
    for question in [question for _ in range(ROUNDS) for question in questions]:
        begun = perf_counter()
        ask(question)
        spent.append((perf_counter() - begun) * 1000)
    return median(spent), quantiles(spent, n=100)[98]


def _memory_mb() -> float:
    """The most that this process has held so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(paths: Sequence[Path], runs: int) -> Section:
    """Load `paths` (with their questions.json beside the folder), and ask, by turns."""
    file = paths[0].parents[1] / "questions.json"
    questions = [row["question"] for row in json.loads(file.read_text("utf-8"))]
    section = Section(
        "Finding",
        "Each question of the trial data asked of all its documents; milliseconds of a question. "
        "The peer is SQLite FTS5 with trigrams over the same passages, asked for any trigram of "
        "the question; it finds no word of two characters and says of every question that "
        "something answers.",
        ("measure", "product", "peer"),
    )
    with tempfile.TemporaryDirectory() as folder:
        engine = open_database(f"sqlite:///{folder}/finding.db")
        migrate(engine)
        load_texts(engine, list(paths), None, False, NOW)
        with Session(engine) as session:
            _compare(section, session, questions, runs)
        engine.dispose()
    return section


def _compare(section: Section, session: Session, questions: Sequence[str], runs: int) -> None:
    library = library_of(session)
    held, begun = _memory_mb(), perf_counter()
    library.take_in(session)
    seconds, grown = perf_counter() - begun, _memory_mb() - held
    begun = perf_counter()
    peer = _Trigrams([passage.plain for passage in library.index.passages])
    peer_seconds = perf_counter() - begun
    mine, theirs = [], []
    for _ in range(runs):
        mine.append(_times(lambda question: search(session, question, NOW), questions))
        theirs.append(_times(peer.ask, questions))
    for name, place in (("half of the questions, ms", 0), ("99 % of the questions, ms", 1)):
        row = [Series(tuple(run[place] for run in ours)) for ours in (mine, theirs)]
        section.rows.append((name, str(row[0]), str(row[1])))
    section.rows.append(("building, s", str(Series((seconds,))), str(Series((peer_seconds,)))))
    section.rows.append(("memory of the index, MiB", str(Series((grown,))), ""))
    last = Series(tuple(run[1] for run in mine))
    section.verdicts.append(at_most("99 % of the questions", last, BAR_MS, "ms"))
