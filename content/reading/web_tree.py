"""The tree of a page, within limits: what would cost too much is refused before it is parsed."""

import re
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from domain.refusals import Refused

Element = Any

MAX_MARKUP = 8 * 1024 * 1024
"""The largest page without its scripts and embedded pictures, in characters."""
MAX_TAGS = 120_000
MAX_ATTRIBUTES = 500_000
_MOST_RAW = 20_000
"""Scripts, styles and comments of one page."""
_PICTURE = re.compile(r"data:[\w/+.-]{1,80};base64,[A-Za-z0-9+/=%\s]*")
_ENDS = re.compile(r"</(?:html|body)\b[^<>]{0,100}>", re.IGNORECASE)
_RAW = re.compile(r"<(script|style|!--)", re.IGNORECASE)
_RAW_END = {
    "script": re.compile(r"</script[^>]{0,200}>?", re.IGNORECASE),
    "style": re.compile(r"</style[^>]{0,200}>?", re.IGNORECASE),
    "!--": re.compile(r"-->|--!>"),
}
# The parser compares every attribute of a tag with every other.
_WORD = re.compile(r"[\s/\"'][^\s/>=]")
_MANY_ATTRIBUTES = re.compile(
    r"<[a-zA-Z][^\s/>]*+(?:[\s/]*+[^\s/>][^\s/>=]*+"
    r"(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+))?+){128}"
)


def tree_of(name: str, text: str) -> Element | None:
    """The root of a page without scripts, styles and comments; None for a page of nothing.

    Refuses `file_page_heavy` for more markup, tags, attributes or nesting than a page of text has.
    """
    markup = without_raw(_PICTURE.sub("", text))
    if markup is None or _is_heavy(markup):
        raise Refused("file_page_heavy", name=name)
    # A browser reads on behind them, the parser stops.
    markup = _ENDS.sub("", markup)
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    try:
        root = etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except etree.LxmlError as error:
        raise Refused("file_broken", name=name) from error
    # The parser would leave out the rest of the page without a word.
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise Refused("file_page_heavy", name=name)
    return root


def _is_heavy(markup: str) -> bool:
    if len(markup) > MAX_MARKUP or markup.count("<") > MAX_TAGS:
        return True
    if _MANY_ATTRIBUTES.search(markup):
        return True
    if len(markup) < 2 * MAX_ATTRIBUTES:
        return False
    words = _WORD.finditer(markup)
    return any(number > MAX_ATTRIBUTES for number, _ in enumerate(words))


def without_raw(text: str) -> str | None:
    """`text` without scripts, styles and comments; one that never ends takes the rest with it.

    None where there are too many of them.
    """
    kept: list[str] = []
    at = 0
    while opening := _RAW.search(text, at):
        if len(kept) > _MOST_RAW:
            return None
        kept.append(text[at : opening.start()])
        kind = opening[1].lower()
        # `<!-->` is a whole comment.
        closing = _RAW_END[kind].search(text, opening.end() - 2 * (kind == "!--"))
        if closing is None:
            return "".join(kept)
        at = closing.end()
    kept.append(text[at:])
    return "".join(kept)
