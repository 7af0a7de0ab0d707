"""Papers that take long are made when they are sent, outside of the transactions."""

import io
import random
import time
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from sqlmodel import select

from content.comparing import compare, counted
from content.cutting.numbers import chinese
from content.papers.making import Papers, comparison
from domain.attachments import Unmade
from store.database import transaction
from store.tables import Article, Work
from tests.handlers.desk import Desk
from tests.handlers.test_editions import TITLE, shelve

SIGNS = "学习会议书记党员支部制度要求时间记录检查报告讨论决定方案工作任务完成情况意见建议责任监督"


def a_code(number: int, seed: int = 7) -> list[str]:
    """Articles of a hundred characters, no two alike."""
    dice = random.Random(seed)
    return ["".join(dice.choices(SIGNS, k=100)) for _ in range(number)]


def articles(texts: list[str]) -> list[Article]:
    return [
        Article(work_id=1, seq=seq, label=f"第{chinese(seq)}条", text=text)
        for seq, text in enumerate(texts, start=1)
    ]


def test_a_long_code_of_which_each_article_changed_is_followed_word_by_word() -> None:
    texts = a_code(1_260)
    changed = ["全新的一条规定。", *(text[:40] + "应当按照规定办理" + text[45:] for text in texts)]
    began = time.process_time()
    pairs = compare(articles(texts), articles(changed))
    assert time.process_time() - began < 5  # each with each took half a minute
    assert counted(pairs) == {"same": 0, "moved": 0, "changed": 1260, "added": 1, "dropped": 0}
    followed = [(p.older.seq, p.newer.seq) for p in pairs if p.older and p.newer]
    assert followed == [(seq, seq + 1) for seq in range(1, 1_261)]


def test_of_a_long_code_the_table_tells_and_nobody_waits(branch: Desk) -> None:
    texts = a_code(450)
    labels = [f"第{chinese(seq)}条" for seq in range(1, 451)]
    before = dict(zip(labels, texts, strict=True))
    shelve(branch, "a", "2020-03-01", before)
    shelve(branch, "bb", "2024-05-01", before | {"第三条": "第三条　全部改写。"})
    shown = branch.say("3", f"对照 {TITLE}", "3")[-1]
    assert "修改" not in shown.text
    assert "见所附表格" in shown.text
    assert shown.message.attachment is not None
    assert shown.message.attachment.content is None
    rows = list(load_workbook(io.BytesIO(branch.paper(shown))).worksheets[0].values)
    assert len(rows) == 3 + 451  # one dropped, one added


def test_a_paper_of_what_is_gone_is_not_made(branch: Desk) -> None:
    shelve(branch, "a", "2020-03-01", {"第一条": "一。"})
    with transaction(branch.engine) as session:
        work = session.exec(select(Work)).one()
        attachment = replace(comparison(work, work), recipe=("comparison", "98", "99"))
    with pytest.raises(Unmade):
        Papers(branch.engine).make(attachment)
    assert attachment.instead
