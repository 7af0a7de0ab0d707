"""Saved pages: the article without the page around it."""

from collections.abc import Callable
from datetime import date
from html import escape

import pytest

from content.cutting.lines import lines_of
from content.reading.document import read_document
from content.reading.web import lines_of_web, read_page
from domain.refusals import Refused
from tests.reading.web_page import (
    ARTICLE,
    BODY,
    SHELLS,
    TITLE,
    bare_page,
    government,
    laid_out_by_tables,
    visual_site_builder,
)


def texts(page: str, encoding: str = "utf-8", name: str = "页面.html") -> tuple[str, ...]:
    return tuple(line.text for line in lines_of(lines_of_web(name, page.encode(encoding))))


def in_paragraphs(lines: tuple[str, ...]) -> str:
    return "".join(f"<p>　　{escape(line)}</p>" for line in lines)


def with_line_ends(lines: tuple[str, ...]) -> str:
    return "<br />\r\n".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{escape(line)}" for line in lines)


def of_word(lines: tuple[str, ...]) -> str:
    """Words torn over spans, source lines broken inside words, as an office program writes it."""
    return "".join(
        "<p class=MsoNormal style='text-indent:28.0pt;mso-char-indent-count:2.0'>"
        "<span lang=EN-US><o:p></o:p></span>"
        + "".join(f"<span\nstyle='font-size:14.0pt'>{line[at : at + 9]}</span>" for at in (0, 9))
        + f"<span>{line[18:25]}\n{line[25:]}</span><span lang=EN-US><o:p></o:p></span></p>\n"
        for line in lines
    )


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("body", [in_paragraphs, with_line_ends, of_word])
def test_the_article_and_nothing_else(
    shell: Callable[[str], str], body: Callable[[tuple[str, ...]], str]
) -> None:
    assert texts(shell(body(ARTICLE))) == ARTICLE


@pytest.mark.parametrize(
    ("shell", "source", "published"),
    [
        (visual_site_builder, "", date(2023, 5, 6)),
        (government, "样例日报", date(2022, 3, 4)),
        (laid_out_by_tables, "样例周刊", date(2009, 3, 4)),
    ],
)
def test_what_the_page_says_of_itself(
    shell: Callable[[str], str], source: str, published: date
) -> None:
    page = read_page("页面.html", shell(BODY).encode())
    assert (page.title, page.source, page.published) == (TITLE, source, published)


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("gb2312", "gb18030"),
        ("utf-8", "gb18030"),
        ("gb2312", "utf-8"),
        ("iso-8859-1", "gb18030"),
        ("utf-8", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16", "utf-16-le"),
    ],
)
def test_the_bytes_tell_the_encoding(declared: str, encoding: str) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body>{BODY}</body></html>'
    assert texts(page, encoding) == ARTICLE


def test_a_title_that_stands_only_above_the_article_heads_it() -> None:
    document = read_document("x.html", government(in_paragraphs(ARTICLE[1:])).encode())
    assert document.title == TITLE
    assert [article.label for article in document.articles] == ["第一条", "第二条", "第三条"]


def test_what_is_not_seen_is_not_read() -> None:
    hidden = (
        "<script>var a='第八条 脚本。';</script><style>p:before{content:'第九条'}</style>"
        "<noscript>第十条 请打开脚本。</noscript><!-- <p>第十一条 注释。</p> -->"
        '<p style="display: none">第十二条 隐藏。</p><p hidden>第十三条 隐藏。</p>'
        "<del>第十四条</del>"
        "<![if !supportLists]><span style='mso-hide:all'>第十五条</span><![endif]>"
        "<div style='mso-element:footer'>第 1 页</div>"
    )
    assert texts(bare_page(BODY + hidden)) == ARTICLE
    assert texts(bare_page(hidden + BODY)) == ARTICLE


def test_tables_become_lines() -> None:
    page = bare_page(
        BODY
        + "<table><tr><td>第四条</td><td><p>甲同志负责登记。</p><p>乙同志负责打扫。</p></td></tr>"
        "<tr><td>第五章</td><td>周一</td><td>值班</td></tr></table>"
    )
    lines = lines_of(lines_of_web("x.html", page.encode()))[len(ARTICLE) :]
    assert [line.text for line in lines] == [
        "第四条　甲同志负责登记。",
        "乙同志负责打扫。",
        "第五章　周一　值班",
    ]
    assert [line.row for line in lines] == [False, False, True]


def test_automatic_numbers_of_lists_come_back() -> None:
    page = bare_page(
        f"{BODY}<ol start=3><li>打扫活动室。</li><li>（二）登记。</li></ol>"
        "<ol style='list-style-type:cjk-ideographic'><li>要求</li></ol>"
        "<ol style='list-style:none'><li>完毕。</li></ol>"
    )
    tail = texts(page)[len(ARTICLE) :]
    assert tail == ("3. 打扫活动室。", "（二）登记。", "一、要求", "完毕。")


