from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from bot.loading import load_texts
from bot.loading_rosters import load_roster
from domain.refusals import Refused
from store.tables import Article, Branch, Member, Portion, StudyQuestion, Work

SHARED = Path(__file__).parents[2] / "../shared/data"
RULES = "\n".join(
    [
        "示例村集体活动管理条例",
        "（2020年3月1日通过）",
        "第一章　总则",
        "第一条　为了管好集体活动，制定本条例。",
        "第二条　本条例适用于全村。",
        "第二章　活动",
        "第一节　场地",
        "第三条　场地由村里安排。",
        "第四条　用后打扫干净。",
    ]
)


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    (folder / "deep").mkdir(parents=True)
    (folder / "条例.txt").write_text(RULES, "utf-8")
    (folder / "deep" / "讲话.md").write_text("# 在示例会议上的讲话\n\n同志们，大家好。\n", "utf-8")
    (folder / "坏的.docx").write_bytes(b"PK\x03\x04 broken")
    (folder / "表.csv").write_text("a,b", "utf-8")
    (folder / "~$条例.docx").write_bytes(b"lock")
    (folder / ".hidden.txt").write_text("x", "utf-8")
    return folder


def works(engine: Engine) -> list[Work]:
    with Session(engine) as session:
        return list(session.exec(select(Work).order_by(Work.source)).all())


def test_a_folder_loads_and_a_bad_file_is_named(engine: Engine, texts: Path, now: datetime) -> None:
    seen: list[tuple[int, int]] = []
    report = load_texts(
        engine, [texts], None, False, now, lambda done, total: seen.append((done, total))
    )
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert report.problems == 1
    bad, rules, table, speech = report.lines
    assert table.startswith("表.csv：是表格，不是题库或学习计划")
    assert "坏的.docx" in bad
    assert rules.startswith("条例.txt：《示例村集体活动管理条例》")
    assert "2 章 1 节 4 条" in rules
    assert speech.startswith("讲话.md：《在示例会议上的讲话》")
    assert "0 章 0 节 0 条" in speech
    assert {work.title for work in works(engine)} == {
        "示例村集体活动管理条例",
        "在示例会议上的讲话",
    }
    with Session(engine) as session:
        assert len(session.exec(select(Article)).all()) == 4
        assert session.exec(select(Portion)).first() is not None


def test_the_same_bytes_again_change_nothing_and_say_so(
    engine: Engine, texts: Path, now: datetime
) -> None:
    file = texts / "条例.txt"
    load_texts(engine, [file], None, False, now)
    before = works(engine)
    again = load_texts(engine, [file, file], None, False, now)
    assert again.problems == 0
    assert all("没有变化" in line for line in again.lines)
    assert works(engine) == before


def test_dry_run_tells_the_same_and_writes_nothing(
    engine: Engine, texts: Path, now: datetime
) -> None:
    dry = load_texts(engine, [texts], None, True, now)
    assert works(engine) == []
    assert dry.lines == load_texts(engine, [texts], None, False, now).lines


BANK = "\n".join(
    [
        "村务知识题库",
        "1. 场地由谁安排？（ ）",
        "A. 村里",
        "B. 县里",
        "答案：A",
        "2. 用后（ ）打扫。",
        "A. 必须",
        "B. 不必",
        "答案：A",
        "3. 本条例适用于全村。（ ）",
        "答案：对",
    ]
)
ROWS = "题目,选项A,选项B,答案\n场地由谁安排？,村里,县里,A\n活动几点开始？,九点,十点,\n"


def questions(engine: Engine) -> list[StudyQuestion]:
    with Session(engine) as session:
        return list(session.exec(select(StudyQuestion).order_by(col(StudyQuestion.id))).all())


def test_banks_are_recognised_and_loaded_once(engine: Engine, texts: Path, now: datetime) -> None:
    (texts / "题库.txt").write_text(BANK, "utf-8")
    (texts / "a.csv").write_text("姓名,手机号\n张三,13800000000\n", "utf-8")
    (texts / "题.csv").write_text(ROWS, "utf-8")
    report = load_texts(engine, [texts], None, False, now)
    table, bank = (next(x for x in report.lines if x.startswith(n)) for n in ("题.csv", "题库.txt"))
    assert len(report.lines) == 7
    assert report.lines[0].startswith("a.csv：是表格，不是题库")
    assert "题库“题库”，共 3 题：单选 2，判断 1，新增 " in bank
    assert "1 处需要留意" in table
    assert len(questions(engine)) == 3
    again = load_texts(engine, [texts / "题库.txt", texts / "题.csv"], None, False, now)
    assert all("没有变化" in line for line in again.lines)
    assert len(questions(engine)) == 3


