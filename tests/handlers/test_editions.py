"""Of several editions the newest in force is quoted, and only that."""

from store.database import transaction
from store.tables import Article, Work
from tests.handlers.desk import Desk

TITLE = "柳河支部学习办法"


def shelve(desk: Desk, digest: str, issued: str, articles: dict[str, str]) -> None:
    """An edition with these articles."""
    with transaction(desk.engine) as session:
        work = Work(
            title=TITLE,
            kind="regulation",
            issued=issued,
            sha256=digest,
            rank=len(digest),
            counts={"条": len(articles)},
            loaded_at=desk.now,
        )
        session.add(work)
        session.flush()
        for number, (label, text) in enumerate(articles.items()):
            session.add(Article(work_id=work.id or 0, seq=number, label=label, text=text))


def test_the_newest_edition_answers_and_says_so(branch: Desk) -> None:
    shelve(branch, "a", "2020-03-01", {"第一条": "旧的第一条。", "第二条": "旧的第二条。"})
    shelve(branch, "bb", "2024-05-01", {"第一条": "新的第一条。"})
    said = branch.say("3", f"{TITLE}第1条", "3")[-1].text
    assert "新的第一条。" in said
    assert "2024年5月1日" in said
    assert "2 个版本" in said


def test_an_article_that_only_an_older_edition_has_is_none(branch: Desk) -> None:
    shelve(branch, "a", "2020-03-01", {"第一条": "旧的第一条。", "第二条": "旧的第二条。"})
    shelve(branch, "bb", "2024-05-01", {"第一条": "新的第一条。"})
    said = branch.say("3", f"查 {TITLE} 第二条", "3")[-1].text
    assert "没有" in said
    assert "旧的" not in said


def test_one_edition_in_two_files_is_one_edition(branch: Desk) -> None:
    shelve(branch, "a", "2024-05-01", {"第一条": "第一条。"})
    shelve(branch, "bb", "2024-05-01", {"第一条": "第一条。"})
    assert "个版本" not in branch.say("3", f"{TITLE}第一条", "3")[-1].text
