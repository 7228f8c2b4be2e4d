"""Candidate spans and the model that chooses among them, on the clauses of the five sources."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.corpora import clause, corpus, seeds
from tests.support.library import CharacterEncoder
from tiaowen.datamodels import Clause, Span
from tiaowen.errors import IndexFileError
from tiaowen.reranking.cross_encoder import Reading
from tiaowen.spans.candidates import LONGEST_RUN, candidates, item_groups
from tiaowen.spans.spans import MODEL, SPAN_FEATURES, SpanChooser, eligible, span_features
from tiaowen.spans.wording import Wording

STUDY = "党史学习教育工作条例"
APPRAISAL = "内蒙古自治区事业单位工作人员考核办法"
UNITS = [clause for clause in seeds().clauses if clause.role == "unit"]


def words_of(unit: Clause) -> list[str]:
    return [unit.document.text[o.span.start : o.span.end] for o in candidates(unit, seeds())]


def test_runs_of_parts_and_the_whole_sentence_are_candidates() -> None:
    found = words_of(clause(f"{STUDY}/第十九条"))
    for words in (
        "每年至少组织1次以党史为主要内容的学习或者主题党日",
        "基层党组织应当把党史学习教育纳入年度工作计划",
        "教育引导入党积极分子认真学习党史",
    ):
        assert words in found
    assert not any(words.startswith("第十九条") for words in found)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.id)
def test_every_candidate_stands_in_its_clause_and_is_cut_clean(unit: Clause) -> None:
    text = unit.document.text
    options = candidates(unit, seeds())
    spans = [o.span for o in options]
    assert len(set(spans)) == len(spans)
    for option in options:
        low, high = option.span
        assert unit.body <= low < high <= unit.end
        assert text[low] not in " 　\n，,、；;。"
        assert text[high - 1] not in " 　\n，,、；;。："
        if option.whole and not option.group:
            assert option.first
            assert option.last
        if not option.group and not option.series:
            assert "\n" not in text[low:high]


def test_a_run_that_is_neither_whole_nor_reaches_the_end_is_short() -> None:
    unit = clause(f"{STUDY}/第三条")
    text = unit.document.text
    partial = [o for o in candidates(unit, seeds()) if not o.whole and not o.last]
    assert partial
    assert all(text[o.span.start : o.span.end].count("，") < LONGEST_RUN for o in partial)


def test_the_items_of_a_list_are_a_group_in_order() -> None:
    unit = clause(f"{STUDY}/第五条")
    (items,) = item_groups(unit, seeds())
    assert [item.label for item in items] == [f"第五条第（{n}）项" for n in "一二三四五六"]
    (group,) = [o for o in candidates(unit, seeds()) if o.group]
    words = unit.document.text[group.span.start : group.span.end]
    assert words.startswith("（一）坚持党的全面领导")
    assert words.endswith("坚持唯物史观和正确党史观")
    assert "坚持以史鉴今、资政育人" in words_of(unit)  # and each 项 without its number


@pytest.mark.parametrize("name", [f"{STUDY}/第十九条", f"{APPRAISAL}/第十条"])
def test_a_clause_without_items_has_no_group(name: str) -> None:
    assert item_groups(clause(name), seeds()) == []
    assert not any(o.group for o in candidates(clause(name), seeds()))


@pytest.mark.parametrize(
    ("text", "members"),
    [
        (
            "主要目标：绿化率达到四成；水质达标。",
            ["主要目标：绿化率达到四成；水质达标", "绿化率达到四成；水质达标"],
        ),
        ("要抓好三件事。一是修路。二是种树。三是治水。", ["一是修路。二是种树。三是治水"]),
        ("主要修路，其次种树。", []),
    ],
)
def test_a_list_without_numbers_is_a_candidate(text: str, members: list[str]) -> None:
    of = corpus(f"整治办法\n第一条 {text}\n第二条 本办法自公布之日起施行。")
    unit = next(c for c in of.clauses if c.label == "第一条")
    assert [unit.document.text[slice(*o.span)] for o in candidates(unit, of) if o.series] == members


def test_lines_under_one_label_are_a_candidate() -> None:
    unit = clause("海南区进一步加强水资源管理和利用工作方案/四、（一）")
    found = [unit.document.text[slice(*o.span)] for o in candidates(unit, seeds()) if o.series]
    assert "副组长：陈海啸 区政府副区长\n刘天庆 区政府副区长\n王永生 区政府副区长" in found


def test_only_words_with_the_quantity_asked_for_are_eligible() -> None:
    unit = clause(f"{STUDY}/第十九条")
    wording = Wording(unit, candidates(unit, seeds()))
    states = eligible("每年组织几次学习", wording)
    said = [piece for piece, ok in zip(wording.pieces, states, strict=True) if ok]
    assert said and all("每年" in words for words in said)
    assert eligible("谁负责", wording).all()
    assert eligible("罚款多少元", wording).all()  # no words state a sum: none is preferred


def test_a_heading_that_is_a_sentence_is_a_candidate() -> None:
    of = corpus(
        "税收公告\n一、对象\n小微企业。\n二、本公告执行期限为2024年1月1日至2027年12月31日。原公告同时废止。\n三、加强宣传。各地应当公布。"
    )
    found = {of_.label: [of_.document.text[slice(*o.span)] for o in candidates(of_, of)] for of_ in of.clauses}
    assert "本公告执行期限为2024年1月1日至2027年12月31日" in found["二、"]
    assert "加强宣传" not in found["三、"]


def test_the_question_of_an_official_answer_is_no_candidate() -> None:
    unit = clause(f"《{STUDY}》答记者问/答3")
    asked = [part for part in seeds().descendants(unit) if part.level == "问"]
    assert all(not words.startswith(("问：", "答：")) for words in words_of(unit))
    assert all(o.span.start >= part.end for part in asked for o in candidates(unit, seeds()))


def features(question: str, unit: Clause, focus: Span | None = None, lead: float = 0.0) -> np.ndarray:
    encoder = CharacterEncoder()
    return span_features(
        question,
        Wording(unit, candidates(unit, seeds())),
        focus,
        lead,
        lambda word: 1.0,
        encoder.encode_queries,
        encoder.encode_queries([question])[0],
        Reading(0.0, np.zeros(len(unit.text), np.float32), np.zeros(len(unit.text), np.float32)),
    )


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(UNITS), st.text(alphabet="党史学习考核几次谁？，第十条（一）12a", min_size=1, max_size=20))
def test_features_are_finite_and_one_row_each(unit: Clause, question: str) -> None:
    options = candidates(unit, seeds())
    if not options:
        return
    found = features(question, unit)
    assert found.shape == (len(options), len(SPAN_FEATURES))
    assert np.isfinite(found).all()
    for name in ("coverage", "bigrams", "group", "whole"):
        column = found[:, SPAN_FEATURES.index(name)]
        assert column.min() >= 0
        assert column.max() <= 1 + 1e-9
    for name in ("dense_best", "coverage_best", "bigrams_best"):
        assert found[:, SPAN_FEATURES.index(name)].max() == pytest.approx(0)


def test_words_that_repeat_the_question_cover_it() -> None:
    unit = clause(f"{APPRAISAL}/第十条")
    found = features("年度考核的结果一般分为优秀、合格、基本合格和不合格四个档次", unit)
    best = found[:, SPAN_FEATURES.index("coverage")].argmax()
    assert found[best, SPAN_FEATURES.index("coverage")] == pytest.approx(1)
    assert found[best, SPAN_FEATURES.index("whole")] == 1
    assert not features("红烧肉", unit)[:, SPAN_FEATURES.index("coverage")].any()


def test_only_spans_inside_the_focus_profit_from_it() -> None:
    unit = clause(f"{APPRAISAL}/第四十四条")
    item = clause(f"{APPRAISAL}/第四十四条第（二）项")
    column = features("严重警告的怎么定", unit, Span(item.start, item.end), 0.5)[:, SPAN_FEATURES.index("focus")]
    inside = [item.start <= o.span.start and o.span.end <= item.end for o in candidates(unit, seeds())]
    assert any(inside)
    assert not all(inside)
    np.testing.assert_array_equal(column > 0, inside)


TERMS = corpus("""
合同办法
第一条 合同期限三个月以上不满一年的，试用期不得超过一个月；合同期限一年以上不满三年的，试用期不得超过二个月。
第二条 承租人应当承担维修费用。维修费用的标准由价格部门核定。
""")


@pytest.mark.parametrize(
    ("question", "words", "left_out"),
    [
        ("一年以上不满三年的试用期最长多久？", "不得超过二个月", "不得超过一个月"),
        ("维修费用由谁承担？", "承租人应当承担", "由价格部门核定"),
        ("维修费用由哪个部门核定？", "由价格部门核定", "承租人应当承担"),
    ],
)
def test_the_very_range_and_the_very_deed_are_eligible(question: str, words: str, left_out: str) -> None:
    unit = next(c for c in TERMS.clauses if c.role == "unit" and words in c.text)
    options = candidates(unit, TERMS)
    fit = eligible(question, Wording(unit, options))
    texts = [unit.document.text[slice(*o.span)] for o, ok in zip(options, fit, strict=True) if ok]
    assert any(words in text for text in texts)
    assert not any(left_out in text and words not in text for text in texts)


def test_a_score_is_the_weighted_sum_of_the_features() -> None:
    chooser = SpanChooser(range(len(SPAN_FEATURES)), 0.5)
    np.testing.assert_allclose(chooser.scores(np.eye(len(SPAN_FEATURES))), np.arange(len(SPAN_FEATURES)) + 0.5)


@pytest.mark.parametrize("damage", ["missing", "not json", "a weight short"])
def test_a_damaged_model_is_refused_with_what_to_do(tmp_path: Path, damage: str) -> None:
    file = tmp_path / "spans.json"
    if damage == "not json":
        file.write_text(MODEL.read_text("utf-8")[:-20], "utf-8")
    elif damage == "a weight short":
        model = json.loads(MODEL.read_text("utf-8"))
        del model["weights"]["group"]
        file.write_text(json.dumps(model), "utf-8")
    with pytest.raises(IndexFileError, match="重新取得程序文件"):
        SpanChooser.load(file)
