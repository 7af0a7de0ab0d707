"""Single words asked for: every one is found wherever a plain scan of the texts finds it."""

import random
from typing import Any

from bench.fidelity.comparison import measured
from bench.fidelity.share import Share, all_of
from bench.figures import Section
from content.cutting.document import Document

WORDS = ("监督", "党章", "党费")
"""Words of two characters that the bar names."""
PAIRS = 300
"""Further pairs of neighbouring characters, drawn from the texts."""
MOST = 5
JsonDict = dict[str, Any]


def pairs_of(texts: list[str]) -> list[str]:
    """Pairs of neighbours from anywhere, also across the borders of words; always the same."""
    chance = random.Random(len(texts))
    found: dict[str, None] = {}
    while len(found) < PAIRS:
        text = chance.choice(texts)
        at = chance.randrange(max(1, len(text) - 1))
        pair = text[at : at + 2]
        if len(pair) == 2 and pair not in WORDS and all(map(_is_chinese, pair)):
            found[pair] = None
    return list(found)


def _is_chinese(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff"


def judge_words(
    section: Section, answers: list[JsonDict], words: list[str], read: list[Document]
) -> None:
    """Found is a word when as many passages as there can be are shown, and hold and mark it."""
    named, drawn = Share(), Share()
    for word, answer in zip(words, answers, strict=True):
        holding = [passage for passage in answer["passages"] if word in passage["text"]]
        if word not in WORDS:
            drawn.add(bool(holding), 1)
            continue
        marked = sum(word in passage["marked"] for passage in holding)
        wanted, scanned = _scan(word, read)
        named.add(marked == len(answer["passages"]) >= wanted > 0, 1)
        section.rows.append(
            (
                f"{word}: articles that hold it by a plain scan; passages shown; "
                "of these with the word marked in them",
                f"{scanned}; {len(answer['passages'])}; {marked}",
            )
        )
    section.rows.append((f"{PAIRS} pairs of neighbours drawn from the texts, found", str(drawn)))
    section.verdicts.append(all_of(f"{'、'.join(WORDS)} found wherever a plain scan does", named))


def _scan(word: str, read: list[Document]) -> tuple[int, int]:
    """How many passages must be shown for a word, and how many articles hold it.

    The same words in two files, or the same article in two editions, are one answer.
    """
    found = [
        (document.title, article.label, measured(article.text))
        for document in read
        for article in document.articles
        if word in article.text
    ]
    places, texts = {item[:2] for item in found}, {item[2] for item in found}
    return min(MOST, len(places), len(texts)), len(found)
