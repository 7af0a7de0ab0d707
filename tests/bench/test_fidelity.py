"""The measures of fidelity notice what is wrong, and do not find fault with what is right."""

import copy
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bench.fidelity import documents, report, rosters, variants
from bench.fidelity.bank_comparison import (
    compare_questions,
    count_faults,
    rows_left_out,
)
from bench.fidelity.comparison import UNITS, compare, digest, level_counts, measured
from bench.fidelity.expectation import PAGE_NUMBER, read_expectation
from bench.fidelity.outcome import Outcome, outcome_of
from bench.fidelity.right_passage import is_right, rank
from bench.fidelity.same_text import differences, lost_and_added
from bench.fidelity.share import Share, all_of
from bench.fidelity.trial_data import Missing, TrialData
from bench.fidelity.watching import watched
from bench.figures import Section, Verdict
from content.cutting.cut import cut
from content.cutting.document import Document
from content.reading.bank.question import Bank, BankProblem, BankQuestion, QuestionKind

NOW = datetime(2026, 11, 25, tzinfo=UTC)
RULES = """样例活动室管理办法
第一章　总则
第一条　为了管好活动室，制定本办法。
第二条　活动室由支部管理。
（一）有人值班；
第二章　使用
第三条　本办法自发布之日起施行。
"""
SAME = "same headings, counts and article texts as base (whitespace aside)"


def truth_of(document: Document, file: str = "rules.txt") -> dict[str, Any]:
    counts = document.counts()
    return {
        "file": file,
        "counts": {key: counts[unit] for key, unit in UNITS.items()},
        "gongwen_levels": level_counts(document),
        "headings": [heading.text for heading in document.headings],
        "articles": [
            {
                "label": article.label,
                "path": list(article.path),
                "n": len(measured(article.text)),
                "sha1": digest(article.text),
            }
            for article in document.articles
        ],
    }


@pytest.fixture
def truth() -> dict[str, Any]:
    return truth_of(cut(RULES))


@pytest.fixture
def data(tmp_path: Path, truth: dict[str, Any]) -> TrialData:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "rules.txt").write_text(RULES, encoding="utf-8")
    (tmp_path / "expected.json").write_text(json.dumps({"documents": {"rules": truth}}))
    return TrialData(tmp_path)


def untidy(data: TrialData, texts: dict[str, str], expect: str) -> Section:
    (data.folder / "variants").mkdir()
    entries = []
    for name, text in texts.items():
        (data.folder / "variants" / name).write_text(text, encoding="utf-8")
        entries.append({"file": name, "base": "rules", "how": "made", "expect": expect})
    (data.folder / "variants" / "variants.json").write_text(json.dumps(entries))
    return variants.work(data, print)


def test_a_document_like_its_truth_has_no_difference(truth: dict[str, Any]) -> None:
    found = compare(cut(RULES), truth)
    assert found.differences == []
    assert found.texts_right == 3


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (("由支部", "归支部"), "texts"),
        (("第二章　使用", "第二章　借用"), "headings"),
        (("第二章　使用\n", ""), "counts"),
        (("第三条　", ""), "articles"),
        (("（一）", ""), "counts"),
    ],
)
def test_every_kind_of_difference_is_noticed(
    change: tuple[str, str], kind: str, truth: dict[str, Any]
) -> None:
    assert getattr(compare(cut(RULES.replace(*change)), truth), kind)


def test_one_article_too_few_does_not_spoil_the_others(truth: dict[str, Any]) -> None:
    found = compare(cut(RULES.replace("第一条　", "")), truth)
    assert found.texts_right == 2


def test_documents_are_counted(data: TrialData) -> None:
    section = documents.work(data, print)
    assert [verdict.held for verdict in section.verdicts] == [True] * 6
    (data.folder / "docs" / "rules.txt").write_text(RULES.replace("活动室由", "活动室应由"))
    section = documents.work(data, print)
    assert [verdict.what for verdict in section.verdicts if not verdict.held] == [
        "article texts, by hash"
    ]
    assert section.rows == [("rules", "the text of 第二条 differs (1 characters more)", "1")]


def test_missing_data_are_said(tmp_path: Path) -> None:
    with pytest.raises(Missing, match=r"no expected\.json"):
        documents.work(TrialData(tmp_path), print)


def test_a_tail_behind_the_last_article_may_stay_or_go(truth: dict[str, Any]) -> None:
    base = cut(RULES)
    tailed = cut(f"{RULES}（来源：某网）\n")
    assert differences(tailed, base, truth) == []
    assert differences(base, tailed, truth_of(tailed)) == []
    assert differences(cut(RULES.replace("值班", "看守")), base, truth)


def test_lost_and_added_characters_are_counted() -> None:
    base = cut("某讲话\n同志们，今天是个好日子。\n一、第一点讲学习。\n二、第二点讲组织。")
    shorter = cut("某讲话\n同志们，今天是好日子。\n一、第一点讲学习。\n三、第二点讲组织啊。")
    assert lost_and_added(shorter, base) == (2, 2)
    assert lost_and_added(shorter, base, labels=False) == (1, 1)
    assert lost_and_added(base, base) == (0, 0)


