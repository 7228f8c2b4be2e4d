"""Answers of the five sources: the deciding words, whole lists, looked-up addresses, and refusals that say why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.corpora import seeds
from tests.quoting import assert_verbatim
from tiaowen import Assistant
from tiaowen.answering import (
    FAR,
    NEAR,
    QUOTED_WHOLE,
    THRESHOLD,
    THRESHOLD_FAR,
    Answerer,
    confidence,
    refused,
)
from tiaowen.datamodels import Answer, Hit
from tiaowen.lookups import trimmed_body

STUDY = "党史学习教育工作条例"
APPRAISAL = "内蒙古自治区事业单位工作人员考核办法"
COMMUNITY = "中共中央办公厅 国务院办公厅关于加强社区工作者队伍建设的意见"
CLAUSES = seeds().clauses
Ask = Callable[[str], Answer]


@pytest.fixture(scope="module")
def ask(assistant: Assistant) -> Ask:
    def asked(question: str) -> Answer:
        answer = assistant.ask(question)
        assert_verbatim(answer, assistant.corpus)
        return answer

    return asked


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
    ("question", "verdict"),
    [
        ("县级以上机关能不能借调社区工作者？", "否"),
        ("受党内警告的当年能确定为优秀吗？", "否"),
        ("党史学习教育是否应当纳入年度工作计划？", "是"),
        ("基层党组织每年至少要组织几次党史学习？", ""),
        ("年度考核的结果分为哪几个档次？", ""),
    ],
)
def test_a_yes_no_question_is_marked_apart_from_the_quotation(ask: Ask, question: str, verdict: str) -> None:
    answer = ask(question)
    assert answer.verdict == verdict
    assert not answer.answer.startswith(("是", "否", "视情形"))


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


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("今天天气怎么样", "所收文件中没有找到相关内容。"),
        ("怎么做红烧肉", "所收文件中没有找到相关内容。"),
        ("刑法规定盗窃罪判几年", "所收文件没有规定这个问题。"),
        ("《中华人民共和国劳动合同法》规定试用期多长？", "所收文件中没有《中华人民共和国劳动合同法》。"),
        ("党史学习教育经费是多少元？", f"最相近的《{STUDY}》第二十九条没有写明所问的金额。"),
    ],
)
def test_a_refusal_says_why_and_shows_the_nearest_clauses(ask: Ask, question: str, note: str) -> None:
    answer = ask(question)
    assert answer.status == "refused"
    assert answer.note == note
    assert 1 <= len(answer.near) <= NEAR
    assert all(above.score >= below.score for above, below in pairwise(answer.near))


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
def test_an_address_brings_its_words(ask: Ask, question: str, labels: list[str], begins: str, ends: str) -> None:
    answer = ask(question)
    assert [c.label for c in answer.citations] == labels
    assert answer.answer.startswith(begins)
    assert answer.answer.endswith(ends)


def test_an_item_comes_with_the_words_that_govern_it(ask: Ask) -> None:
    item, lead = ask(f"《{APPRAISAL}》第四十四条第（三）项").citations
    assert item.quote.startswith("（三）")
    assert "（一）" not in lead.quote
    assert "处分" in lead.quote
    assert lead.span.end < item.span.start


def test_a_chapter_brings_its_outline(ask: Ask) -> None:
    answer = ask(f"{STUDY}第三章讲什么")
    assert answer.answer.startswith("第三章 党史学习教育的内容\n第十条 ")
    assert [c.label for c in answer.citations] == [*(f"第十{n}条" for n in ("", *"一二三四五")), "第三章"]
    assert "共 6 条" in answer.note
    assert all(len(c.highlights) == 1 for c in answer.citations)


def hit(index: int, score: float, answerable: float = 1.0, cosine: float = 0.9) -> Hit:
    units = [c for c in CLAUSES if c.role == "unit"]
    return Hit(units[index], score, {"answerable": answerable, "dense_max": cosine})


probabilities = st.floats(0, 1)


@given(st.lists(probabilities, min_size=1, max_size=6), probabilities)
def test_confidence_is_a_probability_that_more_evidence_never_lowers(scores: list[float], answerable: float) -> None:
    hits = [hit(i, s, answerable) for i, s in enumerate(sorted(scores, reverse=True))]
    assert 0 <= confidence(hits) <= 1
    assert confidence(hits[:1]) <= confidence(hits) + 1e-12
    surer = [Hit(hits[0].clause, 1.0, hits[0].why), *hits[1:]]
    assert confidence(surer) >= confidence(hits) - 1e-12


@pytest.mark.parametrize(
    ("hits", "foreign", "note"),
    [
        ([], (), "没有找到相关条文。"),
        ([hit(5, 0.5, 0.9)], ("《刑法》",), "所收文件中没有《刑法》。"),
        ([hit(5, 0.5, 0.9)], ("《刑法》", "《民法典》"), "所收文件中没有《刑法》、《民法典》。"),
        ([hit(5, 0.1, 0.1, 0.2)], (), "所收文件中没有找到相关内容。"),
        ([hit(5, THRESHOLD**2 / 2, 0.9)], (), "所收文件没有规定这个问题。"),
        ([hit(5, 0.95, 0.95)], (), ""),
        ([hit(5, 0.95, 0.95)], ("工作方案",), ""),  # so sure that the name is taken for a loose one
        ([hit(5, 0.95, 0.95)], ("《刑法》",), "所收文件中没有《刑法》。"),  # the name of a law is none
    ],
)
def test_when_and_why_hits_are_refused(
    answerer: Answerer, hits: list[Hit], foreign: tuple[str, ...], note: str
) -> None:
    assert answerer.refusal("由谁来做？", hits, foreign) == note


def test_a_clause_that_states_what_is_asked_comes_before_one_that_does_not(answerer: Answerer) -> None:
    by_label = {c.label: c for c in CLAUSES if c.role == "unit" and c.document.title == APPRAISAL}
    silent = Hit(by_label["第十六条"], 0.95, {"answerable": 0.95, "dense_max": 0.9})
    stating = Hit(by_label["第十七条"], 0.02, {"answerable": 0.9, "dense_max": 0.8})
    question = "拟确定为优秀档次的人要公示几个工作日？"
    answer = answerer.from_hits(question, [silent, stating])
    assert "5个工作日" in answer.answer
    assert [c.clause.label for c in answer.citations][:1] == ["第十七条第（四）项"]
    assert "没有写明所问的天数" in answerer.from_hits(question, [silent]).note


def test_the_threshold_decides(answerer: Answerer) -> None:
    below, above = THRESHOLD**2 - 0.01, THRESHOLD**2 + 0.01
    assert answerer.refusal("由谁来做？", [hit(5, below)])
    assert not answerer.refusal("由谁来做？", [hit(5, above)])


def test_a_question_far_from_all_that_is_said_must_be_surer(answerer: Answerer) -> None:
    between = (THRESHOLD**2 + THRESHOLD_FAR**2) / 2
    plain = hit(5, between)
    assert not answerer.refusal("由谁来做？", [plain])
    assert answerer.refusal("由谁来做？", [replace(plain, why={**plain.why, "dense_max": FAR - 0.01})])
    assert not answerer.refusal("由谁来做？", [replace(plain, why={**plain.why, "dense_max": FAR + 0.01})])


def test_a_refusal_keeps_at_most_three_near_clauses_in_order() -> None:
    hits = [hit(i, 0.3) for i in range(6)]
    answer = refused("问", hits, "为什么")
    assert (answer.status, answer.near, answer.note) == ("refused", tuple(hits[:3]), "为什么")
    assert answer.answer == ""
    assert answer.citations == ()


@pytest.mark.parametrize("clause", CLAUSES[::5], ids=lambda clause: clause.id)
def test_the_body_of_a_clause_leaves_out_its_number_and_nothing_else(clause) -> None:
    body = trimmed_body(clause)
    text = clause.document.text
    assert clause.start <= body.start < body.end <= clause.end
    words = text[body.start : body.end]
    assert words == words.strip()
    assert text[body.end : clause.end].strip() == ""
    assert words == text[clause.body : clause.end].strip() or words == clause.text


LONG = [c for c in CLAUSES if c.role == "unit" and len(c.text) > QUOTED_WHOLE]
SHORT = [c for c in CLAUSES if c.role == "unit" and len(c.text) <= QUOTED_WHOLE]


@pytest.mark.parametrize("clause", LONG, ids=lambda clause: clause.id)
def test_of_a_long_clause_the_quotation_holds_the_spans(answerer: Answerer, clause) -> None:
    spans = answerer.spans("由谁负责，什么时候完成？", Hit(clause, 0.5))
    citation = answerer.cite(Hit(clause, 0.5), spans)
    text = clause.document.text
    assert clause.start <= citation.span.start < citation.span.end <= clause.end
    assert [citation.quote[a:b] for a, b in citation.highlights] == [text[s.start : s.end] for s in sorted(spans)]
    # Paragraphs are never cut.
    assert citation.span.start in (clause.start, citation.clause.start) or text[citation.span.start - 1] == "\n"
    assert citation.span.end in (clause.end, citation.clause.end) or text[citation.span.end] == "\n"


@pytest.mark.parametrize("clause", SHORT[::10], ids=lambda clause: clause.id)
def test_a_short_clause_is_quoted_whole(answerer: Answerer, clause) -> None:
    spans = answerer.spans("有什么规定？", Hit(clause, 0.5))
    assert answerer.cite(Hit(clause, 0.5), spans).quote == clause.text
