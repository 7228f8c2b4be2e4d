"""The list whose announcement has the words of the question comes before another list of the same regulation."""

from __future__ import annotations

import pytest

from tests.support.corpora import corpus
from tiaowen.datamodels import Hit
from tiaowen.spans.announced import announced

RULES = corpus("""
游船管理办法
第一条 取得游船使用许可应当符合下列条件：
（一）船体合格；
（二）有取得游船驾驶资格的人员。
第二条 取得游船驾驶资格应当符合下列条件：
（一）年满十八周岁；
（二）身体健康。
第三条 游船驾驶资格由港务处取消。
""")
ARTICLES = [clause for clause in RULES.clauses if clause.level == "条"]


@pytest.mark.parametrize(
    ("question", "first", "settles", "found"),
    [
        ("取得游船驾驶资格要符合哪些条件", 1, True, "第二条"),
        ("取得游船驾驶资格要符合哪些条件", 1, False, None),  # reading refutes it
        ("取得游船驾驶资格要符合哪些条件", 2, True, None),  # it comes first already
        ("取得游船驾驶资格要符合哪些条件", 3, True, None),  # no list, and no other list was mistaken for it
        ("取得游船的条件", 1, True, None),  # both lists are announced in these words
        ("取得游船驾驶资格要多少钱", 1, True, None),
        ("取得飞艇驾驶资格要符合哪些条件", 1, True, None),
    ],
)
def test_the_list_announced_in_the_words_of_the_question(
    question: str, first: int, settles: bool, found: str | None
) -> None:
    order = [ARTICLES[first - 1], *(article for article in ARTICLES if article is not ARTICLES[first - 1])]
    hits = [Hit(article, 0.5, {}) for article in order]
    hit = announced(question, hits, RULES, lambda word: 1.0, lambda clause: settles)
    assert (hit.clause.label if hit else None) == found
