"""A roster as it was read against what is known of it: people, and rows that are none."""

from typing import Any

from content.reading.roster import RosterFile

FIELDS = {
    "gender": "gender",
    "nation": "nation",
    "birth": "birth",
    "join": "joined",
    "formal": "formal",
    "group": "group",
    "duty": "duty",
    "phone": "phone",
    "mark": "sign",
}
"""The names of the truth, and the product's."""


def wrong_people(roster: RosterFile, expected: dict[str, Any]) -> list[str]:
    """A line for each person that is missing, too many or read otherwise than known."""
    people = {(row.row, row.name): row for row in roster.rows}
    wanted = {(row["row"], row["name"]): row for row in expected["rows"]}
    wrong = [f"row {row}: nobody was read" for row, _ in wanted.keys() - people.keys()]
    wrong += [f"row {row}: should be nobody" for row, _ in people.keys() - wanted.keys()]
    for key in wanted.keys() & people.keys():
        fields = [
            field
            for field, ours in FIELDS.items()
            if field in wanted[key] and getattr(people[key], ours) != (wanted[key][field] or None)
        ]
        if fields:
            wrong.append(f"row {key[0]}: {', '.join(fields)}")
    return sorted(wrong)


def rows_to_name(expected: dict[str, Any]) -> list[int]:
    """The numbers of all rows that a person must be told of or that are no members."""
    problems = [row["row"] for row in expected["rows"] if row.get("problem")]
    return problems + [row["row"] for row in expected["not_members"]]


def unnamed_rows(roster: RosterFile, expected: dict[str, Any]) -> list[int]:
    """Problem rows that neither a problem names nor, for rows of no person, stand as skipped."""
    told = {problem.row for problem in roster.problems}
    skipped = {row.row for row in roster.skipped}
    problems = {row["row"] for row in expected["rows"] if row.get("problem")}
    others = {row["row"] for row in expected["not_members"]}
    return sorted((problems - told) | (others - told - skipped))
