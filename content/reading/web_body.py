"""The element of a page that holds the article."""

import re

from content.cutting.labels import outline_mark, structure_mark
from content.reading.web_seen import is_chrome
from content.reading.web_tree import Element
from content.reading.web_weight import Weights

# What the content management systems of Chinese institutions call the body of an article.
_SURE_WORDS = (
    "v_news_content vsb_content vsb_content_2 vsb_content_4 vsb_content_100 vsb_content_500 "
    "wp_articlecontent articlecontent article_content article-content news_content newscontent "
    "trs_editor trs_editor_view trs_uedit_para_wrapper con_text text_con "
    "rm_txt_con rm_txt_zw rwb_zw p-detail detailcontent ucap-content pages_content "
    "js_content rich_media_content word contxt conttxt content_area contentarea zoom "
    "article-body artical_content cont-text contenttext newstext news_txt txt_zw"
)
_SURE = frozenset(_SURE_WORDS.split())
_PARAGRAPHS = frozenset({"p", "pre", "h1", "h2", "h3", "h4", "h5", "h6"})
_TEXT_TAGS = _PARAGRAPHS | {"blockquote", "center", "li", "dd"}
_INNERMOST = _PARAGRAPHS | {"span", "font", "b", "strong", "a", "em", "i", "u"}
_ENDED = re.compile("[。；！？]")


def body_of(root: Element, weights: Weights) -> tuple[Element, bool]:
    """The element with the article, and whether its name says so.

    By name where a known one holds three tenths of the page's text, or sentences and a tenth of
    it; else the innermost element around which nothing but furniture of the page stands.
    """
    total = weights[root].plain
    named = [
        item
        for item, weight in weights.items()
        if weight.plain * 10 > total and is_sure(item) and _is_enough(item, weight.plain, total)
    ]
    if named:
        widest = max(weights[item].plain for item in named)
        return [item for item in named if weights[item].plain * 10 >= widest * 9][-1], True
    item = root
    while (inner := _inner(item, weights)) is not None:
        item = inner
    return item, False


def is_sure(item: Element) -> bool:
    """Whether `item` has a name that content management systems give to the body alone."""
    names = f"{item.get('class') or ''} {item.get('id') or ''}".lower().split()
    return not _SURE.isdisjoint(names)


def _is_enough(item: Element, plain: int, total: int) -> bool:
    """A short notice is less than the page around it; a picture's caption is no article."""
    return plain * 10 >= total * 3 or bool(_ENDED.search("".join(item.itertext())))


def _inner(item: Element, weights: Weights) -> Element | None:
    """The child that holds the whole article; None where `item` itself is its frame."""
    seen = [child for child in item if child in weights]
    if not seen or _has_sentence(item.text):
        return None
    child = max(seen, key=lambda one: weights[one].plain)
    if child.tag in _INNERMOST or weights[child].plain * 10 < weights[item].plain * 7:
        return None
    limit = max(40, weights[item].plain // 10)
    for other in seen:
        if _has_sentence(other.tail):
            return None
        if other is not child and _is_article(other, weights, limit):
            return None
    return child


def _has_sentence(text: str | None) -> bool:
    return text is not None and bool(_ENDED.search(text))


def _is_article(item: Element, weights: Weights, limit: int) -> bool:
    """Whether an element beside the heaviest one belongs to the article too."""
    weight = weights[item]
    if not weight.plain or is_chrome(item) or weight.linked > weight.plain:
        return False
    if item.tag not in _TEXT_TAGS and weight.plain < limit:
        return False
    text = "".join(item.itertext()).strip()
    if item.tag not in _TEXT_TAGS:
        return bool(_ENDED.search(text))
    return bool(_ENDED.search(text) or structure_mark(text) or outline_mark(text))
