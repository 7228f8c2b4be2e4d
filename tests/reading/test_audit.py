"""The audit: it finds nothing wrong with the bundled documents, and it finds every damage done to them on purpose."""

import json
from dataclasses import replace

import pytest

from tests.support.reading_tools import SOURCES, draft, source
from tiaowen.datamodels import Corpus, SetAside
from tiaowen.reading.audit import audit, describe
from tiaowen.reading.audit_report import to_html, to_json, to_text
from tiaowen.reading.corpus import read_sources
from tiaowen.reading.structure import structure


@pytest.fixture(scope="module")
def corpus():
    return read_sources([SOURCES])


def corpus_of(text: str, **kwargs) -> Corpus:
    document, clauses = structure.build(draft(text, **kwargs), "示例")
    return Corpus((document,), clauses)


def test_every_character_of_the_bundled_sources_is_accounted_for(corpus):
    report = audit(corpus)
    assert report.defects == () and report.status == 0
    for one in report.sources:
        assert one.characters == one.blank + one.in_documents + sum(one.set_aside.values())
    for document in report.documents:
        assert document.covered == document.characters


def test_counts_of_the_bundled_documents(corpus):
    counts = {document.title: document.counts for document in audit(corpus).documents}
    assert counts["党史学习教育工作条例"] == {"章": 6, "条": 34, "款": 42, "项": 10}
    assert counts["内蒙古自治区事业单位工作人员考核办法"] == {"章": 9, "条": 52, "款": 91, "项": 79, "目": 3}
    assert counts["海南区进一步加强水资源管理和利用工作方案"]["措施"] == 11


def test_variants_are_listed_with_their_clause_and_kind(corpus):
    report = audit(corpus)
    regulation = next(document for document in report.documents if document.title == "党史学习教育工作条例")
    assert ("第六条", "substantive", "处", "") in [(v.label, v.kind, v.preferred, v.other) for v in regulation.variants]
    assert any(v.kind == "missing" and v.label.endswith("第三十四条") for v in regulation.variants)


BREAKS = [
    pytest.param("第一条 甲。\n第二条 乙。\n第四条 丁。", [("gap", "第四条", True)], id="a number that is not printed"),
    pytest.param("第一条 甲。\n第一条 乙。\n第二条 丙。", [("repeat", "第一条#2", True)], id="printed twice"),
    pytest.param("第五条 甲。\n第六条 乙。", [("start", "第五条", True)], id="does not begin with one"),
    pytest.param("第一条 甲：\n（一）乙；\n（三）丙。", [("gap", "第一条第（三）项", True)], id="items"),
    pytest.param("第一条 甲。\n第一条之一 乙。\n第二条 丙。", [], id="之一"),
    pytest.param("一、甲乙\n（一）丙。丁。\n二、戊己\n（二）庚。辛。", [], id="numbers that run through"),
    pytest.param("一、甲乙\n（一）丙。丁。\n二、戊己\n（一）庚。辛。", [], id="numbers that restart"),
    pytest.param("第一条 甲。\n附件1\n第一条 乙。\n第二条 丙。", [], id="an appendix counts by itself"),
]


@pytest.mark.parametrize(("text", "expected"), BREAKS)
def test_numbers_that_do_not_run_on(text, expected):
    (document,) = audit(corpus_of(text)).documents
    assert [(item.kind, item.label, bool(item.reason)) for item in document.breaks] == expected


def test_a_gap_whose_number_is_printed_is_a_defect():
    corpus = corpus_of("第一条 甲。\n第二条 乙。\n第三条 丙。")
    first, second, third = corpus.clauses
    damaged = Corpus(corpus.documents, (replace(first, end=second.end), third))
    report = audit(damaged)
    assert report.status == 1 and "缺第二条" in report.defects[0]
    assert describe(report.documents[0].breaks[0]) == "第三条：第一条之后是第三条，缺第二条"


def test_lost_and_doubled_characters_are_defects():
    corpus = corpus_of("第一条 甲。\n第二条 乙。")
    first, second = corpus.clauses
    lost = audit(Corpus(corpus.documents, (first,)))
    assert lost.documents[0].uncovered and lost.status == 1
    doubled = audit(Corpus(corpus.documents, (replace(first, end=second.end - 1), second)))
    assert doubled.documents[0].twice and doubled.status == 1


def test_raw_characters_that_went_nowhere_are_a_defect():
    raw = source("甲乙丙\n第1页\n丁")
    kept = SetAside(raw, 0, 3, "封面")
    report = audit(Corpus((), (), (kept,)))
    assert [tuple(span) for span in report.sources[0].unaccounted] == [(4, 9)]
    assert report.status == 1
    whole = audit(Corpus((), (), (kept, SetAside(raw, 4, 7, "页码"), SetAside(raw, 8, 9, "页码"))))
    assert whole.sources[0].set_aside == {"封面": 3, "页码": 4} and whole.status == 0


def test_a_file_that_could_not_be_read_is_a_defect():
    report = audit(Corpus((), (), (), (("坏.pdf", "需要：…"),)))
    assert report.status == 1 and report.defects[0].startswith("坏.pdf 读取失败")


def test_the_report_is_a_table_json_and_a_page_without_requests(corpus):
    report = audit(corpus)
    text = to_text(report, outline=True)
    assert "34条" in text and "没有发现缺陷" in text and "第四十四条" in text
    data = json.loads(to_json(report))
    assert data["documents"][0]["counts"]["条"] == 34 and data["defects"] == []
    page = to_html(report)
    assert "http" not in page and "src=" not in page and "第三十四条" in page


def test_words_of_a_document_cannot_break_the_page():
    page = to_html(audit(corpus_of("第一条 甲。", title="<script>alert(1)</script>")))
    assert "<script>" not in page
