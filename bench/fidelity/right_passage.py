"""Whether a passage is the one that answers a question of the trial data."""

from collections.abc import Callable
from typing import Any

from bench.fidelity.comparison import measured

JsonDict = dict[str, Any]


def is_right(passage: JsonDict, question: JsonDict, files: dict[str, str]) -> bool:
    """Whether it stands in the right document at the right place and holds the quotation.

    An article is one passage and holds all its words; a part 四、 is many, and only the one with
    the quotation answers.
    """
    return _stands_right(passage, question, files) and (
        _is_article(question) or holds_quote(passage, question)
    )


def _stands_right(passage: JsonDict, question: JsonDict, files: dict[str, str]) -> bool:
    places = [{"doc": question["doc"], "where": question["where"]}, *question["also"]]
    return any(
        passage["source"] == files.get(place["doc"]) and _is_at(passage, place["where"])
        for place in places
    )


def _is_at(passage: JsonDict, where: str) -> bool:
    if where.endswith("条"):
        return bool(passage["label"] == where)
    return any(text.startswith(where) for text in (passage["label"], *passage["path"]))


def _is_article(question: JsonDict) -> bool:
    return str(question["where"]).endswith("条")


def holds_quote(passage: JsonDict, question: JsonDict, part: str = "text") -> bool:
    """Whether the quotation stands in the passage, or in the `part` of it that is shown."""
    return measured(question["quote"]) in measured(passage[part])


def rank(passages: list[JsonDict], fits: Callable[[JsonDict], bool]) -> int | None:
    """The place, from 1, of the first passage that fits."""
    return next((n for n, passage in enumerate(passages, start=1) if fits(passage)), None)
