"""Answers of the five sources: the deciding words, whole lists, two topics, and how much of a clause is quoted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from tests.support.corpora import seeds
from tests.support.quoting import asked
from tiaowen import Assistant
from tiaowen.answering.answering import QUOTED_WHOLE, Answerer
from tiaowen.datamodels import Answer, Hit

STUDY = "党史学习教育工作条例"
APPRAISAL = "内蒙古自治区事业单位工作人员考核办法"
COMMUNITY = "中共中央办公厅 国务院办公厅关于加强社区工作者队伍建设的意见"
CLAUSES = seeds().clauses
Ask = Callable[[str], Answer]


@pytest.fixture(scope="module")
def ask(assistant: Assistant) -> Ask:
    return partial(asked, assistant)


@pytest.fixture(scope="module")
def answerer(assistant: Assistant) -> Answerer:
    return assistant.answerer


@pytest.mark.parametrize(
    ("question", "cite", "words"),
    [
        ("基层党组织每年至少要组织几次党史学习？", f"《{STUDY}》第十九条", "每年至少组织1次"),
        ("年度考核的结果分为哪几个档次？", f"《{APPRAISAL}》第十条", "优秀、合格、基本合格和不合格四个档次"),
        ("综合评估原则上几年开展一次？", f"《{STUDY}》第三十一条第一款", "原则上每5年"),
        ("每万城镇常住人口要配备多少社区工作者？", f"《{COMMUNITY}》第3点", "社区工作者18人"),
        ("谁来解释党史学习教育工作条例", f"《{STUDY}》第三十三条", "负责解释"),
    ],
)
def test_the_answer_is_the_deciding_words_of_the_right_clause(ask: Ask, question: str, cite: str, words: str) -> None:
    answer = ask(question)
    first = answer.citations[0]
    assert words in answer.answer
    # An article with one 款 may be cited by either.
    assert first.cite in (cite, cite.removesuffix("第一款"))
    assert words in first.quote
    assert len(answer.answer) <= len(first.quote)


@pytest.mark.parametrize("question", ["基层党组织每年至少要组织几次党史学习？", "受党内警告的当年能确定为优秀吗？"])
def test_the_highlights_are_the_answer_in_the_quotation(ask: Ask, question: str) -> None:
    answer = ask(question)
    first = answer.citations[0]
    assert answer.separator.join(first.quote[a:b] for a, b in first.highlights) == answer.answer


@pytest.mark.parametrize(
    ("question", "count", "first", "last"),
    [
        ("党史学习教育有哪些原则？", 6, "坚持党的全面领导", "坚持唯物史观和正确党史观"),
        ("党史学习教育工作应当遵循哪些原则", 6, "坚持党的全面领导", "坚持唯物史观和正确党史观"),
    ],
)
def test_a_list_is_answered_by_all_its_items_in_order(
    ask: Ask, question: str, count: int, first: str, last: str
) -> None:
    lines = ask(question).answer.split("\n")
    assert [line[:3] for line in lines] == [f"（{n}）" for n in "一二三四五六七八九"[:count]]
    assert first in lines[0]
    assert last in lines[-1]


@pytest.mark.parametrize(
    ("question", "cites"),
    [
        ("平时考核和年度考核的优秀比例各控制在多少", ["第二十四条", "第十五条第一款"]),  # the general rule: 20%
        ("平时考核和年度考核的优秀档次比例分别是多少？", ["第二十四条", "第十五条第一款"]),
        ("聘期考核和年度考核的结果分别分为哪些档次？", ["第十九条", "第十条"]),
    ],
)
def test_two_topics_cite_a_clause_each_in_the_order_asked(ask: Ask, question: str, cites: list[str]) -> None:
    answer = ask(question)
    assert [c.label for c in answer.citations if not c.exception] == cites
    assert len(answer.spans) == 2


LONG = [c for c in CLAUSES if c.role == "unit" and len(c.text) > QUOTED_WHOLE]
SHORT = [c for c in CLAUSES if c.role == "unit" and len(c.text) <= QUOTED_WHOLE]


@pytest.mark.parametrize("clause", LONG, ids=lambda clause: clause.id)
def test_of_a_long_clause_the_quotation_holds_the_spans(answerer: Answerer, clause) -> None:
    spans = answerer.extractor.spans("由谁负责，什么时候完成？", Hit(clause, 0.5))
    citation = answerer.cite(Hit(clause, 0.5), spans)
    text = clause.document.text
    assert clause.start <= citation.span.start < citation.span.end <= clause.end
    assert [citation.quote[a:b] for a, b in citation.highlights] == [text[s.start : s.end] for s in sorted(spans)]
    # Paragraphs are never cut.
    assert citation.span.start in (clause.start, citation.clause.start) or text[citation.span.start - 1] == "\n"
    assert citation.span.end in (clause.end, citation.clause.end) or text[citation.span.end] == "\n"


@pytest.mark.parametrize("clause", SHORT[::10], ids=lambda clause: clause.id)
def test_a_short_clause_is_quoted_whole(answerer: Answerer, clause) -> None:
    spans = answerer.extractor.spans("有什么规定？", Hit(clause, 0.5))
    assert answerer.cite(Hit(clause, 0.5), spans).quote == clause.text
