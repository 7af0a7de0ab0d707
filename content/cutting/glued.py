"""Articles whose label a source glued to the end of the line before them."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from content.cutting.document import Article
from content.cutting.labels import structure_mark
from content.cutting.numbers import chinese


def separated(articles: Sequence[Article]) -> tuple[Article, ...]:
    """`articles` for looking up: one glued to the end of another stands for itself.

    Only the label due next is taken for a glued one, and only where no line begins with it.
    """
    return tuple(
        part
        for article, following in zip_longest(articles, articles[1:])
        if article
        for part in _parts(article, following)
    )


def _parts(article: Article, following: Article | None) -> Iterator[Article]:
    mark = structure_mark(article.label)
    label = f"第{chinese(mark.number + 1)}条" if mark else ""
    at = None
    if label and following and following.label != label and following.work == article.work:
        at = re.search(rf"(?<=[。；])\s*{label}(?![款项之、至的规])", article.own)
    if at is None:
        yield article
        return
    first, second = article.own[: at.start()].rstrip(), article.own[at.start() :].strip()
    yield Article(article.label, article.path, first, first, article.work)
    yield Article(label, article.path, second, second, article.work)


def article_of(articles: Sequence[Article], label: str) -> Article | None:
    """The article with the canonical `label`, of the first regulation in the file."""
    return next((item for item in separated(articles) if item.label == label), None)
