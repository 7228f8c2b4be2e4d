"""What an address of a chapter brings: its outline, or its whole text where that is asked for."""

from __future__ import annotations

import pytest
from corpora import corpus

from tiaowen import lookups
from tiaowen.datamodels import Answer, Corpus
from tiaowen.lookups import Lookups
from tiaowen.provisos import Provisos

RULES = corpus("""
图书馆管理办法
第一章 总则
第一条 为加强管理，制定本办法。
第二章 借阅
第一节 办证
第二条 办证应当提交下列材料：
（一）身份证；
（二）照片。
第二节 还书
第三条 图书应当按期归还。逾期的，按日收费。
第四条 图书损坏的，照价赔偿。
第三章 附则
第五条 本办法自发布之日起施行。
""")


def chapter(question: str, number: int = 2, of: Corpus = RULES) -> Answer:
    clause = next(c for c in of.clauses if c.level == "章" and c.path[-1].number == number)
    return Lookups(of, Provisos(of)).answer(question, [clause])


@pytest.mark.parametrize(
    "question", ["第二章全文", "办法第二章原文", "把第二章全部内容给我", "第二章完整内容", "第二章所有条文列出来"]
)
def test_the_whole_text_of_a_chapter_is_given_where_it_is_asked_for(question: str) -> None:
    answer = chapter(question)
    document = RULES.documents[0].text
    assert answer.answer == document[document.index("第二章") : document.index("第三章")].strip()
    assert [c.label for c in answer.citations[:3]] == ["第二条", "第三条", "第四条"]
    assert all(c.quote.rstrip() == c.clause.text.rstrip() for c in answer.citations[:3])
    assert [c.quote for c in answer.citations[3:]] == ["第二章 借阅", "第一节 办证", "第二节 还书"]
    assert "全文" in answer.note and "首句" not in answer.note


@pytest.mark.parametrize("question", ["第二章讲什么", "第二章", "第二章的内容", "概括第二章全文", "第二章主要内容"])
def test_else_a_chapter_is_its_outline(question: str) -> None:
    answer = chapter(question)
    assert "照价赔偿" in answer.answer and "按日收费" not in answer.answer
    assert "首句" in answer.note


def test_a_chapter_of_one_article_needs_no_outline() -> None:
    assert chapter("第三章讲什么", 3).answer == "第三章 附则\n第五条 本办法自发布之日起施行。"


def test_a_chapter_that_is_too_long_for_one_answer_is_outlined(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookups, "LONGEST", 20)
    answer = chapter("第二章全文")
    assert "按日收费" not in answer.answer
    assert "全文" in answer.note and "首句" in answer.note
