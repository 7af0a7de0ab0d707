"""Two people in one message (我参加，老李请假): which clauses speak of whom."""

import re
from dataclasses import dataclass

from domain.phrases.answers import split_clauses
from domain.phrases.persons import names_other

_ME = re.compile(r"^(?:但|但是|不过|而|那|也)?(?:我(?!爱人|老|媳|对象|妈|爸|家)|本人|俺|自己)")
_THEM = re.compile(r"^(?:但|但是|不过|说)?(?:他|她)")


@dataclass(frozen=True)
class Shares:
    """The clauses that speak of the speaker and those that speak of another."""

    mine: tuple[str, ...]
    theirs: tuple[str, ...]


def shares_of(text: str) -> Shares | None:
    """The clauses of `text` parted by whom they speak of; None where only one is spoken of."""
    mine: list[str] = []
    theirs: list[str] = []
    at_hand = mine
    for clause in split_clauses(text):
        if names_other(clause) or _THEM.match(clause):
            at_hand = theirs
        elif _ME.match(clause):
            at_hand = mine
        at_hand.append(clause)
    return Shares(tuple(mine), tuple(theirs)) if mine and theirs else None
