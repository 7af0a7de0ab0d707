"""Whether a passage is the one that answers a question of the trial data."""

from collections.abc import Callable
from typing import Any

from bench.fidelity.comparison import measured

JsonDict = dict[str, Any]


def is_right(passage: JsonDict, question: JsonDict, files: dict[str, str]) -> bool:
    """Whether it stands in the right document and is the right article, or holds the quotation.

    An article is one passage with all its words. A part 四、 of a paper is many passages, and
    only the one with the quotation answers; what heads it need not stand in the file.
    """
    places = [{"doc": question["doc"], "where": question["where"]}, *question["also"]]
    return any(
        passage["source"] == files.get(place["doc"])
        and _is_it(passage, str(place["where"]), question)
        for place in places
    )


def _is_it(passage: JsonDict, where: str, question: JsonDict) -> bool:
    if where.endswith("条"):
        return bool(passage["label"] == where)
    return holds_quote(passage, question)


def holds_quote(passage: JsonDict, question: JsonDict, part: str = "text") -> bool:
    """Whether the quotation stands in the passage, or in the `part` of it that is shown."""
    return measured(question["quote"]) in measured(passage[part])


def rank(passages: list[JsonDict], fits: Callable[[JsonDict], bool]) -> int | None:
    """The place, from 1, of the first passage that fits."""
    return next((n for n, passage in enumerate(passages, start=1) if fits(passage)), None)
