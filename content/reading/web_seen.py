"""What of a page a reader sees, and what of that is not the article."""

import re

from content.reading.web_tree import Element

# Never shown, or shown as something else than text; the deletions of tracked changes.
_UNSEEN_TAGS = (
    "script style noscript template head title meta link xml iframe object embed applet svg math "
    "canvas audio video map input select option button textarea datalist rp rt del dialog"
)
_FRAME_TAGS = "nav footer aside menu"
_DROPPED = frozenset((*_UNSEEN_TAGS.split(), *_FRAME_TAGS.split()))
_HIDDEN = re.compile(
    r"display\s*:\s*none|mso-hide\s*:\s*all|mso-element\s*:\s*(?:header|footer|comment|footnote|"
    r"endnote)|mso-(?:foot|end)note-id|mso-special-character\s*:\s*(?:comment|footnote)",
    re.IGNORECASE,
)
_INVISIBLE = re.compile(r"visibility\s*:\s*hidden", re.IGNORECASE)
_CHROME_WORDS = (
    "nav navs navbar navigation menu mainmenu topmenu breadcrumb breadcrumbs crumb crumbs "
    "bread path location position dqwz weizhi curpos currentposition share shares sharebox "
    "bdshare bdsharebuttonbox bshare bshare-custom jiathis social social-share toolbar tools "
    "tool print printbtn usercontrol fontsize font-size fontresize prev next prevnext prenext "
    "pre-next others page-turn pageturn pager pages pagination paging pagebar footer foot "
    "foots footernav copyright copy beian header top topbar toplink banner sidebar side aside "
    "leftnav rightbar leftmenu related relate relation relatednews xgyd xgwz xglj recommend "
    "recommendation hot hotnews comment comments pinglun qrcode ewm erweima weixin qr "
    "friendlink friendlinks links yqlj search searchbox login property info-bar infobar "
    "artinfo arti_metas article-info editor editors zrbj edit bianji vote div_vote_id "
    "rwb_tjyd paper_num tags keywords ad ads advert "
)
_CHROME = frozenset(_CHROME_WORDS.split())
# `vsb_content` of an attachment list and the like stay: only whole names and their parts count.
_PARTS = re.compile(r"[\s_-]+")


def is_unseen(item: Element) -> bool:
    """Whether nothing of `item` is part of the page's text: no tag of text, or hidden."""
    tag = item.tag
    if tag in _DROPPED or not isinstance(tag, str):
        return True
    if not item.attrib:
        return False
    style = item.get("style")
    if style is not None and (_HIDDEN.search(style) or _is_invisible(item, style)):
        return True
    return item.get("hidden") is not None


def _is_invisible(item: Element, style: str) -> bool:
    """Hidden for good: a page that shows its body only when it is whole names that body."""
    return bool(_INVISIBLE.search(style)) and item.get("id") not in {"js_content", "js_article"}


def is_chrome(item: Element) -> bool:
    """Whether the names of `item` say that it is navigation, a button bar, a footer or the like."""
    names = f"{item.get('class', '')} {item.get('id', '')}".lower()
    if names == " ":
        return False
    words = names.split()
    if not _CHROME.isdisjoint(words):
        return True
    return any(not _CHROME.isdisjoint(_PARTS.split(word)) for word in words)
