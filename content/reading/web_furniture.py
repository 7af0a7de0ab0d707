"""Lines around an article that belong to the page: buttons, counters, paths, footers."""

import re
from collections.abc import Sequence

from content.cutting.labels import structure_mark
from content.cutting.lines import Line, bare

_LONGEST = 140
_FRAME = r"[\s|｜丨·•:：,，、/\\\[\]【】()（）<>＜＞«»《》→_-]*"
_BUTTON = (
    r"打印(?:正文|本页|本文|文章|页面|此页|预览|内容)?|关闭(?:窗口|本页|页面|此页)?"
    r"|(?:加入|我要)?收藏(?:本页|文章|本文|本站)?|分享(?:到|至|给好友)?|我要纠错|纠错|举报|点赞|字体大?小?|字号|文字大小"
    r"|返回(?:顶部|首页|列表|上页|上一页|目录)?|上一[页篇条]|下一[页篇条]|尾页|末页|设为首页|网站地图|联系我们|扫一扫"
    r"|复制链接|推荐给好友|微信扫一扫|在本页浏览全文|更多|展开全文|阅读全文|阅读原文|下载本文|无障碍|长者模式|关怀版"
)
_BESIDE = (
    r"超大|特大|较大|大|中|小|默认|标准|首页|繁体|简体|\d{1,3}+|A\+?|A-|\+"
    r"|新浪微博|腾讯微博|微博|微信|朋友圈|QQ空间|QQ|人人网"
)
_BUTTONS = re.compile(
    rf"{_FRAME}+(?:(?:{_BESIDE}){_FRAME}+){{0,20}}+(?:{_BUTTON}){_FRAME}+"
    rf"(?:(?:{_BUTTON}|{_BESIDE}){_FRAME}+){{0,30}}+"
)
_PLACE = re.compile(
    r"[\[【]?(?:您|你)?(?:现在|当前|目前)?(?:所在|所处)?的?(?:当前)?(?:位置|栏目)(?:是|为)?\s*[：:>]"
    r"|首页\s*(?:[>»›]|&gt;|-{1,2}>?|→|/)"
)
_TURN = re.compile(
    r"[\[【<«]*\s*(?:上|下)一?(?:篇|条|则|页|个|主题)(?:新闻|文章|信息|公告)?\s*[】\]]?\s*[：:>]"
)
_FOOT = re.compile(
    r"版权所有|copyright|©|ICP备|ICP证|公网安备|网站标识码|网站地图|设为首页|技术支持[：:]|建议使用.{0,20}浏览器"
    r"|本网站由|^今天是|^欢迎(?:您|光临|访问)|^(?:微信)?扫(?:一扫|描).{0,20}(?:二维码|分享|关注)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"(?:点击|浏览|阅读|访问|人气|查看)\s*(?:数|量|率|次数|人数|人次)?\s*[：:]|(?:点击|浏览|阅读|访问)(?:数|量|次数)|已有\s*\d*\s*人"
)
_STAMP = r"(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?"
_TOLD = re.compile(
    r"[\[【（(]?\s*(?:来\s*源|信息来源|文章来源|稿件来源|消息来源|稿源|作\s*者|发\s*布|发\s*表|日\s*期|时\s*间|更新|录入|上传|编\s*辑|责任编辑"
    r"|审\s*核|供稿|点击|浏览|阅读|访问|字体|字号|索\s*引\s*号|" + _STAMP + ")"
)
_DATED = re.compile(
    rf"(?:发布|发表|更新|录入|上传|添加|成文|生成|公开)?(?:时间|日期)\s*[：:]\s*(?:{_STAMP})?"
    rf"|{_STAMP}\s*\d{{1,2}}[:：]\d\d"
)
_BARE_DATE = re.compile(
    r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?:\s+\d{1,2}[:：]\d\d(?:[:：]\d\d)?)?"
)
_EDITED = re.compile(
    r"[（(\[【]?\s*(?:文章录入|责任编辑|责编|编\s*辑|网络编辑|值班编辑|审\s*核|审\s*校|校\s*对|[初复终一二三]\s*[审校]|排\s*版|录\s*入|监\s*制|发布(?:人|者)|撰稿|来稿)"
    r"\s*[：:丨|]"
)
_RELATED = re.compile(
    r"[【\[]?(?:相关(?:链接|阅读|新闻|报道|文章|推荐|信息|稿件|内容|文档)|延伸阅读|推荐阅读|热门(?:文章|新闻|推荐)"
    r"|猜你喜欢|精彩推荐|为您推荐|最新(?:文章|新闻|推荐)|友情链接)[】\]]?\s*[：:]?"
)
_FROM = re.compile(r"[（(\[【]?\s*(?:文章|信息|稿件)?来\s*源\s*[：:]\s*\S{2,30}\s*[）)\]】]?")
_ENDED = re.compile("[。！？]")


def is_furniture(text: str) -> bool:
    """Whether a line is a button bar, a path, a counter, a link to a neighbour or a footer."""
    if len(text) > _LONGEST or _ENDED.search(text):
        return len(text) <= _LONGEST and bool(re.match("版权所有|Copyright", text))
    plain = text.strip()
    return bool(
        _BUTTONS.fullmatch(plain)
        or _PLACE.match(plain)
        or _TURN.match(plain)
        or _FOOT.search(plain)
        or _is_stamp(plain)
    )


def _is_stamp(text: str) -> bool:
    """The line of day, source and counter below a title; a lone 来源：… is the article's own."""
    if _BARE_DATE.fullmatch(text):
        return True
    return bool(_TOLD.match(text)) and bool(_COUNTED.search(text) or _DATED.search(text))


def article_lines(lines: Sequence[Line]) -> list[Line]:
    """`lines` without those that belong to the page and not to the article."""
    kept = [line for line in lines if line.row or not is_furniture(line.text)]
    kept = kept[: _related_at(kept)]
    last = max((i for i, line in enumerate(kept) if _is_prose(line)), default=-1)
    return kept[: last + 1] + [line for line in kept[last + 1 :] if not _is_credit(line.text)]


def _is_credit(text: str) -> bool:
    """Who edited the page and whom it copied: below the text, and told apart from it."""
    return bool(_EDITED.match(text) or _FROM.fullmatch(text.strip()))


def _is_prose(line: Line) -> bool:
    """A sentence, but for the names of the editors below the text."""
    return bool(_ENDED.search(line.text)) and not _EDITED.match(line.text)


def _related_at(lines: Sequence[Line]) -> int:
    """Where the list of other pages below the article begins."""
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        if _RELATED.fullmatch(bare(line.text)):
            return index
        if _ENDED.search(line.text) or structure_mark(line.text.strip()):
            break
    return len(lines)
