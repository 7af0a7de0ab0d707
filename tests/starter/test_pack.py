"""The starter pack as a reader meets it: enough of it, sober, marked, and with its sources."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from content.starter.pack import Reference, StarterPortion, _reference, starter_pack

PROJECT = Path(__file__).parents[2]
DOCS = PROJECT / "../shared/data/docs"
PACK = starter_pack()
PORTIONS = PACK.portions
CHARTER = "中国共产党章程"
BURDEN = "what-this-program-never-does"
FORBIDDEN = re.compile(
    "积分|排名|排行|打卡|接龙|点赞|加油|勋章|连续天数|截图|真棒|一起来|快来|小伙伴"
    "|[！？!?~～哦呀吧啦]"
)
IDEOGRAPH = re.compile(r"[\u4e00-\u9fff]")
QUOTED = re.compile(r"[“「『\"]([^”」』\"]*)[”」』\"]")
TITLED = re.compile(r"《[^》]*》")
PLACE = re.compile(r"总纲|第[一二三四五六七八九十]+(?:条|章|部分)")
EMOJI = re.compile(r"[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F]")
LONGEST_SHARED_RUN = 20

each_portion = pytest.mark.parametrize("portion", PORTIONS, ids=lambda portion: portion.id)


def test_the_pack_says_what_it_is() -> None:
    assert PACK.title == "导学：党章与组织生活"
    assert PACK.mark == "导学（非原文）"
    assert "不是文件原文" in PACK.note
    assert date.fromisoformat(PACK.edition)


def test_there_is_enough_to_read_for_seven_working_weeks() -> None:
    assert len(PORTIONS) >= 36


def test_ids_and_titles_are_unique() -> None:
    assert len({portion.id for portion in PORTIONS}) == len(PORTIONS)
    assert len({portion.title for portion in PORTIONS}) == len(PORTIONS)


def test_every_file_of_portions_is_listed_and_every_listed_file_is_read() -> None:
    folder = PROJECT / "content/starter"
    rows = [
        row["id"]
        for path in folder.glob("*.toml")
        for row in tomllib.loads(path.read_text(encoding="utf-8")).get("portion", ())
    ]
    assert sorted(rows) == sorted(portion.id for portion in PORTIONS)


def test_programme_and_all_eleven_chapters_are_covered() -> None:
    places = {each.article for each in _charter_references()}
    first_articles = ["第一条", "第十条", "第二十条", "第二十五条", "第三十条", "第三十五条"]
    first_articles += ["第三十九条", "第四十五条", "第四十八条", "第五十一条", "第五十五条"]
    assert "总纲" in places
    assert set(first_articles) <= places


@each_portion
def test_length_fits_one_message(portion: StarterPortion) -> None:
    assert 180 <= len(IDEOGRAPH.findall(portion.text)) <= 420


@each_portion
def test_every_portion_is_marked_and_names_its_sources(portion: StarterPortion) -> None:
    assert portion.mark == PACK.mark
    assert portion.references
    for reference in portion.references:
        assert f"《{reference.work}》" in portion.source_line
        assert reference.article is None or PLACE.fullmatch(reference.article)
        assert reference.article is None or reference.article in portion.source_line


@each_portion
def test_tone_is_plain(portion: StarterPortion) -> None:
    text = portion.title + portion.text
    assert not EMOJI.search(text)
    if portion.id != BURDEN:
        assert FORBIDDEN.findall(text) == []


def test_the_portion_on_burdens_names_what_is_refused() -> None:
    text = next(portion.text for portion in PORTIONS if portion.id == BURDEN)
    assert [
        word for word in ("积分", "名次", "打卡", "接龙", "点赞", "截图") if word not in text
    ] == []


@each_portion
def test_quotation_marks_hold_only_short_names(portion: StarterPortion) -> None:
    assert portion.text.count("“") == portion.text.count("”")
    assert [quoted for quoted in QUOTED.findall(portion.text) if len(quoted) > 6] == []


def test_no_title_is_shortened_within_angle_brackets() -> None:
    works = {reference.work for portion in PORTIONS for reference in portion.references}
    assert {work for work in works if not re.match(r"中国共产党|关于|整治形式主义", work)} == set()


@each_portion
def test_articles_named_in_the_title_are_referred_to(portion: StarterPortion) -> None:
    named = re.findall(r"第[一二三四五六七八九十]+[条章]", portion.title)
    cited = {reference.article for reference in portion.references if reference.work == CHARTER}
    assert set(named) <= cited


def test_every_cited_charter_article_exists() -> None:
    charter = _document("charter-2017.md")
    headings = set(re.findall(r"^\s*(总纲|第[一二三四五六七八九十]+[条章])", charter, re.MULTILINE))
    assert {each.article for each in _charter_references() if each.article} - headings == set()


def test_cited_part_of_the_norms_exists() -> None:
    norms = _document("political-life-2016.md")
    assert "\n九、严格党的组织生活制度" in norms
    parts = {
        reference.article
        for portion in PORTIONS
        for reference in portion.references
        if reference.work == "关于新形势下党内政治生活的若干准则"
    }
    assert parts == {"第九部分"}


@pytest.mark.parametrize(
    "name", ["charter-2017.md", "political-life-2016.md", "discipline-2018.md"]
)
def test_no_portion_copies_the_original(name: str) -> None:
    original = _bare(_document(name))
    runs = {original[at : at + LONGEST_SHARED_RUN] for at in range(len(original))}
    copied = {
        portion.id: run
        for portion in PORTIONS
        for run in _runs_of(_bare(portion.text))
        if run in runs
    }
    assert copied == {}


def test_source_line_names_each_work_once() -> None:
    portion = StarterPortion(
        id="x",
        title="x",
        text="x",
        references=(
            Reference("甲例", "第五条"),
            Reference("甲例", "第六条"),
            Reference("乙例", None),
        ),
        mark="导学（非原文）",
    )
    assert portion.source_line == "出处：《甲例》第五条、第六条；《乙例》"
    assert str(portion.references[0]) == "《甲例》第五条"


def test_a_reference_without_its_title_marks_is_named() -> None:
    with pytest.raises(ValueError, match=r"portion-7.*甲例第五条"):
        _reference("甲例第五条", "portion-7")


def _charter_references() -> list[Reference]:
    return [each for portion in PORTIONS for each in portion.references if each.work == CHARTER]


def _document(name: str) -> str:
    path = DOCS / name
    if not path.is_file():
        pytest.skip(f"the original text {name} is not beside this checkout")
    return path.read_text(encoding="utf-8")


def _bare(text: str) -> str:
    return "".join(IDEOGRAPH.findall(TITLED.sub("", text)))


def _runs_of(text: str) -> list[str]:
    return [text[at : at + LONGEST_SHARED_RUN] for at in range(len(text) - LONGEST_SHARED_RUN + 1)]