@pytest.mark.parametrize(
    ("expect", "imported", "refused", "same"),
    [
        (SAME, True, False, True),
        ("refused with a plain message", False, True, False),
        ("refused (or imported) with a plain-language message", True, True, True),
        ("refused with a plain message (or recognised by content)", True, True, True),
        ("imported as 21, or refused with a plain message", True, True, True),
        ("imported with a warning, or refused; not decoded as GBK", True, True, False),
        ("refused, or imported with the entity empty; never /etc/passwd", True, True, False),
        ("article count as base is the hard goal", True, False, False),
        ("一、 parts as base", True, False, False),
        ("something nobody thought of", False, False, False),
    ],
)
def test_expectations_are_read(expect: str, imported: bool, refused: bool, same: bool) -> None:
    found = read_expectation(expect, "made")
    assert (found.imported, found.refused, found.same) == (imported, refused, same)
    assert found.is_known == (imported or refused)


def test_words_of_an_expectation_are_read() -> None:
    found = read_expectation("refused: message says that the PDF has no text (scan) - never", "")
    assert found.words == ("扫描", "文字")
    assert read_expectation("refused: message says password", "").words == ("密码",)
    found = read_expectation(
        f"{SAME}; deleted text 旧话 must not appear; none of 甲, 乙 in the text", ""
    )
    assert found.absent == ("旧话", "甲", "乙")
    found = read_expectation(
        f"{SAME}; page header and page numbers must not enter", "x, page header 学习资料, y"
    )
    assert found.absent == ("学习资料",)
    assert found.no_page_numbers


@pytest.mark.parametrize("line", ["12", "- 3 -", "— 4 —", "第 5 页"])
def test_page_numbers(line: str) -> None:
    assert PAGE_NUMBER.fullmatch(line)
    assert not PAGE_NUMBER.fullmatch(f"{line}人")


def test_untidy_files_are_judged(data: TrialData) -> None:
    texts = {"good.txt": RULES.replace("\n", "\r\n"), "bad.txt": RULES.replace("第三条", "第四条")}
    section = untidy(data, texts, SAME)
    assert [row[2][:3] for row in section.rows] == ["yes", "**n"]
    assert not section.verdicts[0].held


def test_what_must_be_refused_may_not_come_in(data: TrialData) -> None:
    section = untidy(data, {"a.txt": RULES, "b.txt": ""}, "refused with a plain message")
    assert [row[2] for row in section.rows] == ["**no**: must be refused", "yes"]


def test_banned_words_and_unread_expectations_are_named(data: TrialData) -> None:
    section = untidy(data, {"a.txt": RULES + "网站地图\n"}, f"{SAME}; none of 网站地图 in the text")
    assert section.rows[0][2] == "**no**: '网站地图' stands in the text"
    entry = {"base": "rules", "how": "", "expect": "well done"}
    outcome = outcome_of(data.file("docs", "rules.txt"))
    assert variants.judge(outcome, entry, data, data.documents()) == [
        "its expectation is not understood"
    ]


@pytest.mark.parametrize(
    ("sentence", "plain"),
    [
        ("“样例.doc”是老格式，请另存。", True),
        ("ValueError: 这里是错误。", False),
        ("Traceback (most recent call last)", False),
        ("这份文件读不了", False),
        ("没有办成。\n第二行。", False),
    ],
)
def test_plain_sentences(sentence: str, plain: bool) -> None:
    assert Outcome(None, sentence, 0.0).is_plain == plain


def test_reaching_out_is_heard(tmp_path: Path) -> None:
    with watched() as heard:
        Path(__file__).read_bytes()
    assert heard == []
    other = Path(__file__).parents[3] / "zhibu-is-not-here"
    with watched() as heard, pytest.raises(FileNotFoundError):
        other.read_bytes()
    assert heard == ["read another file"]


def test_rosters_are_counted(tmp_path: Path) -> None:
    (tmp_path / "rosters").mkdir()
    (tmp_path / "rosters" / "r.csv").write_text("姓名,手机\n甲一,13800000001\n乙二,1380\n")
    rows = [
        {"row": 2, "name": "甲一", "phone": "13800000001", "problem": None},
        {"row": 3, "name": "乙二", "phone": None, "problem": "short"},
    ]
    entry: dict[str, Any] = {"file": "r.csv", "rows": rows, "not_members": []}
    truth = tmp_path / "rosters" / "expected_rosters.json"
    truth.write_text(json.dumps([entry]))
    section = rosters.work(TrialData(tmp_path))
    assert [verdict.held for verdict in section.verdicts[:2]] == [True, True]
    wrong = copy.deepcopy(entry)
    wrong["rows"][0]["phone"] = "13800000002"
    wrong["rows"][0]["problem"] = "there is none"
    truth.write_text(json.dumps([wrong]))
    section = rosters.work(TrialData(tmp_path))
    assert [verdict.held for verdict in section.verdicts[:2]] == [False, False]
    assert section.rows[0][3] == "row 2: phone; row 2: not named"


