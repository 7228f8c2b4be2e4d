"""What an address brings: the words of its clause; of a chapter its outline, or its whole text where that is asked."""

from __future__ import annotations

import pytest

from tests.support.corpora import corpus, seeds
from tests.support.quoting import asked
from tiaowen import Assistant
from tiaowen.answering import lookups
from tiaowen.answering.lookups import Lookups, trimmed_body
from tiaowen.completion.provisos import Provisos
from tiaowen.datamodels import Answer, Corpus

STUDY = "党史学习教育工作条例"
APPRAISAL = "内蒙古自治区事业单位工作人员考核办法"
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


@pytest.mark.parametrize(
    ("question", "labels", "begins", "ends"),
    [
        (f"{STUDY}第十九条的原文是什么", ["第十九条"], "基层党组织应当", "认真学习党史。"),
        (
            f"《{APPRAISAL}》第四十四条第（三）项",
            ["第四十四条第（三）项", "第四十四条第一款"],
            "受撤销党内职务处分",
            "。",
        ),
        (f"{STUDY}第二条至第四条", ["第二条", "第三条", "第四条"], "开展党史学习教育，", "。"),
        ("水资源方案问题一工作措施2", ["问题一·工作措施2"], "由区水务集团与", "2024年5月底"),
    ],
)
def test_an_address_brings_its_words(
    assistant: Assistant, question: str, labels: list[str], begins: str, ends: str
) -> None:
    answer = asked(assistant, question)
    assert [c.label for c in answer.citations] == labels
    assert answer.answer.startswith(begins)
    assert answer.answer.endswith(ends)


def test_an_item_comes_with_the_words_that_govern_it(assistant: Assistant) -> None:
    item, lead = asked(assistant, f"《{APPRAISAL}》第四十四条第（三）项").citations
    assert item.quote.startswith("（三）")
    assert "（一）" not in lead.quote
    assert "处分" in lead.quote
    assert lead.span.end < item.span.start


def test_a_chapter_brings_its_outline(assistant: Assistant) -> None:
    answer = asked(assistant, f"{STUDY}第三章讲什么")
    assert answer.answer.startswith("第三章 党史学习教育的内容\n第十条 ")
    assert [c.label for c in answer.citations] == [*(f"第十{n}条" for n in ("", *"一二三四五")), "第三章"]
    assert "共 6 条" in answer.note
    assert all(len(c.highlights) == 1 for c in answer.citations)


@pytest.mark.parametrize("clause", seeds().clauses[::5], ids=lambda clause: clause.id)
def test_the_body_of_a_clause_leaves_out_its_number_and_nothing_else(clause) -> None:
    body = trimmed_body(clause)
    text = clause.document.text
    assert clause.start <= body.start < body.end <= clause.end
    words = text[body.start : body.end]
    assert words == words.strip()
    assert text[body.end : clause.end].strip() == ""
    assert words == text[clause.body : clause.end].strip() or words == clause.text
