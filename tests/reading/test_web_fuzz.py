"""Any bytes are read as a page or refused, and nothing else happens."""

import re
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from content.cutting.lines import bare
from content.reading.web import read_page
from domain.refusals import Refused
from tests.reading.web_page import ARTICLE, BODY, SHELLS

PAGES = [shell(BODY).encode(encoding) for shell in SHELLS for encoding in ("utf-8", "gb18030")]
ARCHIVE = (
    b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
    b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+eDwvcD4=\r\n--b--"
)


@given(st.sampled_from([*PAGES, ARCHIVE]), st.data())
def test_damaged_pages_are_read_or_refused(page: bytes, data: st.DataObject) -> None:
    damaged = bytearray(page)
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(damaged)))
        damaged[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=40))
    read_or_refused(bytes(damaged))


def read_or_refused(page: bytes) -> None:
    with suppress(Refused):
        assert any(line.text.strip() for line in read_page("x.html", page).lines)


_TAG_NAMES = "p div/class=share table tr td ol li br a/href=x pre h1 /p /div /table /a /pre /html"
TAGS = st.sampled_from(["<!--", "-->", "<script>", *(f"<{tag}>" for tag in _TAG_NAMES.split())])


@given(st.lists(st.one_of(TAGS, st.sampled_from(ARTICLE), st.text(max_size=8)), max_size=60))
def test_any_markup_is_read_or_refused(parts: list[str]) -> None:
    read_or_refused(f"<html><body>{''.join(parts)}".encode("utf-8", "replace"))


@given(st.lists(st.text("甲乙丙丁戊己庚辛", min_size=12, max_size=60), min_size=3, max_size=30))
def test_no_character_of_an_article_is_lost(sentences: list[str]) -> None:
    body = "".join(f"<p>{words}。</p>" for words in sentences)
    for shell in SHELLS:
        lines = "".join(line.text for line in read_page("x.html", shell(body).encode()).lines)
        wanted = "".join(f"{words}。" for words in sentences)
        assert re.sub("^样例活动室管理办法", "", bare(lines)) == wanted
