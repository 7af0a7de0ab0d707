"""3: question banks as found, and tables made from their questions."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bench.fidelity.bank_comparison import (
    MEASURES,
    BankFaults,
    all_read,
    compare_questions,
    count_faults,
    repeated_beside,
    rows_left_out,
)
from bench.fidelity.outcome import Outcome
from bench.fidelity.report import TITLES
from bench.fidelity.share import Share, all_of
from bench.fidelity.trial_data import TrialData
from bench.figures import Section
from content.reading.bank.bank import read_bank
from content.reading.bank.question import Bank
from content.sentences import plain
from domain.refusals import Refused

JsonDict = dict[str, Any]
Say = Callable[[str], None]


@dataclass(slots=True)
class _Tally:
    counted: Share = field(default_factory=Share)
    measures: dict[str, Share] = field(default_factory=lambda: {name: Share() for name in MEASURES})
    exact: Share = field(default_factory=Share)
    rejected: Share = field(default_factory=Share)
    others: Share = field(default_factory=Share)


def work(data: TrialData, say: Say) -> Section:
    """Read and compare every bank and table. Raises Missing."""
    section = Section(
        TITLES["banks"],
        "Banks as found: the number of questions, by type where it is known (a question that "
        "stands twice in a file counts twice). Tables made from real questions: every stem, type, "
        "option and answer, nothing beyond them, and every bad row named. A file without known "
        "questions must be refused with a plain sentence, or hold only questions of the other "
        "tables.",
        ("file", "questions", "left out and named", "what differs, or the sentence"),
    )
    truth, tally = data.truth("banks", "expected_banks.json"), _Tally()
    for entry in truth["raw_banks"]:
        _found_bank(section, data, entry, tally)
    known = [question for entry in truth["made_tables"] for question in entry["questions"]]
    for entry in truth["made_tables"]:
        told = _made_table(section, data, entry, known, tally)
        for words in told[:20]:
            say(f"{entry['file']}: {words}")
    section.verdicts = [
        all_of("banks as found whose counts and types are right", tally.counted),
        *(all_of(f"questions of tables: {name}", tally.measures[name]) for name in MEASURES),
        all_of("tables with their questions and no other", tally.exact),
        all_of("bad rows left out and named", tally.rejected),
        all_of("files without known questions that end as they must", tally.others),
    ]
    return section


def _read(data: TrialData, name: str) -> Bank | str:
    """The bank, or the sentence of its refusal."""
    try:
        return read_bank(name, data.file("banks", name).read_bytes())
    except Refused as refused:
        return plain(f"refused_{refused.code}", refused.facts)
    except Exception as error:  # the others are read all the same; this one counts as wrong
        return f"{type(error).__name__}: {error}"


def _found_bank(section: Section, data: TrialData, entry: JsonDict, tally: _Tally) -> None:
    bank = _read(data, entry["file"])
    if isinstance(bank, str):
        tally.counted.add(0, 1)
        section.rows.append((entry["file"], "refused", "", bank))
        return
    wrong = count_faults(bank, entry)
    if entry["questions"] is not None:  # of the others nobody knows how many there are
        tally.counted.add(not wrong, 1)
    words = "; ".join(wrong) or ("nothing" if entry["questions"] is not None else "not known")
    number, named = len(all_read(bank)), sum(not problem.kept for problem in bank.problems)
    section.rows.append((entry["file"], str(number), str(named), words))


def _made_table(
    section: Section, data: TrialData, entry: JsonDict, known: list[JsonDict], tally: _Tally
) -> list[str]:
    wanted, answer = entry["questions"], _read(data, entry["file"])
    if not wanted:
        return _other_file(section, answer, entry["file"], known, tally)
    bank = Bank((), (), ()) if isinstance(answer, str) else answer
    read = [*bank.questions, *repeated_beside(bank, entry["rejected"])]
    found = compare_questions(read, wanted)
    left = rows_left_out(bank, entry["rejected"])
    for name in MEASURES:
        tally.measures[name].add(len(wanted) - found.wrong[name], len(wanted))
    tally.rejected.add(len(entry["rejected"]) - len(left), len(entry["rejected"]))
    tally.exact.add(not found.told and not found.more, 1)
    told = [*_differs(found), *left]
    section.rows.append(
        (
            entry["file"],
            f"{len(read)} for {len(wanted)}",
            f"{len(entry['rejected']) - len(left)} of {len(entry['rejected'])}",
            answer if isinstance(answer, str) else "; ".join(told[:3]) or "nothing",
        )
    )
    return told


def _differs(found: BankFaults) -> list[str]:
    more = [f"{found.more} questions too many"] if found.more else []
    return [*more, *found.told]


def _other_file(
    section: Section, bank: Bank | str, name: str, known: list[JsonDict], tally: _Tally
) -> list[str]:
    """A file of which no question is known: refused, or with questions known from elsewhere."""
    if isinstance(bank, str):
        is_plain = Outcome(None, bank, 0.0).is_plain
        tally.others.add(is_plain, 1)
        section.rows.append((name, "refused", "", bank))
        return [] if is_plain else ["its sentence is not plain"]
    read = all_read(bank)
    strange = compare_questions(read, known).more
    tally.others.add(bool(read) and not strange, 1)
    words = f"{strange} questions are none of the other tables" if strange else "nothing"
    section.rows.append((name, str(len(read)), str(len(bank.problems)), words))
    return [words] if strange or not read else []
