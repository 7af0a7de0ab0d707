"""What a check found, in one line."""

from dataclasses import dataclass
from enum import StrEnum

from content.sentences import plain


class Weight(StrEnum):
    """How much a finding matters. Only a problem ends `zhibu check` with 1."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: its id, what was found, and what to do about it."""

    id: str
    weight: Weight
    text: str
    hint: str = ""

    @property
    def ok(self) -> bool:
        """Whether nothing needs to be done before the service can run."""
        return self.weight is not Weight.PROBLEM

    @property
    def is_problem(self) -> bool:
        """Whether the service cannot run like this."""
        return not self.ok

    def line(self) -> str:
        """`ok database：…`, or 提醒/问题 with the id, what is wrong, and what to do."""
        head = plain(f"check_{self.weight}")
        return f"{head} {self.id}：{self.text}{self.hint}"


def found(id: str, key: str, weight: Weight = Weight.OK, **facts: object) -> Finding:  # noqa: A002
    """A finding in the words of `check_<key>`, and of `check_<key>_hint` unless all is well."""
    hint = "" if weight is Weight.OK else plain(f"check_{key}_hint", facts)
    return Finding(id, weight, plain(f"check_{key}", facts), hint)


def warning(id: str, key: str, **facts: object) -> Finding:  # noqa: A002
    """Something to know about; the service can run."""
    return found(id, key, Weight.WARNING, **facts)


def problem(id: str, key: str, **facts: object) -> Finding:  # noqa: A002
    """Something that must be put right."""
    return found(id, key, Weight.PROBLEM, **facts)
