"""4: every row and every problem row of the rosters."""

from dataclasses import dataclass, field
from typing import Any

from bench.fidelity.outcome import Outcome
from bench.fidelity.report import TITLES
from bench.fidelity.roster_comparison import rows_to_name, unnamed_rows, wrong_people
from bench.fidelity.share import Share, all_of
from bench.fidelity.trial_data import TrialData
from bench.figures import Section
from content.reading.problems import sentence
from content.reading.roster import RosterFile, read_roster
from content.sentences import plain
from domain.refusals import Refused


@dataclass(slots=True)
class _Tally:
    people: Share = field(default_factory=Share)
    problems: Share = field(default_factory=Share)
    refusals: Share = field(default_factory=Share)


def work(data: TrialData) -> Section:
    """Read and compare every roster. Raises Missing."""
    section = Section(
        TITLES["rosters"],
        "Each roster as the product reads it: name, gender, nation, days, group, duty, phone and "
        "signature of everybody, row by row; and each row with a problem named with its number "
        "(rows of totals and signatures may be left out). A file without members must be refused "
        "with a plain sentence.",
        ("file", "people", "problem rows", "what differs"),
    )
    tally = _Tally()
    for expected in data.truth("rosters", "expected_rosters.json"):
        name = expected["file"]
        roster = _roster(data, name)
        if isinstance(roster, str):
            _refused(section, expected, roster, tally)
            continue
        _read(section, expected, roster, tally)
    section.verdicts = [
        all_of("people, with every field", tally.people),
        all_of("problem rows named with their number", tally.problems),
        all_of("files without members refused", tally.refusals),
    ]
    return section


def _roster(data: TrialData, name: str) -> RosterFile | str:
    """The roster, or the sentence of its refusal."""
    try:
        return read_roster(name, data.file("rosters", name).read_bytes())
    except Refused as refused:
        return plain(f"refused_{refused.code}", refused.facts)
    except Exception as error:  # the others are read all the same; this one counts as wrong
        return f"{type(error).__name__}: {error}"


def _refused(section: Section, expected: dict[str, Any], words: str, tally: _Tally) -> None:
    tally.people.add(0, len(expected["rows"]))
    tally.problems.add(0, len(rows_to_name(expected)))
    if not expected["rows"]:
        tally.refusals.add(Outcome(None, words, 0.0).is_plain, 1)
    section.rows.append((expected["file"], "refused", "", words))


def _read(section: Section, expected: dict[str, Any], roster: RosterFile, tally: _Tally) -> None:
    if not expected["rows"]:
        tally.refusals.add(0, 1)
    wrong, unnamed = wrong_people(roster, expected), unnamed_rows(roster, expected)
    rows, named = len(expected["rows"]), len(rows_to_name(expected))
    tally.people.add(max(0, rows - len(wrong)), rows)
    tally.problems.add(named - len(unnamed), named)
    told = [sentence(problem) for problem in roster.problems]
    numbered = sum("行：" in words for words in told)
    differs = [*wrong, *(f"row {row}: not named" for row in unnamed)]
    if numbered < len(told):
        differs.append(f"{len(told) - numbered} problems without the number of their row")
    section.rows.append(
        (
            expected["file"],
            f"{rows - len(wrong)} of {rows}",
            f"{named - len(unnamed)} of {named}",
            "; ".join(differs[:3]) or "nothing",
        )
    )
