"""People who stand on a roster twice, and different people who share a name or a phone."""

from collections.abc import Sequence

from content.reading.person import RosterRow, RowProblem


def refuse_doubles(rows: Sequence[RosterRow]) -> tuple[list[RosterRow], list[RowProblem]]:
    """The rows without repeated people, and a problem for each repetition and likeness."""
    kept: list[RosterRow] = []
    problems: list[RowProblem] = []
    for row in rows:
        alike = [other for other in kept if other.name == row.name]
        same = next((other for other in alike if _same_person(other, row)), None)
        if same:
            problems.append(_problem(row, "duplicate", same, kept=False))
            continue
        if alike:
            problems.append(_problem(row, "same_name", alike[0], kept=True))
        shared = next((o for o in kept if row.phone and o.phone == row.phone), None)
        if shared:
            problems.append(_problem(row, "same_phone", shared, kept=True))
        kept.append(row)
    return kept, problems


def _same_person(one: RosterRow, other: RosterRow) -> bool:
    """One name and one phone; without phones, nothing that tells the two apart."""
    if one.phone and other.phone:
        return one.phone == other.phone
    known = [(one.birth, other.birth), (one.joined, other.joined), (one.group, other.group)]
    told = [(a, b) for a, b in (*known, (one.gender, other.gender)) if a and b]
    if any(a[:7] != b[:7] for a, b in told):
        return False
    return bool(told) or not (one.phone or other.phone)


def _problem(row: RosterRow, code: str, other: RosterRow, *, kept: bool) -> RowProblem:
    facts: dict[str, object] = {"name": row.name, "first_row": other.row}
    return RowProblem(row.row, code, facts, row.sheet, kept)
