"""The tree of a page, within limits: what would cost too much is refused before it is parsed."""

import re
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from domain.refusals import Refused

Element = Any

MAX_MARKUP = 8 * 1024 * 1024
"""The largest page without its scripts and embedded pictures, in characters."""
MAX_TAGS = 200_000
_PICTURE = re.compile(r"data:[\w/+.-]{1,80};base64,[A-Za-z0-9+/=%\s]*")
_RAW = re.compile(r"<(script|style|!--)", re.IGNORECASE)
_RAW_END = {
    "script": re.compile(r"</script[^>]{0,200}>?", re.IGNORECASE),
    "style": re.compile(r"</style[^>]{0,200}>?", re.IGNORECASE),
    "!--": re.compile(r"-->|--!>"),
}
# The parser compares every attribute of a tag with every other.
_MANY_ATTRIBUTES = re.compile(
    r"<[a-zA-Z][^\s/>]*+(?:[\s/]*+[^\s/>][^\s/>=]*+"
    r"(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+))?+){128}"
)


def tree_of(name: str, text: str) -> Element | None:
    """The root of a page without scripts, styles and comments; None for a page of nothing.

    Refuses `file_page_heavy` for more markup, tags, attributes or nesting than a page of text has.
    """
    markup = without_raw(_PICTURE.sub("", text))
    if len(markup) > MAX_MARKUP or markup.count("<") > MAX_TAGS or _MANY_ATTRIBUTES.search(markup):
        raise Refused("file_page_heavy", name=name)
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


def without_raw(text: str) -> str:
    """`text` without scripts, styles and comments; one that never ends takes the rest with it."""
    kept, at = [], 0
    while opening := _RAW.search(text, at):
        kept.append(text[at : opening.start()])
        kind = opening[1].lower()
        # `<!-->` is a whole comment.
        closing = _RAW_END[kind].search(text, opening.end() - 2 * (kind == "!--"))
        if closing is None:
            return "".join(kept)
        at = closing.end()
    kept.append(text[at:])
    return "".join(kept)