STEM = "支部大会多久开一次（ ）"
KNOWN = {"type": "单选题", "stem": STEM, "options": ["每月", "每季"], "answer": "B"}
ASKED = BankQuestion(QuestionKind.SINGLE, STEM, ("每月", "每季"), (1,), row=2)


def test_questions_of_a_bank_are_compared() -> None:
    assert compare_questions([ASKED], [KNOWN]).told == []
    found = compare_questions([ASKED], [KNOWN | {"type": "多选题", "answer": "AB"}])
    assert found.told == ["question 1: types", "question 1: answers"]
    found = compare_questions([ASKED], [KNOWN | {"options": ["每月", "每年"]}])
    assert found.told == ["question 1: options"]
    found = compare_questions([ASKED], [KNOWN | {"stem": "支部大会何时开"}])
    assert found.told == ["question 1 is missing"]
    assert (found.more, found.wrong["answers"]) == (1, 1)


def test_a_question_that_stands_twice_is_paired_with_its_own_answer() -> None:
    other = BankQuestion(QuestionKind.SINGLE, STEM, ("每年", "每月"), (0,), row=3)
    known = {"type": "单选题", "stem": STEM, "options": ["每年", "每月"], "answer": "A"}
    assert compare_questions([ASKED, other], [known, KNOWN]).told == []


def test_bad_rows_must_be_left_out_and_named() -> None:
    bank = Bank((ASKED,), (), (BankProblem(4, "", "no_answer"),))
    rejected = [
        {"row": 2, "reason": "no options"},
        {"row": 4, "reason": "no answer"},
        {"row": 5, "reason": "empty stem"},
        {"row": 6, "reason": "note row, not a question"},
    ]
    assert rows_left_out(bank, rejected) == ["row 2 was taken", "row 5 is not named"]


def test_types_of_a_bank_are_counted() -> None:
    bank = Bank((ASKED,), (ASKED,), ())
    assert count_faults(bank, {"questions": 2, "by_type": {"单选题": 2}}) == []
    assert count_faults(bank, {"questions": 1, "by_type": {"多选题": 1}}) == [
        "2 questions, not 1",
        "0 多选题, not 1",
    ]


QUESTION = {"doc": "rules", "where": "第二条", "quote": "由支部管理", "also": []}
PART = {"doc": "rules", "where": "二、", "quote": "由支部管理", "also": []}


def passage(source: str, label: str, text: str, path: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"source": source, "label": label, "text": text, "path": list(path)}


def test_the_right_passage() -> None:
    files = {"rules": "rules.txt"}
    right = passage("rules.txt", "第二条", "第二条　活动室由支部管理。")
    others = [passage("rules.txt", "第三条", ""), passage("other.txt", "第二条", "")]
    assert rank([*others, right], lambda one: is_right(one, QUESTION, files)) == 3
    assert rank(others, lambda one: is_right(one, QUESTION, files)) is None
    inside = passage("rules.txt", "二、（一）", "活动室由支部管理。", ("二、管理",))
    beside = passage("rules.txt", "二、（二）", "活动室有人值班。", ("二、管理",))
    assert is_right(inside, PART, files)
    assert not is_right(beside, PART, files)


def test_shares_hold_no_bar_by_default() -> None:
    assert not all_of("x", Share()).held
    assert not Share(9999, 10_000).at_least("x", 100).held
    assert str(Share(9999, 10_000)) == "9999 of 10000 (99.99 %)"
    assert Share(995, 1000).at_least("x", 99.5).held


def bar(title: str) -> Section:
    section = Section(title, "how", ("file", "ended"), [("a", "b")])
    section.verdicts = [Verdict("x", "all", "1 of 2", held=False)]
    return section


def test_every_bar_stands_in_one_table(tmp_path: Path) -> None:
    file = tmp_path / "FIDELITY.md"
    for name in ("variants", "documents"):
        report.put(name, [bar(report.TITLES[name])], NOW, file)
    text = file.read_text(encoding="utf-8")
    assert text.count("| x | all | 1 of 2 | **no** |\n") == 4
    assert "| Documents | x | all | 1 of 2 | **no** |\n| Untidy files | x" in text
    order = ["## 0. All bars", "## 1. Documents", "## 2. Untidy files"]
    assert sorted(order, key=text.index) == order


def test_what_a_part_measures_no_more_goes(tmp_path: Path) -> None:
    file = tmp_path / "FIDELITY.md"
    title = report.TITLES["speed"]
    report.put("documents", [bar(report.TITLES["documents"])], NOW, file)
    report.put("speed", [bar(f"{title}: Word files"), bar(f"{title}: web pages")], NOW, file)
    report.put("speed", [bar(f"{title}: web pages")], NOW, file)
    text = file.read_text(encoding="utf-8")
    assert "Word files" not in text
    assert text.count("| Speed: web pages | x") == 1
    assert "## 1. Documents" in text