def test_a_bank_may_be_said_to_be_one_and_read_dry(
    engine: Engine, texts: Path, now: datetime
) -> None:
    (texts / "题.csv").write_text(ROWS, "utf-8")
    report = load_texts(engine, [texts / "题.csv"], "bank", True, now)
    assert report.lines == ["题.csv：题库“题”，共 1 题：单选 1，1 处需要留意"]
    assert questions(engine) == []
    assert load_texts(engine, [texts / "条例.txt"], "bank", False, now).problems == 1


def test_study_plans_are_loaded_once(engine: Engine, texts: Path, now: datetime) -> None:
    plan = "名称: 示例计划\n篇目:\n  - 栏目: 条例\n    篇目: 示例村集体活动管理条例\n"
    (texts / "计划.yaml").write_text(plan, "utf-8")
    load_texts(engine, [texts / "条例.txt"], None, False, now)
    first = load_texts(engine, [texts / "计划.yaml"], None, False, now)
    assert first.lines == ["计划.yaml：学习计划“示例计划”，1 行"]
    again = load_texts(engine, [texts / "计划.yaml"], None, False, now)
    assert "没有变化" in again.lines[0]


def test_data_that_holds_no_questions_are_named(engine: Engine, texts: Path, now: datetime) -> None:
    (texts / "数据.json").write_text('{"姓名": ["甲一", "乙二"]}', "utf-8")
    report = load_texts(engine, [texts / "数据.json"], None, False, now)
    assert report.problems == 1
    assert "没有读到题目" in report.lines[0]


def test_kind_overrides(engine: Engine, texts: Path, now: datetime) -> None:
    load_texts(engine, [texts / "条例.txt"], "notice", False, now)
    assert works(engine)[0].kind == "notice"
    with pytest.raises(Refused, match="kind_unknown"):
        load_texts(engine, [texts], "poem", False, now)


def test_what_is_no_file_is_named(engine: Engine, tmp_path: Path, now: datetime) -> None:
    report = load_texts(engine, [tmp_path / "missing.txt"], None, False, now)
    assert report.problems == 1
    assert "missing.txt" in report.lines[0]
    (tmp_path / "empty").mkdir()
    assert load_texts(engine, [tmp_path / "empty"], None, False, now).problems == 1


def roster_file(folder: Path, rows: list[list[object]]) -> Path:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for row in rows:
        sheet.append(row)
    workbook.save(folder / "名册.xlsx")
    return folder / "名册.xlsx"


HEAD: list[object] = ["姓名", "性别", "党内职务", "手机号"]


def people(engine: Engine) -> list[str]:
    with Session(engine) as session:
        return sorted(session.exec(select(Member.name)).all())


def test_a_roster_founds_its_branch(engine: Engine, tmp_path: Path, now: datetime) -> None:
    rows: list[list[object]] = [HEAD, ["甲示例", "男", "书记", ""], ["乙示例", "不明", "", ""]]
    file = roster_file(tmp_path, [*rows, ["", "女", "", ""]])
    dry = load_roster(engine, file, "示例支部", True, now, "Asia/Urumqi")
    assert people(engine) == []
    report = load_roster(engine, file, "示例支部", False, now, "Asia/Urumqi")
    assert people(engine) == ["乙示例", "甲示例"]
    for lines in (dry.lines, report.lines):
        assert "共 2 人" in lines[0]
        assert any(line.startswith("第 3 行：") for line in lines)
        assert any(line.startswith("第 4 行：") for line in lines)
    assert (report.number, report.problems) == (2, 1)
    assert "新增 2 人" in report.lines[-1]
    with Session(engine) as session:
        branch = session.exec(select(Branch)).one()
        assert (branch.name, branch.timezone) == ("示例支部", "Asia/Urumqi")
    again = load_roster(engine, file, "示例支部", False, now, "Asia/Urumqi")
    assert "未变 2 人" in again.lines[-1]
    assert "新支部" not in again.lines[0]


def test_a_roster_that_cannot_be_read_changes_nothing(
    engine: Engine, tmp_path: Path, now: datetime
) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"PK broken")
    with pytest.raises(Refused, match="file_broken"):
        load_roster(engine, tmp_path / "x.xlsx", "示例支部", False, now, "Asia/Shanghai")
    with pytest.raises(OSError, match="missing"):
        load_roster(engine, tmp_path / "missing.csv", "示例支部", False, now, "Asia/Shanghai")
    with Session(engine) as session:
        assert session.exec(select(Branch)).all() == []


def test_every_trial_document_loads_once(sqlite_url: str, now: datetime) -> None:
    if not SHARED.is_dir():
        pytest.skip("the trial data is not here")
    from store.database import open_database

    engine = open_database(sqlite_url)
    files = sorted((SHARED / "docs").glob("*.txt"))[:25]
    report = load_texts(engine, files, None, False, now)
    assert [line for line in report.lines if "没有导入" in line] == []
    assert len(works(engine)) + report.problems == len(files)
