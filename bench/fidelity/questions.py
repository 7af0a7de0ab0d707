"""5: questions asked of all documents: the right passage, the time, and the same everywhere."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from statistics import quantiles
from typing import Any

from bench.fidelity.found_words import WORDS, judge_words, pairs_of
from bench.fidelity.library import stock
from bench.fidelity.report import TITLES
from bench.fidelity.right_passage import holds_quote, is_right, rank
from bench.fidelity.share import Share, all_of
from bench.fidelity.trial_data import TrialData
from bench.figures import Section, Series, Verdict, at_most, shown
from bench.postgres import new_database, server
from bench.programs import ROOT, Failed

FIRST, WITHIN, UNANSWERED, P99_MS, TEXT_MB = 90, 97, 3, 5, 5.0
ROUNDS, RUNS = 12, 3
LONGEST_SECONDS = 200
MOST = 5
JsonDict = dict[str, Any]
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What one process found: an answer a query, in order."""

    answers: list[JsonDict]
    ms: list[float]
    worked_ms: list[float]
    seconds: float
    passages: int


def work(data: TrialData, folder: Path, now: datetime, say: Say) -> Section:
    """Ask everything on both databases. Raises Missing, or Failed when the process breaks."""
    questions = data.truth("questions.json")
    read = [data.read(expected) for expected in data.documents().values()]
    pairs = pairs_of(["\n".join(document.paragraphs) for document in read])
    queries = [question["question"] for question in questions] + [*WORDS, *pairs]
    asked, other, size = _ask_both(data, folder, queries, now)
    section = Section(
        TITLES["questions"],
        f"All documents ({shown(size)} MB of text, {asked.passages} passages) loaded as `zhibu "
        "load` does; each question asked as a member would. Right is the passage of the right "
        "document that is the right article or, in a paper without articles, holds the "
        "quotation. Nothing found means that no passage is shown at all.",
        ("measure", "figure"),
    )
    _judge_answers(section, questions, asked.answers, data, say)
    judge_words(section, asked.answers[len(questions) :], [*WORDS, *pairs], read)
    _judge_time(section, data, folder, now, queries[: len(questions) + len(WORDS)])
    section.rows.append(("building the index anew, s", shown(asked.seconds)))
    _judge_sameness(section, queries, asked, other, say)
    return section


def _ask(url: str, queries: list[str], folder: Path, rounds: int, now: datetime) -> Asked:
    file = folder / "queries.json"
    file.write_text(json.dumps(queries), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "bench.fidelity.asking", url, file, str(rounds), now.isoformat()],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=LONGEST_SECONDS,
        check=False,
    )
    if done.returncode:
        raise Failed(done.stderr[-3000:])
    return Asked(**json.loads(done.stdout))


def _ask_both(
    data: TrialData, folder: Path, queries: list[str], now: datetime
) -> tuple[Asked, Asked, float]:
    """The answers on SQLite and on PostgreSQL, and how many MB of text each holds."""
    here = f"sqlite:///{folder / 'questions.db'}"
    with server() as address:
        there = new_database(address, "fidelity")
        sizes = [stock(url, [data.file("docs")], now) for url in (here, there)]
        if sizes[0] != sizes[1]:
            raise Failed(f"the databases hold {sizes[0]} and {sizes[1]} MB of the same documents")
        asked, other = (_ask(url, queries, folder, 0, now) for url in (here, there))
    return asked, other, sizes[0]


def _judge_answers(
    section: Section,
    questions: list[JsonDict],
    answers: list[JsonDict],
    data: TrialData,
    say: Say,
) -> None:
    files = {slug: expected["file"] for slug, expected in data.documents().items()}
    first, within, quoted, nothing = Share(), Share(), Share(), Share()
    unsure = 0
    for question, answer in zip(questions, answers, strict=False):
        passages = answer["passages"]
        if not question["answerable"]:
            nothing.add(not passages, 1)
            unsure += bool(passages) and not answer["sure"]
            continue
        place = rank(passages, partial(is_right, question=question, files=files))
        first.add(place == 1, 1)
        within.add(place is not None and place <= MOST, 1)
        shown_part = place is not None and holds_quote(passages[place - 1], question, "excerpt")
        quoted.add(shown_part, 1)
        if place != 1:
            say(f"{question['id']}: the right passage is {f'at {place}' if place else 'not found'}")
    section.rows.append(("right passages whose shown part holds the quotation", str(quoted)))
    section.rows.append(("unanswerable ones shown with a doubt instead", str(unsure)))
    section.verdicts += [
        first.at_least("right passage first", FIRST),
        within.at_least(f"right passage within {MOST}", WITHIN),
        Verdict(
            "unanswerable ones answered with nothing found",
            f"at least {UNANSWERED} of 4",
            f"{nothing.right} of {nothing.all}",
            nothing.all > 0 and nothing.right * 4 >= UNANSWERED * nothing.all,
        ),
    ]


def _judge_time(
    section: Section, data: TrialData, folder: Path, now: datetime, queries: list[str]
) -> None:
    url = f"sqlite:///{folder / 'timed.db'}"
    size = _stock_enough(url, data, folder, now)
    asked = [_ask(url, queries, folder, ROUNDS, now) for _ in range(RUNS)]
    by_clock = [percentiles(run.ms) for run in asked]
    worked = [percentiles(run.worked_ms) for run in asked]
    over, load = f"over {shown(size)} MB", os.getloadavg()[0]
    section.rows += [
        (f"median of a query {over}, ms", str(Series(tuple(half for half, _ in by_clock)))),
        (
            f"p99 of the processor's time for a query, ms (load of the machine {load:.2f})",
            str(Series(tuple(last for _, last in worked))),
        ),
    ]
    times = Series(tuple(last for _, last in by_clock))
    section.verdicts.append(at_most(f"p99 of a query {over}, one core", times, P99_MS, "ms"))


def _stock_enough(url: str, data: TrialData, folder: Path, now: datetime) -> float:
    """All documents, and under other titles the largest again, until there is as much text as
    the bar is for; MB of text."""
    size = stock(url, [data.file("docs")], now)
    more, copies = folder / "again", 0.0
    more.mkdir()
    for path in sorted(data.file("docs").iterdir(), key=lambda path: -path.stat().st_size):
        if size + copies >= TEXT_MB:
            break
        text = path.read_text(encoding="utf-8-sig")
        (more / f"again-{path.name}").write_text(f"《再编》{text}", encoding="utf-8")
        # What an edition holds besides its portions is less than a fifth.
        copies += path.stat().st_size / 1e6 * 0.8
    return stock(url, [more], now) if copies else size


def percentiles(ms: list[float]) -> tuple[float, float]:
    """The median, and what 99 % of the queries do not exceed."""
    cuts = quantiles(ms, n=100)
    return cuts[49], cuts[98]


def _judge_sameness(
    section: Section, queries: list[str], asked: Asked, other: Asked, say: Say
) -> None:
    same = Share()
    for query, one, another in zip(queries, asked.answers, other.answers, strict=True):
        same.add(one == another, 1)
        if one != another:
            say(f"{query}: {_places(one)} on SQLite, {_places(another)} on PostgreSQL")
    section.verdicts.append(all_of("queries with the same answer on PostgreSQL", same))


def _places(answer: JsonDict) -> str:
    shown_there = [f"{found['source']} {found['label']}" for found in answer["passages"]]
    return ", ".join(shown_there) or "nothing"
