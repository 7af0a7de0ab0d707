"""Each work of the benchmarks runs on tiny numbers and counts right."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench import sending, starting, ticking
from bench.figures import Section, Series, Verdict, at_least, at_most, ratios
from bench.ground import Ground, prepare
from bench.peers import jobs
from bench.pressed import check_record
from bench.presses import Load, Pairs, per_second, percentile, run
from bench.results import write
from store.database import open_database, transaction
from store.tables import Attendance

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
PRESSES = 40


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    return prepare(tmp_path_factory.mktemp("ground") / "ground.db", 10, 5, NOW)


def test_one_press_in_twenty_is_to_be_refused(ground: Ground) -> None:
    presses = ground.presses(200)
    assert sum(press.refused for press in presses) == 10
    assert {press.user for press in presses} == set(range(10_000, 10_010))
    assert presses == ground.presses(200), "product and peer must get the same"


@pytest.mark.parametrize("who", ["product", "peer"])
async def test_a_burst_is_answered_and_on_record(who: str, ground: Ground, tmp_path: Path) -> None:
    figures = await run(who, ground, tmp_path, Load(PRESSES))
    assert figures["answered"] == PRESSES
    assert figures["alerts"] == PRESSES / 20
    assert figures["answered_twice"] == 0
    assert len(figures["latencies"]) == PRESSES
    assert per_second(figures) > 0
    assert percentile(0.5)(figures) <= percentile(0.99)(figures)


def test_a_record_that_is_not_as_pressed_is_noticed(ground: Ground, tmp_path: Path) -> None:
    file = ground.copy_to(tmp_path)
    with pytest.raises(AssertionError, match="not on record"):
        check_record(file, ground.presses(PRESSES))


def test_a_missing_key_is_noticed(ground: Ground, tmp_path: Path) -> None:
    file = ground.copy_to(tmp_path)
    refused = [press for press in ground.presses(PRESSES) if press.refused]
    with pytest.raises(AssertionError, match="0 keys for 2 presses"):
        check_record(file, refused)


def test_an_answer_nobody_gave_is_noticed(ground: Ground, tmp_path: Path) -> None:
    file = ground.copy_to(tmp_path)
    engine = open_database(f"sqlite:///{file}")
    with transaction(engine) as session:
        row = session.get_one(Attendance, (ground.seats[0].open, 1))
        row.answer = "attend"
        session.add(row)
    engine.dispose()
    with pytest.raises(AssertionError, match="1 answers"):
        check_record(file, [])


@pytest.mark.parametrize("who", ["product", "peer"])
async def test_every_group_gets_its_message_once(who: str, tmp_path: Path) -> None:
    file = tmp_path / "sending.db"
    chats = sending.prepare(file, 4, NOW)
    figures = await sending.run(who, file, chats, tmp_path / "run")
    assert (figures["sent"], figures["reached"], figures["doubled"]) == (4, 4, 0)
    assert sending.part_refused(figures) == 0


def test_a_tick_takes_the_same_statements_however_many_plans(tmp_path: Path) -> None:
    counted = set()
    for many in (100, 300):
        url = f"sqlite:///{tmp_path / f'{many}.db'}"
        ticking.fill(url, many)
        counted.add(ticking.ticks(url, 1)["statements"])
    assert len(counted) == 1


def test_the_peers_jobs_all_come_to_an_end(tmp_path: Path) -> None:
    found = jobs.fire("memory", 100, str(tmp_path / "jobs.db"))
    assert 0 <= found["missed"] <= jobs.DUE
    assert found["ms"] > 0


async def test_start_and_memory_are_measured(ground: Ground, tmp_path: Path) -> None:
    first, memory = await starting.run("peer", ground, tmp_path, 20)
    assert first > 0
    assert memory > 10


def test_bars_are_held_against_the_median() -> None:
    ratio = ratios((10.0, 40.0, 90.0), (10.0, 10.0, 10.0))
    assert ratio.values == (1.0, 4.0, 9.0)
    assert at_least("speed", ratio, 4).held
    assert not at_least("speed", ratio, 5).held
    assert at_most("growth", ratio, 4).held
    assert not at_most("growth", ratio, 3).held


def test_one_measure_of_all_pairs() -> None:
    mine, theirs = Pairs([{"x": 1.0}, {"x": 2.0}], [{"x": 3.0}, {"x": 4.0}]).of(lambda f: f["x"])
    assert (mine.values, theirs.values) == ((1.0, 2.0), (3.0, 4.0))


def test_results_of_other_works_stay(tmp_path: Path) -> None:
    file = tmp_path / "RESULTS.md"
    for title in ("B. Second", "A. First", "B. Second"):
        section = Section(title, f"how {title}", ("what", "ms"), [("x", str(Series((1.0, 3.0))))])
        section.verdicts = [Verdict("x", "at most 1", "2", held=False)]
        write(section, "that day", file)
    text = file.read_text(encoding="utf-8")
    assert text.count("## B. Second") == 1
    assert text.index("## A. First") < text.index("## B. Second")
    assert "| x | 2 (1 to 3) |" in text
    assert "| x | at most 1 | 2 | **no** |" in text
