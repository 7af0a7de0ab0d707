"""What a page says about itself: title, source and day of publication."""

import re
from collections import deque
from datetime import date

from content.cutting.lines import bare
from content.reading.web_lines import folded
from content.reading.web_tree import Element
from content.reading.web_weight import Weight, Weights

_TITLES = ("articletitle", "og:title", "twitter:title")
_SOURCES = ("contentsource", "source", "article:author", "og:site_name")
_DAYS = (
    "pubdate",
    "publishdate",
    "article:published_time",
    "og:release_date",
    "firstpublishedtime",
    "date",
)
_TITLE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:\w*tit(?:le)?\d?|bt|biaoti|headline)(?:$|[\s_-])", re.IGNORECASE
)
_LESSER = frozenset({"h2", "h3", "h4"})
_HEADINGS = _LESSER | {"h1"}
_NEAR = 24
_LONGEST = 120
_LONGEST_TAG = 300
_CHINESE = re.compile("[\u4e00-\u9fff]")
_SITE = re.compile(
    r"\s*[-_|｜–—]+\s*([^-_|｜–—]{2,30})$",
)
_SITE_WORDS = re.compile(
    "(?:网|网站|大学|学院|中学|小学|学校|政府|委员会|局|厅|部|处|频道|新闻|专栏|中心|集团|公司|党校|组织部|支部|党委|在线|门户|主页|首页|公告|动态)$"
)
_DAY = r"((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})"
_PUBLISHED = re.compile(
    rf"(?:发布|发表|更新|公开|录入|上传|添加)?\s*(?:时间|日期)\s*[：:]\s*{_DAY}|{_DAY}\s*日?[\s\d:：|｜]{{0,20}}来\s*源"
)
_BARE_DAY = re.compile(_DAY)
_SOURCE = re.compile(
    r"(?:信息|文章|稿件|消息)?来\s*源\s*[：:]\s*([^\s|｜，,；;。（）()【】\[\]：:]{2,30})"
)
_NO_SOURCE = re.compile(r"(?:作者|发布|时间|日期|点击|浏览|编辑|字体|字号|本站原创|原创|佚名|未知)")


def title_of(root: Element, before: Element, weights: Weights) -> str:
    """The title of the article that begins in `before`; empty where the page names none."""
    whole = _own_title(root)
    found = _headings(root, before, weights)
    told = [(item, folded("".join(item.itertext()).replace("\xa0", " "))) for item in found]
    # What the browser's title bar repeats is the article's title.
    for _, words in reversed(told):
        if len(bare(words)) > 3 and bare(whole).startswith(bare(words).rstrip("…")):
            return words
    named = _first(_metas(root), _TITLES)
    if _CHINESE.search(named):
        return without_site(named)
    for item, words in reversed(told):
        if item.tag not in _LESSER and _CHINESE.search(words):
            return words
    return without_site(whole) if _CHINESE.search(whole) else ""


def _own_title(root: Element) -> str:
    found = root.find(".//title")
    return folded("".join(found.itertext())[:_LONGEST_TAG]) if found is not None else ""


def _headings(root: Element, before: Element, weights: Weights) -> list[Element]:
    """The headings and titles of the page as far as the first lines of its article."""
    near: deque[Element] = deque(maxlen=_NEAR)
    for item in root.iter("h1", "h2", "h3", "h4", "div", "p", "td", "span", "strong"):
        if item is before:
            break
        names = f"{item.get('class', '')} {item.get('id', '')}"
        if item.tag in _HEADINGS or _TITLE_NAMES.search(names[:_LONGEST_TAG]):
            near.append(item)
    inner = before.find(".//h1")
    if inner is not None:
        near.append(inner)
    return [item for item in near if item in weights and _is_told(weights[item])]


def _is_told(weight: Weight) -> bool:
    """Words of the length of a title; the name of a site is a link to its first page."""
    return 2 < weight.plain < _LONGEST and weight.plain > weight.linked


def without_site(title: str) -> str:
    """A title without the names of column and site that stand behind it."""
    plain = title.strip()
    while found := _SITE.search(plain):
        sign = found[0].strip()[0]
        if not (sign in "_|｜" or _SITE_WORDS.search(found[1].strip())):
            break
        if not _CHINESE.search(plain[: found.start()]):
            break
        plain = plain[: found.start()].strip()
    return plain


def source_of(root: Element, told: str) -> str:
    """Who published the article first, in the words of the page; `told` is the text above it."""
    for found in reversed(list(_SOURCE.finditer(told))):
        if not _NO_SOURCE.match(found[1]):
            return found[1].strip()
    named = _first(_metas(root), _SOURCES)
    return re.sub(r"^来\s*源\s*[：:]\s*", "", named) if _CHINESE.search(named) else ""


def published_of(root: Element, told: str) -> date | None:
    """The day of publication on the page; None where it states none."""
    for found in reversed(list(_PUBLISHED.finditer(told))):
        day = _day([part for part in found.groups() if part])
        if day:
            return day
    meta = _BARE_DAY.search(_first(_metas(root), _DAYS))
    return _day(list(meta.groups())) if meta else None


def _day(parts: list[str]) -> date | None:
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        return None


def _metas(root: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in root.iter("meta"):
        key = (item.get("name") or item.get("property") or "").lower()
        value = (item.get("content") or "")[:_LONGEST_TAG].strip()
        if key and value:
            found.setdefault(key, value)
    return found


def _first(values: dict[str, str], keys: tuple[str, ...]) -> str:
    return next((values[key] for key in keys if key in values), "")
