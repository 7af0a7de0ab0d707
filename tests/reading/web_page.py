"""Pages as content management systems write them, around an article of our own."""

from collections.abc import Callable, Sequence
from html import escape

TITLE = "样例活动室管理办法"
ARTICLE = (
    TITLE,
    "第一章 总则",
    "第一条 为了管好党支部的活动室，根据实际情况，制定本办法。",
    "第二条 活动室用于学习、开会和谈心，不得挪作他用。",
    "（一）开会时由组织委员提前一天登记；",
    "（二）学习资料看完以后放回原处。",
    "第二章 附则",
    "第三条 本办法由支部委员会解释，自公布之日起施行。",
)
BODY = "".join(f"<p>　　{escape(line)}</p>" for line in ARTICLE)
_MENU = '<ul class="nav"><li><a href="/">首页</a></li><li><a href="/a">机构设置</a></li></ul>'
_LISTS = (
    '<div class="leftmenu"><h3>栏目导航</h3><ul><li><a href="/1">学习园地</a></li>'
    '<li><a href="/2">通知公告</a></li><li><a href="/3">先锋风采</a></li>'
    '<li><a href="/4">下载专区</a></li></ul></div>'
)
_FOOT = (
    '<div class="footer"><p>版权所有 © 样例党支部 地址：样例路1号</p><p>京ICP备00000000号</p></div>'
)
_NEIGHBOURS = '<p>上一篇：<a href="/8">旧通知</a></p><p>下一篇：<a href="/9">新通知</a></p>'


def visual_site_builder(body: str) -> str:
    """A school's page."""
    return (
        f"<html><head><title>{TITLE}-样例学校</title></head><body><h1><a href='/'>样例学校</a></h1>"
        f"{_MENU}{_LISTS}<div class=position>您当前的位置： 首页 &gt; 制度</div><form>"
        f"<h2>{TITLE}</h2><p>发布时间：2023-05-06 作者： 点击数：<span>12</span></p>"
        f"<div id=vsb_content_2><div class=v_news_content>{body}</div></div>"
        f"<p>【<a href='#'>关闭窗口</a>】</p>{_NEIGHBOURS}</form>{_FOOT}</body></html>"
    )


def government(body: str) -> str:
    """A page of a government's site."""
    return (
        f'<html><head><title>{TITLE}_样例区政府</title><meta name="ArticleTitle" content="{TITLE}">'
        '<meta name="PubDate" content="2022-03-04 10:11"></head><body>'
        f'{_MENU}<div class="BreadcrumbNav">首页&gt;政策</div><h1>{TITLE}</h1>'
        '<div class="pages-date">2022-03-04 10:11 <span>来源： 样例日报</span> '
        "【字体：大 中 小】打印</div>"
        f'<div class="pages_content" id="UCAP-CONTENT">{body}</div>'
        f"<div>【我要纠错】 责任编辑：某某</div>{_FOOT}</body></html>"
    )


def chat_article(body: str) -> str:
    """An article of a chat service, hidden until its script shows it."""
    return (
        f'<html><head><meta property="og:title" content="{TITLE}"><title></title></head><body>'
        f'<h1 id="activity-name">\n {TITLE}\n</h1><em>2024-02-03 10:00</em>'
        f'<div id="js_content" style="visibility: hidden; opacity: 0;">{body}</div>'
        "<div>微信扫一扫<br>关注该公众号</div></body></html>"
    )


def laid_out_by_tables(body: str) -> str:
    """A page of the years in which tables placed everything."""
    return (
        f"<HTML><HEAD><TITLE>{TITLE}</TITLE></HEAD><BODY><TABLE><TR><TD><A href=/>首页</A></TD>"
        f"<TD><A href=/1>制度</A></TD></TR></TABLE><TABLE><TR><TD>{_LISTS}</TD><TD><TABLE>"
        "<TR><TD>当前位置：<A href=/>首页</A> → 浏览正文</TD></TR>"
        f"<TR><TD align=center><B>{TITLE}</B></TD></TR>"
        "<TR><TD>作者：佚名 文章来源：样例周刊 点击数： 45 更新时间：2009-3-4</TD></TR>"
        f"<TR><TD>{body}</TD></TR><TR><TD>文章录入：admin 责任编辑：admin</TD></TR></TABLE>"
        f"</TD></TR></TABLE>{_FOOT}</BODY></HTML>"
    )


def of_no_family(body: str) -> str:
    """A page whose names say nothing."""
    return (
        f"<!doctype html><html><head><title>{TITLE} | 样例支部</title></head><body>"
        f"<nav>{_MENU}</nav>"
        f'<div class="x1"><div class="x2"><h1>{TITLE}</h1><p><span>2020-03-04</span> <span>浏览：9'
        f'</span></p></div><div class="x3">{body}</div><a href="#">打印</a></div>{_FOOT}'
        "</body></html>"
    )


def bare_page(body: str) -> str:
    """Nothing but the article."""
    return f"<html><body>{body}</body></html>"


SHELLS: Sequence[Callable[[str], str]] = (
    visual_site_builder,
    government,
    chat_article,
    laid_out_by_tables,
    of_no_family,
    bare_page,
)