def test_white_space_of_the_markup_is_folded() -> None:
    page = bare_page(
        f"{BODY}<p>\n  支部 应当\n  按时  开会，\n  不得\tok go\n拖延。</p><pre>甲\n乙。</pre>"
    )
    assert texts(page)[len(ARTICLE) :] == ("支部 应当按时 开会，不得 ok go 拖延。", "甲", "乙。")


@pytest.mark.parametrize(
    "line",
    [
        "今天是2024年1月1日 星期一",
        "您现在的位置： 首页 &gt; 制度",
        "【打印正文】 【关闭窗口】",
        "【字体：大 中 小】 打印 收藏",
        "来源：样例网 发布时间：2020-01-02 浏览次数：8",
        "上一篇：旧通知",
        "[ 下一条 ]：没有了",
        "网站地图 | 联系我们",
        "Copyright 2020 样例支部 版权所有",
        "分享到： 微信 微博 QQ空间",
        "2020-01-02 10:20",
    ],
)
def test_lines_of_the_page_inside_the_article_are_left_out(line: str) -> None:
    assert texts(bare_page(f"{BODY}<p>{line}</p>")) == ARTICLE


@pytest.mark.parametrize(
    "line",
    [
        "打印机由专人管理。",
        "作者：张某",
        "2020年1月2日",
        "首页应当写明密级。",
        "上一个年度的党费，应当在一月底以前交清。",
        "编辑部设在支部办公室。",
    ],
)
def test_lines_of_the_article_stay(line: str) -> None:
    assert texts(bare_page(f"{BODY}<p>{line}</p>")) == (*ARTICLE, line)


def test_lists_of_other_pages_below_the_article_are_left_out() -> None:
    tail = (
        "<p>（来源：样例日报）</p><p>（责任编辑：某某）</p><p>相关阅读</p>"
        "<p><a href='/1'>某支部开展学习</a></p><p><a href='/2'>某支部召开大会</a></p>"
    )
    page = read_page("x.html", bare_page(BODY + tail).encode())
    assert tuple(line.text for line in lines_of(page.lines)) == ARTICLE
    assert page.source == "样例日报"


def test_a_bar_that_was_never_closed_does_not_swallow_the_article() -> None:
    page = f"<html><body><div class=share>分享到<div class=x>{BODY}</body></html>"
    assert texts(page)[-len(ARTICLE) :] == ARTICLE


def test_what_stands_behind_the_end_of_the_page_is_read_as_well() -> None:
    page = (
        f"<html><body>{in_paragraphs(ARTICLE[:4])}</body></html><body>{in_paragraphs(ARTICLE[4:])}"
    )
    assert texts(page) == ARTICLE


def test_a_page_saved_into_one_file() -> None:
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="=_x"\r\n\r\n'
    page = visual_site_builder(BODY).encode("gb18030")
    quoted = "".join(
        f"={byte:02X}" + ("=\r\n" if n % 20 == 19 else "") for n, byte in enumerate(page)
    )
    part = (
        "--=_x\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Type: text/html;\r\n"
        f'\tcharset="gb2312"\r\n\r\n{quoted}\r\n--=_x\r\nContent-Type: image/png\r\n\r\nxxxx\r\n'
        "--=_x--"
    )
    assert texts(head + part, name="页面.mht") == ARTICLE


@pytest.mark.parametrize("name", ["办法.doc", "办法.xls", "办法.txt", "办法"])
def test_a_page_is_told_by_its_bytes(name: str) -> None:
    assert read_document(name, government(BODY).encode()).title == TITLE


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("<html><body><script>load()</script></body></html>", "file_page_empty"),
        ("<html><body><div id=js_content></div><p>首页</p></body></html>", "file_page_empty"),
        ("<html><body>" + "<div>" * 3000 + "第一条 文字。", "file_page_heavy"),
        ("<html><body>" + "<p>文。" * 200_000, "file_page_heavy"),
        ("<html><body><p>" + "文" * 3_000_000, "text_too_long"),
        ("<html><p " + " ".join(f"a{n}" for n in range(5000)) + ">第一条", "file_page_heavy"),
        ('<html><p title="' + "x" * 9_000_000 + '">第一条', "file_page_heavy"),
    ],
)
def test_pages_that_are_refused(page: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_document("x.html", page.encode())
    assert refused.value.code == code


def test_a_damaged_character_in_the_article_is_not_passed_on() -> None:
    with pytest.raises(Refused) as refused:
        read_page("x.html", bare_page(BODY * 9).encode() + b"<p>\xe6\x96</p>")
    assert refused.value.code == "file_bad_bytes"


def test_entities_are_not_multiplied() -> None:
    page = '<!DOCTYPE html [<!ENTITY a "&b;&b;"><!ENTITY b "文字">]><html><body><p>&a;</p>' + BODY
    assert "文字文字" not in "".join(texts(page))
